// Covers of the Go specification: complex types, imaginary literals, the functions complex, real and imag, operators
// and comparison of complex numbers.
package main

import "math"

var (
	a        = 3 + 4i
	b        = 1 - 2i
	c    c64 = 1.5 + 0.25i
	re       = 2.0
	im       = -0.5
	zero     = 0i
	f32  float32
)

type c64 complex64

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func quo(x, y complex128) complex128 { return x / y }

//go:noinline
func mul(x, y complex128) complex128 { return x * y }

func main() {
	println("sum", a+b, "difference", a-b, "product", mul(a, b), "quotient", quo(a, b))
	check("sum", a+b == 4+2i)
	check("difference", a-b == 2+6i)
	check("product", mul(a, b) == 11-2i)
	check("quotient", quo(a, b) == -1+2i)
	check("negation", -a == -3-4i)
	println("parts", real(a), imag(a), real(c), imag(c))
	check("parts", real(a) == 3 && imag(a) == 4)
	z := complex(re, im)
	println("made", z, complex(f32, 1))
	check("made", z == 2-0.5i && real(z) == re && imag(z) == im)
	check("constant parts", complex(1, 2) == 1+2i)

	x := c
	x *= 2
	x += 1i
	x -= c64(complex(float32(re), 0))
	println("narrow", x)
	check("narrow", x == 1+1.5i)
	check("widened", complex128(x) == 1+1.5i)
	y := a
	y /= 2
	y++
	println("assigned", y)
	check("assigned", y == 2.5+2i)

	check("equal", a == complex(3, 4) && a != b && !(a != a))
	nan := complex(math.NaN(), 0)
	check("nan is not itself", nan != nan)
	check("signed zeros are equal", complex(math.Copysign(0, -1), 0) == zero)

	inf := quo(a, zero)
	println("over zero", math.IsInf(real(inf), 0), math.IsInf(imag(inf), 0))
	q := quo(zero, zero)
	println("zero over zero", math.IsNaN(real(q)), math.IsNaN(imag(q)))
	println("with infinities", quo(1, complex(math.Inf(1), 0)), quo(complex(math.Inf(1), 0), 1+0i))

	var i any = a
	_, narrow := i.(complex64)
	v, wide := i.(complex128)
	println("in an interface", narrow, wide, v)
	check("in an interface", !narrow && wide && v == a && i == any(3+4i))
	m := map[complex128]string{1i: "i", 1: "one"}
	check("as a key", m[complex(0, im+1.5)] == "i" && m[complex(re-1, 0)] == "one" && m[2] == "")
	arr := [...]complex64{1, 2i, 3 + 3i}
	var sum complex64
	for _, e := range arr {
		sum += e
	}
	println("summed", sum)
	check("summed", sum == 4+5i)
	switch sum {
	case 4 + 5i:
		println("switched ok")
	default:
		println("FAIL switch")
	}
	// Powers of i come round after four.
	p := 1 + 0i
	for n := range 5 {
		println("power", n, p)
		p = mul(p, 1i)
	}
}
