// Covers of the Go specification: constants, constant declarations, constant expressions, representability, and the
// default types of untyped constants.
package main

const (
	huge  = 1 << 300
	small = huge >> 298
	third = 1.0 / 3
	ratio = huge / (huge - 1<<299)
	big   = 1e400
	tiny  = big / 1e399
	mixed = 'a' + 1
	imag2 = 1i * 1i
	text  = "con" + "stant"
	size  = len(text)
	yes   = size > 7 && text < "d"
	mask  = ^0
	ubyte = ^uint8(0)
	div   = 15 / 4
	fdiv  = 15 / 4.0
	rdiv  = 'x' / 2.0
	shift = 1.0 << 3
)

const typed int8 = -100
const derived = typed + 50

type celsius float32
type flag bool
type name string
type letter rune

const (
	boiling celsius = 100
	frozen  celsius = 0
	on      flag    = 1 < 2
	who     name    = "gopher" + "s"
	zed     letter  = 'z'
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

// kind names the type that a value has when an interface takes it.
//
//go:noinline
func kind(x any) string {
	switch x.(type) {
	case bool:
		return "bool"
	case int:
		return "int"
	case rune:
		return "rune"
	case float64:
		return "float64"
	case complex128:
		return "complex128"
	case string:
		return "string"
	case celsius:
		return "celsius"
	case flag:
		return "flag"
	case name:
		return "name"
	case letter:
		return "letter"
	case uint8:
		return "uint8"
	case int8:
		return "int8"
	}
	return "another"
}

func defaults() {
	println("defaults", kind(1), kind('a'), kind(1.0), kind(1i), kind("s"), kind(true))
	println("of expressions", kind(1+'a'), kind('a'+1.0), kind(1.0+1i), kind(1<<3), kind(1 < 2), kind("a"+"b"))
	println("of typed ones", kind(boiling), kind(on), kind(who), kind(zed), kind(ubyte), kind(derived))
	println("of operations", kind(boiling-frozen), kind(boiling*2), kind(who+"!"), kind(zed+1), kind(boiling > frozen))
	check("kind of rune arithmetic", kind(mixed) == "rune")
	check("kind of a mixed quotient", kind(rdiv) == "float64")
	check("comparison is untyped", kind(boiling > frozen) == "bool")
	var b flag = boiling > frozen
	check("comparison takes the type of its place", bool(b))
}

func arithmetic() {
	println("small", small, "ratio", ratio, "tiny", tiny, "size", size, "yes", yes)
	check("large intermediate values", small == 4 && ratio == 2 && tiny == 10)
	println("integer quotient", div, "float quotient", fdiv, "shift", shift, "mask", mask, "ubyte", ubyte)
	check("quotients", div == 3 && fdiv == 3.75 && shift == 8)
	check("complement", mask == -1 && ubyte == 255)
	check("imaginary square", real(imag2) == -1 && imag(imag2) == 0)
	var i int = imag2
	println("complex constant as an integer", i)
	check("complex constant as an integer", i == -1)
	check("third is exact", third*3 == 1)
	var f32 float32 = third
	var f64 float64 = third
	println("rounded where it is used", f32, f64, float64(f32) == f64)
	check("derived", derived == -50)
	var u uint8 = 255.0
	var r rune = 97.0
	var f float64 = 'a'
	println("representable across kinds", u, r, f)
	check("representable across kinds", u == 255 && r == 'a' && f == 97)
	check("remainders", -7%3 == -1 && 7%-3 == 1 && -7/2 == -3)
	var deep = 0x1p-1074
	println("smallest float64", deep, deep/2)
	check("smallest float64", deep > 0 && deep/2 == 0)
	const exact = 0.1 + 0.2
	var a, c = 0.1, 0.2
	check("constants are exact, variables round", exact == 0.3 && a+c != 0.3)
	const n = 1e3
	var arr [n]byte
	check("array length by a float constant", len(arr) == 1000)
	check("shift by a float constant", 1<<2.0 == 4)
}

func calls() {
	const l = len([10]int{})
	const c = cap([3]string{}) + len("héllo")
	const re, im = real(3 + 4i), imag(3 + 4i)
	const mx, mn = max(1, 2.5, 'a'), min(3, 2.0)
	println("calls that are constant", l, c, re, im, mx, mn, kind(mx), kind(mn))
	check("calls that are constant", l == 10 && c == 9 && re == 3 && im == 4 && mx == 97 && mn == 2)
	var p *[7]int
	const viaNil = len(p)
	check("length through a nil pointer", viaNil == 7)
	const conv = string('é')
	const bytes = uint8(300 & 0xff)
	println("conversions that are constant", conv, len(conv), bytes, int64(1)<<40, float32(0.1))
	check("rune to string", conv == "é")
	check("float32 conversion rounds", float64(float32(0.1)) != 0.1)
}

func grouped() {
	const (
		a, b = 1, "x"
		c, d
		e = iota * 10
		f
	)
	println("repeated lists", c, d, e, f)
	check("repeated lists", c == 1 && d == "x" && e == 20 && f == 30)
	const true = false
	check("a predeclared constant can be hidden", !true == !false)
}

func main() {
	defaults()
	arithmetic()
	calls()
	grouped()
}
