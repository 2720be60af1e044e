//go:build premain_bare

package virtarm64

import (
	"math/bits"
	"unsafe"
)

// ramSize returns the size of the memory that the device tree at its beginning tells of, or what the board is started with.
func ramSize() uintptr {
	const (
		tree        = ram
		magic       = 0xd00dfeed
		beginNode   = 1
		endNode     = 2
		property    = 3
		nothing     = 4
		defaultSize = 128 << 20
	)
	if word(tree) != magic {
		return defaultSize
	}
	at, names := tree+uintptr(word(tree+8)), tree+uintptr(word(tree+12))
	end := tree + uintptr(word(tree+4))
	inMemory := false // a node that is called memory@…
	for at < end {
		token := word(at)
		at += 4
		switch token {
		case beginNode:
			inMemory = hasText(at, "memory@")
			for byteAt(at) != 0 {
				at++
			}
			at = (at + 4) &^ 3
		case property:
			size, name := uintptr(word(at)), names+uintptr(word(at+4))
			at += 8
			// The address and the size have two words each.
			if inMemory && size >= 16 && hasText(name, "reg\x00") && pair(at) == ram {
				return pair(at + 8)
			}
			at = (at + size + 3) &^ 3
		case endNode:
			inMemory = false
		case nothing:
		default:
			return defaultSize
		}
	}
	return defaultSize
}

// The tree is aligned to words, and the compiler must not merge accesses into larger ones.

//go:noinline
func word(at uintptr) uint32 { return bits.ReverseBytes32(*(*uint32)(unsafe.Pointer(at))) }

//go:noinline
func byteAt(at uintptr) byte { return *(*byte)(unsafe.Pointer(at)) }

func pair(at uintptr) uintptr { return uintptr(word(at))<<32 | uintptr(word(at+4)) }

// hasText reports whether a text begins with another.
func hasText(at uintptr, text string) bool {
	for i := range len(text) {
		if byteAt(at+uintptr(i)) != text[i] {
			return false
		}
	}
	return true
}
