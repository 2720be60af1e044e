// Package devicetree reads what a board has to know of the flattened device tree that it is started with: version 17 of the Devicetree
// Specification, chapter 5. It takes no memory, and can be used before variables have been copied and cleared.
package devicetree

import (
	"math/bits"
	"unsafe"
)

// What the structure block of a tree consists of.
const (
	beginNode = 1
	endNode   = 2
	property  = 3
	nothing   = 4
)

// MemorySize returns the size of the memory that begins at an address, which the device tree at another one tells. It is not ok if there is no tree, or one that does not
// say so. There has to be memory for a tree, and its address is a multiple of 4. Addresses and sizes in it have two words each.
func MemorySize(tree, memory uintptr) (size uintptr, ok bool) {
	const magic = 0xd00dfeed
	if word(tree) != magic {
		return 0, false
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
			for at < end && byteAt(at) != 0 {
				at++
			}
			at = (at + 4) &^ 3
		case property:
			size, name := uintptr(word(at)), names+uintptr(word(at+4))
			at += 8
			if inMemory && size >= 16 && hasText(name, "reg\x00") && pair(at) == memory {
				return pair(at + 8), true
			}
			at = (at + size + 3) &^ 3
		case endNode:
			inMemory = false
		case nothing:
		default:
			return 0, false
		}
	}
	return 0, false
}

// The tree is aligned to words, and the compiler must not merge accesses into larger ones: without paging, arm64 takes none that are not aligned.

//go:noinline
func word(at uintptr) uint32 { return bits.ReverseBytes32(**(**uint32)(unsafe.Pointer(&at))) }

//go:noinline
func byteAt(at uintptr) byte { return **(**byte)(unsafe.Pointer(&at)) }

func pair(at uintptr) uintptr { return uintptr(uint64(word(at))<<32 | uint64(word(at+4))) }

// hasText reports whether a text begins with another.
func hasText(at uintptr, text string) bool {
	for i := range len(text) {
		if byteAt(at+uintptr(i)) != text[i] {
			return false
		}
	}
	return true
}
