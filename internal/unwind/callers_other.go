//go:build !((amd64 || arm64) && gc && !tinygo)

package unwind

import (
	"runtime"
	"unsafe"
)

// Callers stores n return addresses, of the calls that have led to the function that calls it, innermost first: of the
// call of that function, of the call of the function that called it, and so on. What is left is zero.
func Callers(first *uintptr, n int) {
	pcs := unsafe.Slice(first, n)
	clear(pcs[runtime.Callers(3, pcs):])
}
