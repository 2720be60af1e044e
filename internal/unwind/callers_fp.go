//go:build (amd64 || arm64) && gc && !tinygo

package unwind

// Callers stores n return addresses, of the calls that have led to the function that calls it, innermost first: of the
// call of that function, of the call of the function that called it, and so on. What is left is zero.
//
// It follows frame pointers, which Go maintains on these architectures, from the frame of its caller.
//
//go:noescape
func Callers(first *uintptr, n int)
