//go:build (linux || darwin) && !premain_bare

package premain

import (
	"syscall"
	"unsafe"
)

func mprotect(start unsafe.Pointer, size uintptr) error {
	return syscall.Mprotect(unsafe.Slice((*byte)(start), size), syscall.PROT_READ)
}
