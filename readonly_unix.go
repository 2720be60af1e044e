//go:build unix && !premain_bare

package premain

import (
	"os"
	"syscall"
	"unsafe"
)

// readOnly makes whole pages of memory read-only.
func readOnly(start unsafe.Pointer, size uintptr) error {
	page := uintptr(os.Getpagesize())
	skip := -uintptr(start) % page
	if size < skip+page {
		return nil
	}
	return os.NewSyscallError("mprotect", syscall.Mprotect(unsafe.Slice((*byte)(unsafe.Add(start, skip)), (size-skip)/page*page), syscall.PROT_READ))
}
