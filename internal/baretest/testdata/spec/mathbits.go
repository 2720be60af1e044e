// Covers package math/bits, of which compilers replace most by instructions.
package main

import "math/bits"

var values = []uint64{0, 1, 2, 3, 0x80, 0xff, 0x8000, 0x12345678, 1 << 31, 1<<32 - 1, 1 << 32, 0x0123456789abcdef, 1 << 63, 1<<64 - 1, 0xaaaaaaaaaaaaaaaa}

func check(what string, ok bool) {
	if !ok {
		println("FAIL", what)
	}
}

func slowOnes(x uint64) (n int) {
	for ; x != 0; x >>= 1 {
		n += int(x & 1)
	}
	return
}

func slowLen(x uint64) (n int) {
	for ; x != 0; x >>= 1 {
		n++
	}
	return
}

func slowReverse(x uint64) (r uint64) {
	for range 64 {
		r = r<<1 | x&1
		x >>= 1
	}
	return
}

func panics(what string, f func()) {
	defer func() { println(what+":", recover().(error).Error()) }()
	f()
	println("FAIL", what)
}

func main() {
	for _, x := range values {
		println("counts", x, bits.OnesCount64(x), bits.LeadingZeros64(x), bits.TrailingZeros64(x), bits.Len64(x))
		println("of 32", bits.OnesCount32(uint32(x)), bits.LeadingZeros32(uint32(x)), bits.TrailingZeros32(uint32(x)), bits.Len32(uint32(x)))
		println("of 16 and 8", bits.OnesCount16(uint16(x)), bits.LeadingZeros16(uint16(x)), bits.TrailingZeros16(uint16(x)), bits.OnesCount8(uint8(x)), bits.LeadingZeros8(uint8(x)), bits.TrailingZeros8(uint8(x)))
		println("reversed", bits.Reverse64(x), bits.Reverse32(uint32(x)), bits.Reverse16(uint16(x)), bits.Reverse8(uint8(x)), bits.ReverseBytes64(x), bits.ReverseBytes32(uint32(x)), bits.ReverseBytes16(uint16(x)))
		println("rotated", bits.RotateLeft64(x, 13), bits.RotateLeft64(x, -1), bits.RotateLeft32(uint32(x), 7), bits.RotateLeft16(uint16(x), 5), bits.RotateLeft8(uint8(x), 3))
		check("ones", bits.OnesCount64(x) == slowOnes(x) && bits.OnesCount(uint(x)) == slowOnes(x))
		check("len", bits.Len64(x) == slowLen(x) && bits.LeadingZeros64(x) == 64-slowLen(x))
		check("reverse", bits.Reverse64(x) == slowReverse(x) && bits.Reverse64(bits.Reverse64(x)) == x)
		for k := -70; k <= 70; k += 7 {
			check("rotate", bits.RotateLeft64(bits.RotateLeft64(x, k), -k) == x)
		}
		for _, y := range values {
			sum, carry := bits.Add64(x, y, 1)
			diff, borrow := bits.Sub64(x, y, 1)
			hi, lo := bits.Mul64(x, y)
			check("add", sum == x+y+1 && (carry == 1) == (x+y < x || x+y+1 == 0))
			check("sub", diff == x-y-1 && (borrow == 1) == (x <= y))
			check("mul", lo == x*y)
			if y > hi {
				q, r := bits.Div64(hi, lo, y)
				check("div", q == x && r == 0)
			}
			if y != 0 {
				check("rem", bits.Rem64(0, x, y) == x%y)
			}
			h32, l32 := bits.Mul32(uint32(x), uint32(y))
			check("mul32", uint64(h32)<<32|uint64(l32) == uint64(uint32(x))*uint64(uint32(y)))
		}
	}
	hi, lo := bits.Mul64(values[11], values[13])
	q, r := bits.Div64(12345, 67890, 1<<40)
	s, c := bits.Add32(1<<32-1, 1, 1)
	d, b := bits.Sub32(0, 1, 0)
	println("wide", hi, lo, q, r, s, c, d, b, bits.UintSize)
	// 128 bits by carries.
	var a0, a1 uint64 = 1, 0
	for range 100 {
		h, l := bits.Mul64(a0, 3)
		var carry uint64
		a0, carry = bits.Add64(l, 7, 0)
		a1, _ = bits.Add64(a1*3, h, carry)
	}
	println("128 bits", a1, a0)
	zero := values[0]
	panics("division by zero", func() { bits.Div64(1, 2, zero) })
	panics("quotient overflow", func() { bits.Div64(5, 2, zero+5) })
	panics("remainder by zero", func() { bits.Rem32(1, 2, uint32(zero)) })
}
