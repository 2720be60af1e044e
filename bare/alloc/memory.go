package alloc

import (
	"math/bits"
	"unsafe"
)

const (
	word        = bits.UintSize / 8
	granuleBits = 3 + bits.UintSize/64
	granule     = 1 << granuleBits // two words: what all but Bump align to at least
)

// at returns the pointer with an address. Addresses, not pointers, are what allocators store in the memory they serve:
// its old content, whatever it is, must not meet a write barrier. What the race detector knows of pointers is not asked, as
// it knows nothing of these.
//
//go:nocheckptr
func at(address uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), address) }

// wordAt returns the word at an address.
func wordAt(address uintptr) *uintptr { return (*uintptr)(at(address)) }

// bytesAt returns the n bytes at an address.
func bytesAt(address, n uintptr) []byte { return unsafe.Slice((*byte)(at(address)), n) }

// roundUp returns the next multiple of to, a power of two.
func roundUp(n, to uintptr) uintptr { return (n + to - 1) &^ (to - 1) }

// bounds returns where memory begins and ends, both at a multiple of a word, and both 0 if it is too small for anything.
// Address 0, which is nil, is not in between, and there is an address after the end.
func bounds(memory []byte) (start, end uintptr) {
	p := unsafe.Pointer(unsafe.SliceData(memory))
	if moves {
		given = p
	}
	start, n := uintptr(p), uintptr(len(memory))
	if n < 5*granule {
		return 0, 0
	}
	if start == 0 {
		start, n = granule, n-granule
	}
	if start+n < start {
		n -= granule
	}
	return roundUp(start, word), (start + n) &^ (word - 1)
}

// Since memory may be assigned to given, the compiler puts no variable of which a program gives the bytes to Use on a stack,
// which ordinary Go moves when it grows, and which functions leave.
var (
	moves bool // never
	given unsafe.Pointer
)
