// Covers of the Go specification: if statements and expression switches: order of evaluation of cases, fallthrough,
// default anywhere, missing expressions, duplicates that are no constants, and switches that become tables.
package main

var (
	three = 3
	trace string
	word  = "word"
)

type color uint8

const (
	red color = iota
	green
	blue
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func note(s string, n int) int {
	trace += s
	return n
}

func evaluation() {
	trace = ""
	switch note("t", 2) {
	case note("a", 1), note("b", 2), note("c", 3):
		trace += "!"
	case note("d", 2):
		trace += "?"
	}
	println("order", trace)
	check("order", trace == "tab!")
	trace = ""
	switch x := note("i", three); {
	case x > 5 && note("no", 0) == 0:
	case x > 2:
		trace += "yes"
	}
	check("init and no tag", trace == "iyes")
	trace = ""
	switch note("alone", 0); {
	default:
		trace += "."
	}
	check("init without a tag", trace == "alone.")
	switch three {
	default:
		println("FAIL default in front")
	case 3:
		println("default in front ok")
	case 4:
		println("FAIL 4")
	}
	switch {
	}
	switch three {
	}
	switch {
	case false:
		println("FAIL false")
	case three == 3, note("never", 1) == 1:
	}
	check("stops at the first", trace == "alone.")
	switch three {
	case three:
		println("a case that is a variable ok")
	case three:
		println("FAIL the second of two equal ones")
	}
}

func falling(n int) (s string) {
	switch n {
	case 1:
		s += "1"
		fallthrough
	case 2:
		s += "2"
		fallthrough
	default:
		s += "d"
	case 3:
		s += "3"
		if n == 3 {
			break
		}
		s += "x"
	case 4:
		s += "4"
		fallthrough
	case 5:
	}
	return s
}

// dense becomes a table of jumps, sparse a search.
//
//go:noinline
func dense(n int) int {
	switch n {
	case 0:
		return 100
	case 1:
		return 91
	case 2:
		return 82
	case 3:
		return 73
	case 4:
		return 64
	case 5:
		return 55
	case 6:
		return 46
	case 7:
		return 37
	case 8:
		return 28
	case 9:
		return 19
	case 10, 11, 12:
		return 10
	}
	return n
}

//go:noinline
func sparse(n int64) string {
	switch n {
	case -1 << 63:
		return "least"
	case -1000:
		return "-1000"
	case -1:
		return "-1"
	case 0:
		return "0"
	case 7:
		return "7"
	case 1 << 20:
		return "1<<20"
	case 1<<40 + 1:
		return "1<<40+1"
	case 1<<63 - 1:
		return "greatest"
	}
	return "none"
}

//go:noinline
func byType(r rune, b byte, c color) (n int) {
	switch r {
	case 'a', 'e', 'i', 'o', 'u':
		n = 1
	case 'é':
		n = 2
	case '日':
		n = 3
	}
	switch {
	case '0' <= b && b <= '9':
		n += 10
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		n += 20
	}
	switch c {
	case red:
		n += 100
	case green, blue:
		n += 200
	}
	return
}

func operands() {
	switch f := 0.5 * float64(three); f {
	case 1.5:
		println("float ok")
	default:
		println("FAIL float")
	}
	switch [2]int{three, 1} {
	case [2]int{3, 1}:
		println("array ok")
	default:
		println("FAIL array")
	}
	type pt struct{ x, y int }
	switch (pt{three, 0}) {
	case pt{}, pt{3, 0}:
		println("struct ok")
	default:
		println("FAIL struct")
	}
	var e any = three
	switch e {
	case "3", 3.0, int8(3):
		println("FAIL other types")
	case 3:
		println("interface ok")
	}
	switch 3 {
	case e:
		println("constant and interface ok")
	default:
		println("FAIL constant and interface")
	}
	var p *int
	switch p {
	case &three:
		println("FAIL pointer")
	case nil:
		println("nil ok")
	}
	switch b := three > 2; b {
	case false:
		println("FAIL bool")
	case true:
		println("bool ok")
	}
	switch f := func() int { return 1 }; f() {
	case 1:
		println("call ok")
	}
	switch {
	case three < 0:
		println("FAIL")
	case word < "x":
		switch x := word + "s"; x {
		case "words":
			word := x + "!"
			println("nested", word)
		}
	}
	check("a case is a block", word == "word")
	switch x := three; x {
	case 3:
		x := "text"
		check("hides", x == "text")
	}
}

func ifs(n int) string {
	if n == 0 {
		return "zero"
	} else if m := n * n; m < 10 {
		return "small"
	} else if k := m * n; k < 0 {
		return "negative"
	} else {
		if n, m := m, n; n > m && k > n {
			return "large"
		}
	}
	return "?"
}

func main() {
	evaluation()
	println("fallthrough", falling(1), falling(2), falling(3), falling(4), falling(5), falling(6))
	check("fallthrough", falling(1) == "12d" && falling(2) == "2d" && falling(3) == "3" && falling(4) == "4" && falling(5) == "" && falling(6) == "d")
	sum := 0
	for i := -2; i < 15; i++ {
		sum += dense(i)
	}
	println("dense", sum, dense(5), dense(12), dense(13), dense(-1), dense(1<<40))
	check("dense", sum == 595+30-3+27 && dense(1<<40) == 1<<40)
	for _, n := range []int64{-1 << 63, -1<<63 + 1, -1000, -2, -1, 0, 1, 7, 1 << 20, 1 << 40, 1<<40 + 1, 1<<63 - 1} {
		println("sparse", n, sparse(n))
	}
	println("types", byType('e', '7', red), byType('é', 'Q', green), byType('日', '-', blue), byType(0, 'z', 9))
	check("types", byType('e', '7', red) == 111 && byType('日', '-', blue) == 203)
	operands()
	println("if", ifs(0), ifs(-3), ifs(-10), ifs(10))
	check("if", ifs(0) == "zero" && ifs(-3) == "small" && ifs(-10) == "negative" && ifs(10) == "large")
}
