package premain

import (
	"os"
	"syscall"
	"unsafe"
)

var virtualProtect = syscall.NewLazyDLL("kernel32.dll").NewProc("VirtualProtect")

// readOnly makes whole pages of memory read-only.
func readOnly(start unsafe.Pointer, size uintptr) error {
	const pageReadOnly = 0x02 // PAGE_READONLY
	page := uintptr(os.Getpagesize())
	skip := -uintptr(start) % page
	if size < skip+page {
		return nil
	}
	var before uint32
	ok, _, err := virtualProtect.Call(uintptr(start)+skip, (size-skip)/page*page, pageReadOnly, uintptr(unsafe.Pointer(&before)))
	if ok == 0 {
		return os.NewSyscallError("VirtualProtect", err)
	}
	return nil
}
