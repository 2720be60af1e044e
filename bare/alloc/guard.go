package alloc

import (
	"math/bits"
	"unsafe"
)

// With Debug, the memory that a Heap serves lies between guards. The one before it has four words: two that are the links of
// a free block, and so survive nothing; the size that was asked for; and a mark that depends on the address, and on whether
// the memory is in use. The one behind it reaches to the end of the block, which is a word away at least.
const (
	guardBefore = 2 * granule
	guardBehind = word

	guardByte = 0xa5 // what the guard behind consists of
	freedByte = 0xdb // what freed memory consists of
)

// mark returns the mark of memory that is in use. While it is not, the mark is the complement.
func mark(p uintptr) uintptr {
	const most = 1<<bits.UintSize - 1
	return (p ^ 0x5851f42d4c957f2d&most) * (0x9e3779b97f4a7c15 & most)
}

// guard writes the guards around the memory at p.
func (b block) guard(p, size uintptr) {
	*wordAt(p - word) = mark(p)
	*wordAt(p - 2*word) = size
	behind := bytesAt(p+size, uintptr(b)+b.size()-p-size)
	for i := range behind {
		behind[i] = guardByte
	}
}

// check panics if what is at p cannot be freed. Otherwise it writes over it, and marks it as freed.
func (h *Heap) check(p uintptr) {
	if p%granule != 0 || !h.contains(p) {
		panic(notAllocated)
	}
	switch *wordAt(p - word) {
	case mark(p):
	case ^mark(p):
		panic(doubleFree)
	default:
		panic(notAllocated)
	}
	b := block(p - word - h.before)
	size, asked := b.size(), *wordAt(p - 2*word)
	overhead := word + h.before + h.behind
	if b.is(isFree) || size < overhead || asked > size-overhead || !h.contains(uintptr(b)+size-1) {
		panic(headWritten)
	}
	for _, c := range bytesAt(p+asked, size-word-h.before-asked) {
		if c != guardByte {
			panic(overwritten)
		}
	}
	content := bytesAt(p, size-word-h.before)
	for i := range content {
		content[i] = freedByte
	}
	*wordAt(p - word) = ^mark(p)
}

// contains says whether an address is where a block could have its memory, guards included.
func (h *Heap) contains(p uintptr) bool {
	for r := h.regions; r != nil; r = (*heapRegion)(at(r.next)) {
		start := uintptr(unsafe.Pointer(r)) + unsafe.Sizeof(*r)
		if p >= start+word+h.before && p < r.end {
			return true
		}
		if r.next == 0 {
			break
		}
	}
	return false
}
