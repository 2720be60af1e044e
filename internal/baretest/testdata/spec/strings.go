// Covers of the Go specification: string types, string literals, concatenation, indexing, slicing, comparison, length,
// and range over strings.
package main

var (
	empty   string
	ascii   = "gopher"
	utf     = "añ日本😀"
	broken  = "a\xffb\xc3(\xe6\x97"
	raw     = `line\n` + "`" + `"q"`
	escapes = "\a\b\f\n\r\t\v\\\"\x41\101\u00e9\U0001F600"
	at      = 2
	parts   = []string{"", "one", "two", "", "three"}
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func dump(what, s string) {
	print(what, " ", len(s), ":")
	for i := 0; i < len(s); i++ {
		print(" ", s[i])
	}
	println()
}

func ranged(what, s string) {
	print(what, ":")
	n, last := 0, -1
	for i, r := range s {
		print(" ", i, "=", r)
		if i <= last {
			println("FAIL order")
		}
		last = i
		n++
	}
	println(" count", n)
	if len([]rune(s)) != n {
		println("FAIL count of runes", len([]rune(s)))
	}
}

func joins() {
	s := empty
	for i, p := range parts {
		s += p
		println("joined", i, s, len(s))
	}
	check("joined", s == "onetwothree")
	a, b, c := parts[1], parts[2], parts[4]
	check("two", a+b == "onetwo")
	check("three", a+b+c == "onetwothree")
	check("four", a+"-"+b+"-" == "one-two-")
	check("five", a+"-"+b+"-"+c == "one-two-three")
	check("seven", "<"+a+"|"+b+"|"+c+">" == "<one|two|three>")
	check("with empty ones", empty+a+empty == a && empty+empty == "")
	long := a
	for range 10 {
		long += long
	}
	check("doubled", len(long) == 3<<10 && long[3000:3003] == "one")
	t := a
	a += "!"
	check("strings do not change", t == "one" && a == "one!")
}

func pieces() {
	println("index", ascii[0], ascii[at], ascii[len(ascii)-1])
	println("slices", ascii[:at], ascii[at:], ascii[1:4], ascii[:], ascii[at:at] == "", ascii[6:] == "")
	check("slices", ascii[:at]+ascii[at:] == ascii && ascii[1:4] == "oph")
	check("slices of slices", ascii[1:][1:][:2] == "ph")
	check("bytes of the middle of a rune", utf[2:3] == "\xb1" && utf[1:3] == "ñ")
	check("lengths", len(empty) == 0 && len(utf) == 13 && len("日本") == 6)
	dump("escapes", escapes)
	dump("raw", raw)
	check("raw and interpreted", `\n` == "\\n" && len(`a
b`) == 3)
	check("code points and bytes", utf[3:6] == "\u65e5" && utf[2+1:6] == "\xe6\x97\xa5" && '日' == 0x65e5)
	ranged("ascii", ascii)
	ranged("utf", utf)
	ranged("broken", broken)
	ranged("surrogates", "\xed\xa0\x80|\xf4\x90\x80\x80|\xc0\x80")
	ranged("empty", empty)
	n := 0
	for range utf {
		n++
	}
	check("range without variables", n == 5)
	for i := range utf {
		n += i
	}
	check("range with positions", n == 5+1+3+6+9)
}

func compares() {
	list := []string{"", "\x00", "a", "a\x00", "aa", "ab", "b", "ba", "é", "日", "\xff"}
	for i, a := range list {
		for j, b := range list {
			if (a < b) != (i < j) || (a <= b) != (i <= j) || (a == b) != (i == j) || (a > b) != (i > j) || (a >= b) != (i >= j) || (a != b) != (i != j) {
				println("FAIL comparison", i, j)
			}
		}
	}
	println("compared", len(list)*len(list))
	a := "prefix-" + parts[1]
	b := "prefix-" + parts[1]
	check("equal and built apart", a == b && !(a < b) && a <= b)
	check("equal parts", a[:7] == b[:7] && a[3:] == b[3:])
	switch a {
	case "prefix-":
		println("FAIL switch")
	case "prefix-one":
		println("switch ok")
	}
	// Many cases: compilers search these in another way.
	for _, w := range []string{"ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "emu", ""} {
		println("animal", w, animal(w))
	}
}

//go:noinline
func animal(w string) int {
	switch w {
	case "ant":
		return 1
	case "bee":
		return 2
	case "cat":
		return 3
	case "dog":
		return 4
	case "eel":
		return 5
	case "fox":
		return 6
	case "gnu":
		return 7
	case "hen":
		return 8
	case "elephant":
		return 9
	case "":
		return 10
	}
	return -1
}

func main() {
	joins()
	pieces()
	compares()
}
