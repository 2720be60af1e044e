// Covers of the Go specification: shifts by as much as the width and more, shifts of signed operands, integer overflow
// in loops and indices, conversions between numbers that lose bits, and float to integer conversions that are defined.
package main

var counts = [...]uint{0, 1, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, 1 << 20, ^uint(0)}

//go:noinline
func shl8(x int8, n uint) int8 { return x << n }

//go:noinline
func shr8(x int8, n uint) int8 { return x >> n }

//go:noinline
func shlu8(x uint8, n uint) uint8 { return x << n }

//go:noinline
func shru16(x uint16, n uint8) uint16 { return x >> n }

//go:noinline
func shr16(x int16, n uint16) int16 { return x >> n }

//go:noinline
func shl32(x int32, n uint32) int32 { return x << n }

//go:noinline
func shr32(x int32, n uint64) int32 { return x >> n }

//go:noinline
func shru32(x uint32, n uint64) uint32 { return x >> n }

//go:noinline
func shl64(x int64, n uint) int64 { return x << n }

//go:noinline
func shr64(x int64, n uint) int64 { return x >> n }

//go:noinline
func shru64(x uint64, n uint) uint64 { return x >> n }

// shlSigned and shrSigned have a signed count, which has to be looked at before.
//
//go:noinline
func shlSigned(x int64, n int) int64 { return x << n }

//go:noinline
func shrSigned(x int64, n int8) int64 { return x >> n }

// slow shifts one bit at a time, which is what a shift by n stands for.
func slow(x int64, n uint, right bool) int64 {
	for i := uint(0); i < n && i < 200; i++ {
		if right {
			x = floorHalf(x)
		} else {
			x *= 2
		}
	}
	return x
}

func floorHalf(x int64) int64 {
	q := x / 2
	if x < 0 && x%2 != 0 {
		q--
	}
	return q
}

func shifts() {
	for _, n := range counts {
		println("shift by", n, shl8(-3, n), shr8(-3, n), shlu8(0xa5, n), shl64(-3, n), shr64(-3, n), shru64(1<<63|5, n))
		if shl64(-3, n) != slow(-3, n, false) || shr64(-3, n) != slow(-3, n, true) || shr64(12345678901, n) != slow(12345678901, n, true) {
			println("FAIL shift of 64 bits by", n)
		}
		if shl8(-3, n) != int8(slow(-3, n, false)) || shr8(-3, n) != int8(slow(-3, n, true)) {
			println("FAIL shift of 8 bits by", n)
		}
		if shlu8(0xa5, n) != uint8(slow(0xa5, n, false)) {
			println("FAIL unsigned shift of 8 bits by", n)
		}
		if n < 256 {
			println("narrow counts", n, shru16(0xbeef, uint8(n)), shr16(-21555, uint16(n)), shl32(0x12345, uint32(n)))
			println("wide counts", n, shr32(-0x12345678, uint64(n)), shru32(0xdeadbeef, uint64(n)))
		}
		if n < 128 && (shlSigned(-3, int(n)) != shl64(-3, n) || shrSigned(-3, int8(n)) != shr64(-3, n)) {
			println("FAIL signed count", n)
		}
	}
	// What is shifted has its own type even where the whole is wider.
	var x uint8 = 0xff
	var w uint64 = uint64(x << counts[2])
	println("narrow shift in a wide place", w)
	if w != 0x80 {
		println("FAIL narrow shift")
	}
	var s uint = 33
	var a = 1 << s
	var b int32 = 1 << s
	var c = uint64(1 << s)
	var d = uint32(1)<<s + 1<<s
	println("constant operand takes its type from around", a, b, c, d)
	if a != 1<<33 || b != 0 || c != 1<<33 || d != 0 {
		println("FAIL constant operand of a shift")
	}
}

var (
	wide   int64   = -0x123456789abcdef0
	uwide  uint64  = 0xfedcba9876543210
	floats         = [...]float64{0, 0.99, -0.99, 1.5, -1.5, 127.999, -128.9, 255.5, 65535.9, 2147483647.5, -2147483648.5, 9007199254740993, 1e15}
	narrow float32 = 16777217
)

func truncating() {
	println("from int64", int8(wide), int16(wide), int32(wide), uint8(wide), uint16(wide), uint32(wide), uint64(wide))
	println("from uint64", int8(uwide), int16(uwide), int32(uwide), int64(uwide), uint8(uwide), uint16(uwide), uint32(uwide))
	var m int8 = int8(wide>>4) | -128
	println("sign extended", int16(m), int32(m), int64(m), uint16(m), uint32(m), uint64(m))
	if uint16(m) != 0xff00|uint16(uint8(m)) || int64(m) != -128+int64(uint8(m)&0x7f) {
		println("FAIL sign extension")
	}
	u := uint8(m)
	println("zero extended", int16(u), int32(u), int64(u), uint64(u))
	for _, f := range floats {
		println("float to integer", f, int64(f), int32(int64(f)), uint32(int64(f)))
		if f >= 0 && uint64(f) != uint64(int64(f)) {
			println("FAIL unsigned and signed differ for", f)
		}
		if d := f - float64(int64(f)); d >= 1 || d <= -1 {
			println("FAIL not truncated toward zero:", f)
		}
	}
	var big float64 = 1 << 63
	println("float to uint64 above int64", uint64(big), uint64(big+4096), uint64(float32(big)))
	if uint64(big) != 1<<63 || uint64(big+4096) != 1<<63+4096 {
		println("FAIL uint64 of a large float")
	}
	println("float32 keeps 24 bits", narrow, int(narrow), float32(int64(16777219)+int64(counts[0])))
	if int(narrow) != 16777216 {
		println("FAIL float32 rounding")
	}
	huge := uwide | 1
	println("uint64 to floats", float64(huge), float32(huge), float64(^uint64(counts[0])))
	if float64(^uint64(counts[0])) != 18446744073709551616 {
		println("FAIL largest uint64 to float64")
	}
	println("int64 to floats", float64(wide), float32(wide), float64(int64(uwide)))
}

func loops() {
	n := 0
	for i := uint8(250); i >= 250; i++ {
		n++
	}
	println("a loop that ends by wrapping", n)
	if n != 6 {
		println("FAIL wrapping loop")
	}
	n = 0
	for i := int8(120); i > 0; i++ {
		n++
	}
	println("a signed loop that ends by wrapping", n)
	if n != 8 {
		println("FAIL signed wrapping loop")
	}
	table := [256]byte{0: 'z', 255: 'x'}
	i := uint8(counts[5] * 16)
	i--
	println("an index that wraps", table[i], table[i+1])
	if table[i] != 'x' || table[i+1] != 'z' {
		println("FAIL wrapped index")
	}
	var h uint32 = 2166136261
	for j := 0; j < 1000; j++ {
		h = (h ^ uint32(j&0xff)) * 16777619
	}
	println("a hash of 1000 steps", h)
	var f0, f1 uint64 = 0, 1
	for range 200 {
		f0, f1 = f1, f0+f1
	}
	println("fibonacci modulo 2^64", f0)
}

func main() {
	shifts()
	truncating()
	loops()
}
