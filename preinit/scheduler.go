//go:build premain && linux && (amd64 || arm64 || riscv64)

package preinit

import (
	"unsafe"

	"premain.dev/internal/sanitizer"
)

// scheduler is the m of the g of functions that run before the runtime. What code of the runtime works there, and the calls of sanitizers, look at
// m to see whether they are on the right stack. They find that they are, whatever they look at, since begin lets every word lead to the
// g. What the runtime does about an index out of range and the like begins with a change of m, which is a fault: the pages cannot be
// written.
var scheduler [schedulerSize + schedulerAlign]byte

const (
	schedulerSize  = 64 << 10 // the pages
	schedulerAlign = 64 << 10 // the largest page
	schedulerUsed  = 4 << 10  // bytes with content; the runtime's type is smaller
)

// seal returns the range of addresses at which runtime code would change its scheduler.
//
//go:norace
//go:nocheckptr
func seal() (from, to uintptr) {
	sanitizer.Early = 1
	from = (uintptr(unsafe.Pointer(&scheduler)) + schedulerAlign - 1) &^ (schedulerAlign - 1)
	const readOnly = 1 // PROT_READ
	Syscall(sysMprotect, from, schedulerSize, readOnly)
	return from, from + schedulerSize
}

//go:norace
func unseal() { sanitizer.Early = 0 }
