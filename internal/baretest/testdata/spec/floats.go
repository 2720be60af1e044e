// Covers of the Go specification: floating-point types, operators, comparison with NaN and infinities, signed zero,
// division by zero, and explicit rounding by conversion.
//
// No expression multiplies and adds where fusing both would show: the specification leaves that open.
package main

import "math"

var (
	zero    float64
	negZero = math.Copysign(0, -1)
	inf     = math.Inf(1)
	nan     = math.NaN()
	one     = 1.0
	three   = 3.0
	tenth   = 0.1
	z32     float32
	one32   float32 = 1
	ten32   float32 = 0.1
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func add(a, b float64) float64 { return a + b }

//go:noinline
func quo(a, b float64) float64 { return a / b }

//go:noinline
func mul(a, b float64) float64 { return a * b }

func special() {
	println("1/0", quo(one, zero), "-1/0", quo(-one, zero), "0/0", quo(zero, zero), "1/-0", quo(one, negZero))
	check("1/0", quo(one, zero) == inf)
	check("1/-0", quo(one, negZero) == -inf)
	check("0/0", quo(zero, zero) != quo(zero, zero))
	println("inf-inf", add(inf, -inf), "inf*0", mul(inf, zero), "inf+1", add(inf, one))
	check("0 equals -0", zero == negZero)
	check("-0 has its sign", math.Signbit(negZero) && !math.Signbit(zero))
	x := zero
	check("negated zero", math.Signbit(-x))
	check("zero minus zero", !math.Signbit(x-x))
	println("negative zero", negZero, -x, x*-1)
	println("float32", one32/z32, -one32/z32, z32/z32)
}

func compare() {
	values := [...]float64{-inf, -one, negZero, zero, tenth, one, inf, nan}
	for _, a := range values {
		for _, b := range values {
			println("compare", a, b, a == b, a != b, a < b, a <= b, a > b, a >= b)
			if (a == b) == (a != b) {
				println("FAIL equal and unequal")
			}
			if a != nan && (a < b) != (b > a) {
				println("FAIL less and greater")
			}
		}
	}
	check("nan is not itself", nan != nan && !(nan == nan) && !(nan < one) && !(nan >= one))
	check("not less is not greater or equal", !(nan < one) && !(nan >= one))
	f := float32(nan)
	check("nan of 32 bits", f != f)
}

func rounding() {
	println("0.1+0.2", add(tenth, 0.2), add(tenth, 0.2) == 0.3)
	check("0.1+0.2", add(tenth, 0.2) != 0.3)
	println("float32 of 0.1", ten32, float64(ten32))
	check("float32 of 0.1", float64(ten32) != tenth && float32(tenth) == ten32)
	check("ties go to even", float32(16777217.0*one) == 16777216 && float32(16777219.0*one) == 16777220)
	check("float32 overflow", float32(1e300*one) == float32(inf))
	check("float32 underflow", float32(1e-300*one) == 0)
	println("denormal", mul(5e-324, one), mul(5e-324, 0.5), quo(2.2250738585072014e-308, 2))
	check("denormal", mul(5e-324, 0.5) == 0 && quo(2.2250738585072014e-308, 2) == 1.1125369292536007e-308)
	check("largest", add(math.MaxFloat64, math.MaxFloat64) == inf && add(math.MaxFloat64, 1) == math.MaxFloat64)
	p := float64(tenth * three)
	q := p + one
	println("product rounded first", p, q)
	check("product rounded first", p == 0.30000000000000004)
	sum := zero
	for range 10 {
		sum += tenth
	}
	println("ten tenths", sum)
	check("ten tenths", sum != 1 && sum == 0.9999999999999999)
	var s32 float32
	for range 10 {
		s32 += ten32
	}
	println("ten tenths of 32 bits", s32)
}

func bits() {
	for _, f := range [...]float64{zero, negZero, one, -three, tenth, inf, 5e-324, math.MaxFloat64} {
		b := math.Float64bits(f)
		println("bits", f, b, math.Float64frombits(b) == f)
	}
	for _, f := range [...]float32{z32, one32, ten32, -2.5, math.MaxFloat32, math.SmallestNonzeroFloat32} {
		b := math.Float32bits(f)
		println("bits of 32", f, b, math.Float32frombits(b) == f)
	}
	check("quiet nan", math.IsNaN(math.Float64frombits(0x7ff8000000000001)))
}

func operators() {
	x := one
	x += three
	x *= three
	x -= 2
	x /= 4
	println("assigned operations", x)
	check("assigned operations", x == 2.5)
	x++
	x--
	x = -x
	println("inc, dec, negate", x, +x)
	check("inc, dec, negate", x == -2.5)
	n := 0
	for f := zero; f < one; f += 0.125 {
		n++
	}
	check("a loop by eighths", n == 8)
	println("min and max", min(one, three, -tenth), max(one, three, -tenth), min(one, nan), max(nan, one))
	check("min of zeros", math.Signbit(min(zero, negZero)) && !math.Signbit(max(zero, negZero)))
	check("min with nan", min(one, nan) != min(one, nan))
}

func main() {
	special()
	compare()
	rounding()
	bits()
	operators()
}
