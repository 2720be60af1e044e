// Covers of the Go specification: comments, semicolons, identifiers, keywords, and literals of integers, floats,
// imaginary numbers, runes and strings.
package main

var αβγ, _x9, Ünder_score, 日本 = 1, 2, 3, 4

var integers = []int{
	0, 42, 4_2, 0600, 0_600, 0o600, 0o600, 0xBadFace, 0xBad_Face, 0x_67_7a, 0b1010, 0b_1010, 1_000_000, 0x7fffffffffffffff,
}

var wanted = []int{0, 42, 42, 384, 384, 384, 384, 195951310, 195951310, 26490, 10, 10, 1000000, 9223372036854775807}

var floats = []float64{
	0., 72.40, 072.40, 2.71828, 1.e+0, 6.67428e-11, 1e6, .25, .12345e+5, 1_5., 0.15e+0_2,
	0x1p-2, 0x2.p10, 0x1.Fp+0, 0x.8p-0, 0x_1FFFp-16, 0x15e - 2,
}

var wantedFloats = []float64{
	0, 72.4, 72.4, 271828.0 / 100000, 1, 0.0000000000667428, 1000000, 1.0 / 4, 12345, 15, 15,
	0.25, 2048, 1.9375, 0.5, 0.1249847412109375, 348,
}

var runes = []rune{
	'a', 'ä', '本', '\t', '\000', '\007', '\377', '\x07', '\xff', '\u12e4', '\U00101234', '\'', '\\', '"', '\a', '\b', '\f', '\n', '\r', '\v',
}

var wantedRunes = []rune{97, 228, 26412, 9, 0, 7, 255, 7, 255, 4836, 1053236, 39, 92, 34, 7, 8, 12, 10, 13, 11}

var texts = []string{
	`abc`, `\n
\n`, "\n", "\"", "Hello, world!\n", "日本語", "\u65e5本\U00008a9e", "\xff\u00FF", `日本語`, "\U000065e5\U0000672c\U00008a9e",
	"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "'", `"`, "\101\x42C",
}

var wantedLengths = []int{3, 5, 1, 1, 14, 9, 9, 3, 9, 9, 9, 1, 1, 3}

func main() {
	for i, n := range integers {
		println("integer", i, n)
		if n != wanted[i] {
			println("FAIL integer", i)
		}
	}
	for i, f := range floats {
		println("float", i, f)
		if f != wantedFloats[i] {
			println("FAIL float", i)
		}
	}
	for i, r := range runes {
		println("rune", i, r)
		if r != wantedRunes[i] {
			println("FAIL rune", i)
		}
	}
	for i, t := range texts {
		print("string ", i, " ", len(t), ":")
		for j := range len(t) {
			print(" ", t[j])
		}
		println()
		if len(t) != wantedLengths[i] {
			println("FAIL string", i)
		}
	}
	for _, i := range []int{6, 8, 9, 10} {
		if texts[i] != texts[5] {
			println("FAIL ways to write one string", i)
		}
	}
	imaginary := []complex128{0i, 123i, 0o123i, 0xabci, 0.i, 2.71828i, 1.e+0i, 6.67428e-11i, 1e6i, .25i, 0x1p-2i, 0b11i}
	for i, c := range imaginary {
		println("imaginary", i, c)
	}
	if imaginary[1] != 123i || imaginary[2] != 83i || imaginary[10] != 0.25i {
		println("FAIL imaginary")
	}
	println("identifiers", αβγ, _x9, Ünder_score, 日本)
	if αβγ+_x9+Ünder_score+日本 != 10 {
		println("FAIL identifiers")
	}

	x /* a comment is a space */ := 1 // and one to the end of the line is its end
	y := x                            /*
	   a general comment with a newline is a newline
	*/
	{
		x := 5
		y += x
	}
	println("semicolons", x, y)
	println("two on a line")
	if y != 6 {
		println("FAIL semicolons")
	}
	/* a string in a comment: " and a comment in a string: */ println("/* not a comment */ // nor this")
	z := x +
		y*
			2
	f := func() (
		int,
		string,
	) {
		return z,
			"trailing commas"
	}
	a, b := f()
	println(a, b)
	p := &x
	println("tokens run together", x - -1 == 2, x<<1|*p, y&^x, -x, - -x, !!(x < y))
	if *p != 1 || x<<1|*p != 3 {
		println("FAIL tokens")
	}
}
