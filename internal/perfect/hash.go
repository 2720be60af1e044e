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
	if len(s) <= 8 {
		return hashShort(seed, Short(s), len(s))
	}
	return hashLong(seed, s)
}

// hashShort returns the hash of a string of up to eight bytes, given as a word.
func hashShort(seed, w uint64, n int) uint64 { return fold(w^seed, uint64(n)^euler) }

// hashLong returns the hash of a string of more than eight bytes.
//
// Up to 64 bytes, only one branch depends on the length: the parts that are read overlap.
func hashLong(seed uint64, s string) uint64 {
	p, n := unsafe.Pointer(unsafe.StringData(s)), len(s)
	if n <= 16 {
		return fold(pair(load(p), load(unsafe.Add(p, n-8)), seed, root2)^uint64(n), euler)
	}
	h := seed
	for n > 64 {
		h = fold(blocks(p, 16, 32, 48, h)^root7, golden)
		p, n = unsafe.Add(p, 64), n-64
	}
	if len(s) > 64 {
		p, n = unsafe.Add(p, n-64), 64
	}
	return fold(blocks(p, min(16, n-16), max(n-32, 0), n-16, h)^uint64(len(s)), euler)
}

// blocks returns a hash of 16 bytes at p and at each of three offsets from there.
func blocks(p unsafe.Pointer, i, j, k int, h uint64) uint64 {
	return pair(load(p), load(unsafe.Add(p, 8)), h, root2) +
		pair(load(unsafe.Add(p, i)), load(unsafe.Add(p, i+8)), h, root3) +
		pair(load(unsafe.Add(p, j)), load(unsafe.Add(p, j+8)), h, root5) +
		pair(load(unsafe.Add(p, k)), load(unsafe.Add(p, k+8)), h, root7)
}

// pair returns a hash of two words. The seed goes into both factors, and differently: no word makes one of them zero
// whatever the seed, and no other words give the same product with every seed.
func pair(a, b, h, constant uint64) uint64 { return fold(a^h, b^bits.RotateLeft64(h, 32)^constant) }
