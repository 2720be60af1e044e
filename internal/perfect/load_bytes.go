//go:build !(386 || amd64 || arm64 || loong64 || ppc64le)

package perfect

import "unsafe"

// load returns the eight bytes at p, the first one lowest.
//
// Here, words have to be aligned, or begin with the highest byte, or it is not known that they need not. Where they
// need not be aligned, the compiler makes one instruction of it all the same.
func load(p unsafe.Pointer) uint64 {
	b := (*[8]byte)(p)
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}
