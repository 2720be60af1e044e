//go:build premain && linux && (amd64 || arm64 || riscv64) && (race || msan || asan)

package preinit

import (
	"unsafe"

	"premain.dev/internal/sanitizer"
)

// scheduler takes the place of nowhere in code with calls of a sanitizer: they look at m to see on which stack they are, and find it to be
// the right one, whatever they look at, since begin lets every word lead to the g. What the runtime does about a fault begins with a
// change of m.
var scheduler [schedulerSize + schedulerAlign]byte

const (
	schedulerSize  = 64 << 10
	schedulerAlign = 64 << 10 // the largest page
)

// seal returns the range of addresses at which runtime code looks for its scheduler, or would change it.
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
//go:nocheckptr
func unseal() { sanitizer.Early = 0 }
