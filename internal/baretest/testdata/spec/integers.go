// Covers of the Go specification: numeric types, arithmetic operators, integer operators, integer overflow,
// and the operators for bits and shifts.
//
// Operands come out of package variables, so that the machine does the work and not the compiler.
package main

var (
	i8a, i8b   int8   = 127, -128
	i16a, i16b int16  = 32767, -32768
	i32a, i32b int32  = 2147483647, -2147483648
	i64a, i64b int64  = 9223372036854775807, -9223372036854775808
	u8a, u8b   uint8  = 255, 3
	u16a, u16b uint16 = 65535, 7
	u32a, u32b uint32 = 4294967295, 11
	u64a, u64b uint64 = 18446744073709551615, 13
	one        int    = 1
	minusOne   int    = -1
)

func signed(name string, got, want int64) {
	println(name, got)
	if got != want {
		println("FAIL", name, "want", want)
	}
}

func unsigned(name string, got, want uint64) {
	println(name, got)
	if got != want {
		println("FAIL", name, "want", want)
	}
}

//go:noinline
func divmod(a, b int64) (int64, int64) { return a / b, a % b }

//go:noinline
func divmod32(a, b int32) (int32, int32) { return a / b, a % b }

//go:noinline
func divmod16(a, b int16) (int16, int16) { return a / b, a % b }

//go:noinline
func divmod8(a, b int8) (int8, int8) { return a / b, a % b }

//go:noinline
func udivmod(a, b uint64) (uint64, uint64) { return a / b, a % b }

// byConstants divides by constants, for which compilers have sequences without a division.
//
//go:noinline
func byConstants(a int64) (r [8]int64) {
	return [8]int64{a / 3, a / 7, a / 8, a / -5, a / 10, a % 10, a % 16, a / 1000000007}
}

//go:noinline
func byConstantsUnsigned(a uint64) (r [6]uint64) {
	return [6]uint64{a / 3, a / 7, a / 8, a / 10, a % 10, a % 641}
}

func wrapping() {
	i8 := i8a
	i8++
	signed("int8 max+1", int64(i8), -128)
	i8--
	signed("int8 min-1", int64(i8), 127)
	i16 := i16a
	i16 += int16(one)
	signed("int16 max+1", int64(i16), -32768)
	i32 := i32b
	i32 -= int32(one)
	signed("int32 min-1", int64(i32), 2147483647)
	i64 := i64a
	i64 += int64(one)
	signed("int64 max+1", i64, i64b)
	signed("-int8 min", int64(-i8b), -128)
	signed("-int16 min", int64(-i16b), -32768)
	signed("-int32 min", int64(-i32b), -2147483648)
	signed("-int64 min", -i64b, i64b)
	signed("int8 mul", int64(i8a*i8a), 1)
	signed("int32 mul", int64(i32a*i32a), 1)
	signed("int64 mul", i64a*i64a, 1)
	unsigned("uint8 max+1", uint64(u8a+uint8(one)), 0)
	unsigned("uint16 max*max", uint64(u16a*u16a), 1)
	unsigned("uint32 max*max", uint64(u32a*u32a), 1)
	unsigned("uint64 max*max", u64a*u64a, 1)
	unsigned("uint8 0-1", uint64(u8a-u8a-uint8(one)), 255)
	unsigned("-uint32 1", uint64(-uint32(one)), 4294967295)
	unsigned("-uint64 13", -u64b, 18446744073709551603)
}

func division() {
	for _, c := range [...]struct{ a, b, q, r int64 }{
		{5, 3, 1, 2}, {-5, 3, -1, -2}, {5, -3, -1, 2}, {-5, -3, 1, -2},
		{0, 9, 0, 0}, {i64b, 1, i64b, 0}, {i64b, -1, i64b, 0}, {i64a, -1, -i64a, 0},
		{i64b, i64b, 1, 0}, {i64a, i64b, 0, i64a},
	} {
		q, r := divmod(c.a, c.b)
		println("divide", c.a, c.b, q, r)
		if q != c.q || r != c.r || (q*c.b+r) != c.a {
			println("FAIL divide, want", c.q, c.r)
		}
	}
	q32, r32 := divmod32(i32b, int32(minusOne))
	signed("int32 min/-1", int64(q32), int64(i32b))
	signed("int32 min%-1", int64(r32), 0)
	q16, r16 := divmod16(i16b, int16(minusOne))
	signed("int16 min/-1", int64(q16), int64(i16b))
	signed("int16 min%-1", int64(r16), 0)
	q8, r8 := divmod8(i8b, int8(minusOne))
	signed("int8 min/-1", int64(q8), int64(i8b))
	signed("int8 min%-1", int64(r8), 0)
	uq, ur := udivmod(u64a, u64b)
	unsigned("uint64 max/13", uq, 1418980313362273201)
	unsigned("uint64 max%13", ur, 2)
	for _, a := range [...]int64{0, 1, -1, 17, -17, i64a, i64b, 1000000007 * 3} {
		r := byConstants(a)
		println("by constants", a, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
		for i, d := range [...]int64{3, 7, 8, -5, 10, 10, 16, 1000000007} {
			q, m := divmod(a, d)
			if i == 5 || i == 6 {
				q = m
			}
			if r[i] != q {
				println("FAIL by constant", d, "want", q)
			}
		}
	}
	for _, a := range [...]uint64{0, 1, 640, 641, u64a, u64a - 1, 1 << 63} {
		r := byConstantsUnsigned(a)
		println("by constants, unsigned", a, r[0], r[1], r[2], r[3], r[4], r[5])
		for i, d := range [...]uint64{3, 7, 8, 10, 10, 641} {
			q, m := udivmod(a, d)
			if i >= 4 {
				q = m
			}
			if r[i] != q {
				println("FAIL by constant", d, "want", q)
			}
		}
	}
}

func bitwise() {
	unsigned("and", u64a&u64b, 13)
	unsigned("or", u64b|0x10, 29)
	unsigned("xor", u64b^0xff, 242)
	unsigned("and not", u64b&^4, 9)
	unsigned("complement", ^u64b, u64a-13)
	unsigned("complement of 8 bits", uint64(^u8b), 252)
	unsigned("complement of 16 bits", uint64(^u16b), 65528)
	signed("signed complement", ^int64(one), -2)
	signed("xor of signs", i64a^i64b, -1)
	x := u8a
	x &^= 0x0f
	unsigned("and not, assigned", uint64(x), 0xf0)
	x ^= 0x3c
	unsigned("xor, assigned", uint64(x), 0xcc)
	x |= 1
	unsigned("or, assigned", uint64(x), 0xcd)
	x &= 0x0f
	unsigned("and, assigned", uint64(x), 0x0d)
	x %= 4
	unsigned("remainder, assigned", uint64(x), 1)
}

func precedence() {
	a, b, c := 2*one, 3*one, 4*one
	signed("a+b*c", int64(a+b*c), 14)
	signed("a<<b+c", int64(a<<b+c), 20)
	signed("a*b%c", int64(a*b%c), 2)
	signed("a-b-c", int64(a-b-c), -5)
	signed("a|b&c", int64(a|b&c), 2)
	signed("-a*b", int64(-a*b), -6)
	signed("^a&b", int64(^a&b), 1)
	if !(a < b && b < c || a > c) || a == b != false {
		println("FAIL precedence of logic")
	}
}

func main() {
	wrapping()
	division()
	bitwise()
	precedence()
}
