// Covers package strconv, which needs nothing of an operating system: numbers to text and back in all bases and forms,
// quoting, and the errors of what cannot be parsed.
package main

import (
	"errors"
	"math"
	"strconv"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func integers() {
	for _, n := range []int64{0, 1, -1, 9, 10, 99, 100, 12345, math.MaxInt32, math.MinInt32, math.MaxInt64, math.MinInt64} {
		s := strconv.FormatInt(n, 10)
		println("integer", s, strconv.FormatInt(n, 2), strconv.FormatInt(n, 7), strconv.FormatInt(n, 16), strconv.FormatInt(n, 36))
		for _, base := range []int{2, 3, 8, 10, 16, 36} {
			m, err := strconv.ParseInt(strconv.FormatInt(n, base), base, 64)
			if err != nil || m != n {
				println("FAIL round trip", n, base)
			}
		}
		u, err := strconv.ParseUint(strconv.FormatUint(uint64(n), 10), 10, 64)
		if err != nil || u != uint64(n) {
			println("FAIL unsigned round trip", n)
		}
	}
	println("appended", string(strconv.AppendInt([]byte("n="), -42, 10)), strconv.Itoa(-7))
	for _, s := range []string{"0x1F", "0b101", "0o17", "017", "1_000", "-0x8000", "+5"} {
		n, err := strconv.ParseInt(s, 0, 64)
		println("any base", s, n, err == nil)
	}
	for _, c := range []struct {
		s    string
		base int
		bits int
	}{{"", 10, 64}, {"x", 10, 64}, {"12a", 10, 64}, {"128", 10, 8}, {"-129", 10, 8}, {"9223372036854775808", 10, 64}, {"1", 1, 64}, {"1", 10, 65}, {"1_0", 10, 64}, {"+", 10, 64}, {" 1", 10, 64}, {"2", 2, 64}} {
		n, err := strconv.ParseInt(c.s, c.base, c.bits)
		println("error", n, err.Error())
		var ne *strconv.NumError
		check("is a NumError", errors.As(err, &ne) && ne.Num == c.s)
	}
	_, err := strconv.Atoi("999999999999999999999")
	check("range", errors.Is(err, strconv.ErrRange) && !errors.Is(err, strconv.ErrSyntax))
	println(err.Error())
	_, err = strconv.ParseUint("-1", 10, 64)
	println(err.Error())
}

func floats() {
	values := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1.0 / 3, 1e21, 1e20, 123456789, 1e-7, 5e-324, math.MaxFloat64, math.Pi, math.Inf(1), math.Inf(-1), math.NaN(), 2.5, 100}
	for _, f := range values {
		println("float", strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', 3, 64), strconv.FormatFloat(f, 'G', 5, 32), strconv.FormatFloat(f, 'x', -1, 64))
		if math.Abs(f) < 1e10 {
			println("fixed", strconv.FormatFloat(f, 'f', 2, 64), strconv.FormatFloat(f, 'f', -1, 32), strconv.FormatFloat(f, 'f', 0, 64))
		}
		for _, format := range []byte{'e', 'f', 'g', 'x', 'b'} {
			s := strconv.FormatFloat(f, format, -1, 64)
			g, err := strconv.ParseFloat(s, 64)
			if format != 'b' && (err != nil || math.Float64bits(g) != math.Float64bits(f) && f == f) {
				println("FAIL round trip", s, g)
			}
		}
	}
	for _, s := range []string{"1e309", "-1e400", "1e-400", ".5", "5.", "0x1p-2", "inf", "-Infinity", "nan", "1_0.5", "", ".", "1e", "1.7976931348623157e308", "179769313486231580793e289", "0.1000000000000000055511151231257827021181583404541015625", "2.2250738585072011e-308"} {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			println("parsed", s, f, err.Error())
		} else {
			println("parsed", s, f)
		}
	}
	f, err := strconv.ParseFloat("16777217", 32)
	check("rounded to 32 bits", f == 16777216 && err == nil)
	c, err := strconv.ParseComplex("3.5-2i", 128)
	check("complex", c == 3.5-2i && err == nil && strconv.FormatComplex(c, 'g', -1, 128) == "(3.5-2i)")
	// Many numbers, of which only a sum is printed.
	bad, x := 0, uint64(88172645463325252)
	for range 2000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		f := math.Float64frombits(x)
		g, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 64), 64)
		if f == f && !math.IsInf(f, 0) && (err != nil || f != g) {
			bad++
		}
	}
	check("random round trips", bad == 0)
}

func quoting() {
	for _, s := range []string{"", "plain", "q\"'`", "tab\tnl\n", "\x00\x7f\xff", "é日😀", "\u200b\ufeff", `back\slash`} {
		q := strconv.Quote(s)
		println("quoted", q, strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s))
		u, err := strconv.Unquote(q)
		if err != nil || u != s {
			println("FAIL round trip", q)
		}
	}
	for _, r := range []rune{'a', '\'', '\n', 'é', 0x10ffff, -1} {
		println("rune", strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), strconv.IsPrint(r), strconv.IsGraphic(r))
	}
	for _, s := range []string{`"a"`, "`raw`", `'x'`, `'xy'`, `"a`, `a`, `"\q"`, `"\u65e5\x41\101"`, ``, `"a"b`} {
		u, err := strconv.Unquote(s)
		println("unquoted", s, u, err == nil)
	}
	r, multi, tail, err := strconv.UnquoteChar(`\u00e9xyz`, '"')
	println("char", r, multi, tail, err == nil)
	p, err := strconv.QuotedPrefix("`a`b")
	println("prefix", p, err == nil)
	b, err := strconv.ParseBool("T")
	check("bool", b && err == nil && strconv.FormatBool(!b) == "false")
	_, err = strconv.ParseBool("yes")
	println(err.Error())
}

func main() {
	integers()
	floats()
	quoting()
}
