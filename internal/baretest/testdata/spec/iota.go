// Covers of the Go specification: iota, implicit repetition in constant declarations, and the idioms made of both.
package main

const (
	c0 = iota
	c1 = iota
	c2 = iota
)

const (
	a = 1 << iota
	b = 1 << iota
	c = 3
	d = 1 << iota
)

const (
	u         = iota * 42
	v float64 = iota * 42
	w         = iota * 42
)

const x = iota
const y = iota

const (
	bit0, mask0 = 1 << iota, 1<<iota - 1
	bit1, mask1
	_, _
	bit3, mask3
)

type size uint64

const (
	_       = iota
	kb size = 1 << (10 * iota)
	mb
	gb
	tb
)

type day int

const (
	sunday day = iota
	monday
	tuesday
	days = int(iota)
)

func (d day) String() string { return [...]string{"sun", "mon", "tue"}[d] }

type flags uint8

const (
	read flags = 1 << iota
	write
	exec
	all = read | write | exec
)

const (
	skipped = iota + 5

	afterAnEmptyLine
	// A comment does not count either.
	afterAComment
	text = "text"
	repeated
	again = iota
)

const (
	first = 'a' + iota
	second
	third
)

const (
	p, q = iota, -iota
	r, s
	t, _
)

const (
	inLen = len([iota + 3]int{})
	inLen2
	inComplex = iota + 1i*iota
	inShift   = 1.0 << iota
	inString  = string(rune('a' + iota))
	inBool    = iota > 4
	inBool2
)

var notIota = 7

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	println("counted", c0, c1, c2, "powers", a, b, c, d)
	check("counted", c0 == 0 && c2 == 2 && a == 1 && b == 2 && c == 3 && d == 8)
	println("typed", u, v, w)
	check("each group starts again", x == 0 && y == 0)
	println("bits", bit0, mask0, bit1, mask1, bit3, mask3)
	check("bits", bit0 == 1 && mask0 == 0 && bit1 == 2 && mask1 == 1 && bit3 == 8 && mask3 == 7)
	println("sizes", kb, mb, gb, tb)
	check("sizes", tb == 1<<40)
	println("days", days, sunday.String(), tuesday.String(), monday)
	check("days", days == 3 && day(notIota-6).String() == "mon")
	println("flags", read, write, exec, all, all&^write)
	check("flags", all == 7)
	println("lines", skipped, afterAnEmptyLine, afterAComment, text, repeated, again)
	check("lines", afterAComment == 7 && repeated == "text" && again == 5)
	println("letters", first, second, third, string(rune(third)))
	println("pairs", p, q, r, s, t)
	check("pairs", r == 1 && s == -1 && t == 2)
	println("in expressions", inLen, inLen2, inComplex, inShift, inString, inBool, inBool2)
	check("in expressions", inLen2 == 4 && inComplex == 2+2i && inShift == 8 && inString == "e" && inBool && inBool2)
	const (
		local = iota + 10
		other
	)
	const single = iota
	println("local", local, other, single)
	{
		const iota = 5
		const (
			m = iota
			n
		)
		println("hidden", m, n)
		check("hidden", m == 5 && n == 5)
	}
	const (
		_ = iota
		_
		nested = iota * len([iota]string{})
	)
	println("nested", nested)
	check("nested", nested == 4)
}
