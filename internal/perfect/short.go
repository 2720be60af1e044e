//go:build !race && !msan && !asan

package perfect

import "unsafe"

// Short returns the bytes of a string of up to eight bytes as a word, the last byte highest. With the length, it is the string.
//
// It reads a whole word and drops what does not belong to the string. Memory is readable by pages, the smallest of which have
// 4096 bytes: near the end of such a page the word that ends with the string is read in place of the one that begins with
// it. What is dropped may be another object's, and just be written: tools that look for such reads have Short in exact.go.
//
//go:nocheckptr
func Short(s string) uint64 {
	p, n := unsafe.Pointer(unsafe.StringData(s)), len(s)
	if n == 0 {
		return 0
	}
	unused := uint(-8*n) & 63
	if uintptr(p)&4095 > 4096-8 {
		return load(unsafe.Add(p, n-8)) >> unused << unused
	}
	return load(p) << unused
}
