//go:build freebsd || netbsd || dragonfly

package premain

import (
	"syscall"
	"unsafe"
)

// mprotect is not in package syscall of these systems.
func mprotect(start unsafe.Pointer, size uintptr) error {
	const read = 1 // PROT_READ
	if _, _, errno := syscall.Syscall(syscall.SYS_MPROTECT, uintptr(start), size, read); errno != 0 {
		return errno
	}
	return nil
}
