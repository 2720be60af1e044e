//go:build (linux || darwin || freebsd || netbsd || dragonfly) && !premain_bare

package premain

import (
	"os"
	"unsafe"
)

// readOnly makes whole pages of memory read-only.
func readOnly(start unsafe.Pointer, size uintptr) error {
	page := uintptr(os.Getpagesize())
	skip := -uintptr(start) % page
	if size < skip+page {
		return nil
	}
	return os.NewSyscallError("mprotect", mprotect(unsafe.Add(start, skip), (size-skip)/page*page))
}
