// Covers of the Go specification: bootstrapping, that is, print and println, for each kind of operand whose form does
// not tell of addresses. The specification leaves the form open; the runtime and its replacement have to agree.
package main

import "math"

type (
	level  int
	ratio  float32
	label  string
	toggle bool
)

var (
	i8   int8    = -128
	i16  int16   = -32768
	i32  int32   = -2147483648
	i64  int64   = -9223372036854775808
	u8   uint8   = 255
	u16  uint16  = 65535
	u32  uint32  = 4294967295
	u64  uint64  = 18446744073709551615
	up   uintptr = 4096
	f32  float32 = 0.1
	f64          = 0.1
	c64  complex64
	text = "text"
	yes  = true
)

func main() {
	print()
	println("integers", i8, i16, i32, i64, u8, u16, u32, u64, up)
	println("zeros", 0, int8(i8-i8), u64-u64)
	println("booleans", yes, !yes)
	println("strings", text, "", "ünïcödé", "tab\tquote\"", `back\slash`)
	println("runes are numbers", 'a', '日')
	println("constants", 1, 1.0, 1i, 1<<62, 'x', "x", true, 1e100)
	println("named types", level(3), ratio(0.5), label("l"), toggle(yes))
	print("no", "spaces", 1, 2, 3, yes, 1.5, "\n")
	print("several ", "prints ")
	print("make one line\n")
	println("floats", f64, -f64, float64(f32), f32, f64*10, f64*1e20, f64*1e-20)
	println("exact", 1.0*f64/f64, 0.5, 1024.0, 1e6, 123456.789, 9.9999999, 99999999.5)
	println("limits", math.MaxFloat64, math.SmallestNonzeroFloat64, math.MaxFloat32, math.SmallestNonzeroFloat32)
	println("special", math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, f64), math.Copysign(0, -f64))
	println("large exponents", 1e99*f64, 1e100*f64, 1e-99*f64, 1e-100*f64, 1e300*f64)
	for i, f := range []float64{0.001, 0.01, 0.1, 1, 10, 100, 1000} {
		println("power", i, f, f*3, f*7.125)
	}
	println("complex", complex(f64, -1), c64, complex(math.Inf(1), math.NaN()), 1-2i)
	var np *int
	var ni any
	var ns []int
	var nm map[string]int
	var nf func()
	var ne error
	println("nil pointer", np)
	println("nil interface", ni, ne)
	println("nil slice", ns)
	println("nil map", nm)
	println("nil function", nf)
	long := text
	for range 8 {
		long += long
	}
	println("long", long)
	println("with a zero byte", len("a\x00b"), "a\x00b")
	println("not utf-8", "\xff\xfe")
	println(text, text, text, text, text, text, text, text, text, text)
	defer println("deferred", i8, text)
	// An empty line ends what the tests compare of a program that panics, so it comes late.
	defer println()
	i8 = 1
	text = "changed"
}
