// Covers package math, as far as its results do not depend on how a machine rounds on the way: exact functions are
// printed, the others are compared with what they should be within a few units.
package main

import "math"

var values = []float64{0, math.Copysign(0, -1), 0.5, -0.5, 1, -1, 1.5, 2.5, -2.5, 3.7, -3.7, 1e15 + 0.5, 1e300, 5e-324, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN()}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

// near tells whether two numbers agree in about 14 digits.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-14*max(math.Abs(a), math.Abs(b))
}

func main() {
	for _, x := range values {
		println("rounded", x, math.Floor(x), math.Ceil(x), math.Trunc(x), math.Round(x), math.RoundToEven(x))
		i, f := math.Modf(x)
		m, e := math.Frexp(x)
		println("parts", math.Abs(x), i, f, m, e, math.Signbit(x), math.IsNaN(x), math.IsInf(x, 0))
		if x == x && !math.IsInf(x, 0) && math.Ldexp(m, e) != x {
			println("FAIL ldexp", x)
		}
		for _, y := range values {
			println("two", math.Max(x, y), math.Min(x, y), math.Mod(x, y), math.Copysign(x, y), math.Dim(x, y), math.Remainder(x, y))
			if y == y && math.Signbit(math.Copysign(x, y)) != math.Signbit(y) {
				println("FAIL copysign", x, y)
			}
		}
	}
	println("roots", math.Sqrt(2), math.Sqrt(1e-300), math.Sqrt(0), math.Sqrt(-1))
	check("cube roots", near(math.Cbrt(27), 3) && near(math.Cbrt(-8), -2))
	check("square roots", math.Sqrt(144) == 12 && math.Sqrt(math.Inf(1)) == math.Inf(1) && math.IsNaN(math.Sqrt(-1)))
	check("fused", math.FMA(2, 3, 4) == 10 && math.FMA(1+0x1p-52, 1-0x1p-52, -1) == -0x1p-104)
	check("next", math.Nextafter(1, 2) == 1+0x1p-52 && math.Nextafter32(1, 0) == 1-0x1p-24 && math.Nextafter(0, 1) == 5e-324)
	check("logb", math.Logb(8) == 3 && math.Ilogb(0.25) == -2 && math.Ilogb(0) == math.MinInt32)
	check("hypot", near(math.Hypot(3, 4), 5) && math.IsInf(math.Hypot(math.Inf(-1), math.NaN()), 1))
	println("integers", math.MaxInt8, math.MinInt16, math.MaxInt32, math.MinInt64, uint64(math.MaxUint64))
	for _, x := range []float64{0.1, 0.5, 1, 2, 3.3, 10, 100.25, 700} {
		ok := near(math.Exp(math.Log(x)), x) || math.Abs(math.Log(x)) > 0 && math.Abs(math.Exp(math.Log(x))-x) < 1e-12*x
		ok = ok && near(math.Log2(x)*math.Ln2, math.Log(x)) && near(math.Log10(x)*math.Ln10, math.Log(x))
		ok = ok && math.Abs(math.Pow(x, 0.5)-math.Sqrt(x)) < 1e-13*x+1e-13 && near(math.Pow(x, 2), x*x)
		s, c := math.Sincos(x)
		ok = ok && math.Abs(s*s+c*c-1) < 1e-14 && math.Abs(math.Tan(x)*c-s) < 1e-13 && near(s, math.Sin(x)) && near(c, math.Cos(x))
		ok = ok && near(math.Tan(math.Atan(x)), x) || math.Abs(math.Tan(math.Atan(x))-x) < 1e-10*x
		ok = ok && math.Abs(math.Sinh(x/100)-(math.Exp(x/100)-math.Exp(-x/100))/2) < 1e-9 && math.Abs(math.Expm1(x/1000)-math.Exp(x/1000)+1) < 1e-13
		ok = ok && math.Abs(math.Erf(x)+math.Erfc(x)-1) < 1e-14
		if !ok {
			println("FAIL functions of", x)
		}
	}
	check("angles", near(math.Atan2(1, -1), 3*math.Pi/4) && near(math.Asin(1), math.Pi/2) && near(math.Acos(-1), math.Pi) && math.Atan2(0, -1) == math.Pi)
	check("gamma", near(math.Gamma(6), 120) && math.IsInf(math.Gamma(0), 1))
	l, sign := math.Lgamma(-0.5)
	check("lgamma", near(l, 1.265512123484645396) && sign == -1)
	check("powers", math.Pow(2, 10) == 1024 && math.Pow(-2, 3) == -8 && math.Pow(0, 0) == 1 && math.IsNaN(math.Pow(-1, 0.5)) && math.Pow(0, -1) == math.Inf(1) && math.Pow10(3) == 1000)
	check("large angles", near(math.Sin(1e22), -0.8522008497671888))
	println("special", math.Exp(math.Inf(-1)), math.Exp(1000), math.Exp(-1000), math.Log(0), math.Log(-1), math.Log(1), math.Atan(math.Inf(1)) > 1.57)
}
