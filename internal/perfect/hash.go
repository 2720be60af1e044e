package perfect

import (
	"math/bits"
	"unsafe"
)

// Odd numbers whose bits show no pattern: the fractions of the golden ratio, e, √2, √3, √5 and √7.
const (
	golden = 0x9e3779b97f4a7c15
	euler  = 0xb7e151628aed2a6b
	root2  = 0x6a09e667f3bcc909
	root3  = 0xbb67ae8584caa73b
	root5  = 0x3c6ef372fe94f82b
	root7  = 0xa54ff53a5f1d36f1
)

// fold multiplies and adds the halves of the product, without carry: every bit of the result depends on all bits of both.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// HashWord returns the hash of an integer, extended to 64 bits.
func HashWord(seed, w uint64) uint64 { return fold(w^seed, euler) }

// Mix returns the hash of a key of several parts, of which h is the hash of the parts before, or the seed, and x the next
// integer or the hash of the next string.
func Mix(h, x uint64) uint64 { return fold(x^h, euler) }

// HashString returns the hash of a string. It is the same on all architectures.
func HashString(seed uint64, s string) uint64 {
	p, n := unsafe.Pointer(unsafe.StringData(s)), len(s)
	switch {
	case n <= 8:
		return hashShort(seed, Short(s), n)
	case n <= 32:
		i, j, k := parts(n)
		return first(load(p), load(unsafe.Add(p, i)), seed, n) + second(load(unsafe.Add(p, j)), load(unsafe.Add(p, k)), seed)
	case n <= 64:
		return hash64(p, n, seed)
	default:
		return hashMore(p, n, seed)
	}
}

// hashShort returns the hash of a string of up to eight bytes, given as a word.
func hashShort(seed, w uint64, n int) uint64 { return fold(w^seed, uint64(n)^euler) }

// hash64 returns the hash of 33 to 64 bytes.
func hash64(p unsafe.Pointer, n int, seed uint64) uint64 {
	q := unsafe.Add(p, n-32)
	return first(load(p), load(unsafe.Add(p, 8)), seed, n) + second(load(unsafe.Add(p, 16)), load(unsafe.Add(p, 24)), seed) +
		third(load(q), load(unsafe.Add(q, 8)), seed) + fourth(load(unsafe.Add(q, 16)), load(unsafe.Add(q, 24)), seed)
}

// hashMore returns the hash of more than 64 bytes.
func hashMore(p unsafe.Pointer, n int, seed uint64) uint64 {
	h, left := seed, n
	for ; left > 64; left -= 64 {
		h = fold(hash64(p, 64, h), euler)
		p = unsafe.Add(p, 64)
	}
	return hash64(unsafe.Add(p, left-64), 64, h^uint64(n))
}

// first, second, third and fourth return hashes of two words, to be added. The seed goes into both factors, and differently: no
// word makes one of them zero whatever the seed, and no other words give the same product with every seed.
func first(a, b, seed uint64, n int) uint64 {
	return fold(a^seed, b^bits.RotateLeft64(seed, 32)^uint64(n))
}
func second(a, b, seed uint64) uint64 { return fold(a^seed^root3, b^bits.RotateLeft64(seed, 32)^root2) }
func third(a, b, seed uint64) uint64  { return fold(a^seed^root5, b^bits.RotateLeft64(seed, 32)^root2) }
func fourth(a, b, seed uint64) uint64 { return fold(a^seed^root7, b^bits.RotateLeft64(seed, 32)^root2) }

// parts returns where words begin that together with the first are all of 9 to 32 bytes: at 8, n-16 and n-8, unless one of
// them would not be within the string. The compiler would make branches of min and max.
func parts(n int) (i, j, k int) {
	more := n - 16
	negative := more >> (bits.UintSize - 1) // all ones if it is
	return 8 + more&negative, more &^ negative, n - 8
}
