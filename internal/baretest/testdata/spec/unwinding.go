// Covers of the Go specification: handling panics where unwinding has much to do: large frames, results and registers
// that have to survive, deferred calls in loops and in recursion, and panics out of library functions and iterators.
package main

import (
	"errors"
	"slices"
	"strings"
)

type point struct{ x, y float64 }

var (
	zero   int
	half   = 0.5
	trace  string
	atInit = guarded(func() int { return 1 / zero })
	errEnd = errors.New("the end")
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func guarded(f func() int) (n int) {
	defer func() {
		if recover() != nil {
			n = -1
		}
	}()
	return f()
}

//go:noinline
func bang(n int) int {
	if n == 0 {
		panic(errEnd)
	}
	return n
}

// kept has many values alive across a call that panics and is recovered further up.
//
//go:noinline
func kept(a, b, c, d, e, f, g, h int, u, v, w, x float64) (int, float64) {
	r := 0
	for i := range 3 {
		r += guarded(func() int { return bang(i - i) })
	}
	return a + b*2 + c*3 + d*4 + e*5 + f*6 + g*7 + h*8 + r, u + v*2 + w*4 + x*8
}

//go:noinline
func manyResults(n int) (a int, b string, c point, d []int, e error, f float64, g [5]int) {
	defer func() {
		if r := recover(); r != nil {
			e = r.(error)
			a *= 2
			g[4] = len(d)
		}
	}()
	a, b, c, d, f = 5, "b", point{1, half}, []int{1, 2}, 2.5
	g[0] = bang(n)
	return 100, "whole", point{}, nil, nil, 0, [5]int{9}
}

//go:noinline
func largeFrame(n int) (sum int) {
	var buf [3000]byte
	defer func() {
		recover()
		for _, b := range buf {
			sum += int(b)
		}
	}()
	for i := range buf {
		buf[i] = 1
		if i == n {
			bang(0)
		}
	}
	return -1000000
}

//go:noinline
func inLoop(n int) (s string) {
	for i := range n {
		defer func() {
			if r := recover(); r != nil {
				s += string(rune('0' + i))
				if i > 0 {
					panic(r)
				}
			}
		}()
	}
	panic("x")
}

// ladder recovers at each level and panics again with another value.
//
//go:noinline
func ladder(n int) {
	defer func() {
		if r, ok := recover().(int); ok {
			panic(r + 1)
		}
	}()
	if n == 0 {
		panic(0)
	}
	ladder(n - 1)
}

//go:noinline
func mixed(n int) (r int) {
	defer func() { r++ }()
	if n%2 == 0 {
		defer func() { recover(); r += 10 }()
	} else {
		for range 2 {
			defer func() { recover(); r += 100 }()
		}
	}
	if n > 0 {
		return mixed(n-1) + bang(n%3)
	}
	return bang(0)
}

type resource struct{ open bool }

func (r *resource) Close() { r.open = false }

//go:noinline
func using(f func(*resource)) (r *resource, err error) {
	r = &resource{true}
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	defer r.Close()
	f(r)
	return r, nil
}

type parser struct {
	s  string
	at int
}

func (p *parser) fail(s string) { panic(errors.New(s)) }

func (p *parser) sum() int {
	n := p.product()
	for p.at < len(p.s) && p.s[p.at] == '+' {
		p.at++
		n += p.product()
	}
	return n
}

func (p *parser) product() int {
	n := p.atom()
	for p.at < len(p.s) && p.s[p.at] == '*' {
		p.at++
		n *= p.atom()
	}
	return n
}

func (p *parser) atom() int {
	if p.at == len(p.s) {
		p.fail("unexpected end")
	}
	c := p.s[p.at]
	p.at++
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case c == '(':
		n := p.sum()
		if p.s[p.at] != ')' {
			p.fail("no closing parenthesis")
		}
		p.at++
		return n
	}
	p.fail("unexpected " + string(rune(c)))
	return 0
}

func parse(s string) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			n, err = 0, r.(error)
		}
	}()
	p := &parser{s: s}
	return p.sum(), nil
}

func caught(f func()) (s string) {
	defer func() {
		switch r := recover().(type) {
		case error:
			s = r.Error()
		case string:
			s = r
		}
	}()
	f()
	return "none"
}

func library() {
	println("sort:", caught(func() {
		slices.SortFunc([]int{3, 1, 2}, func(a, b int) int { return bang(0) })
	}))
	println("map:", caught(func() {
		strings.Map(func(rune) rune { return rune(bang(0)) }, "text")
	}))
	println("index function:", caught(func() {
		println("FAIL index", slices.IndexFunc([]int{0, 1, 2}, func(n int) bool { return 2/(1-n) == n+zero }))
	}))
	println("range:", caught(func() {
		for range slices.Values([]int{1, 2}) {
			defer func() { trace += "d" }()
			bang(zero)
		}
	}))
	println("insert:", caught(func() { println(len(slices.Insert([]int{1}, 5, 1))) }))
	println("grow:", caught(func() { println(len(slices.Grow([]int{}, zero-1))) }))
	println("builder:", caught(func() { var b strings.Builder; b.WriteByte(1); c := b; c.WriteByte(2) }))
	check("the body's deferred call has run", trace == "d")
}

func main() {
	check("in the initialisation", atInit == -1)
	n, f := kept(1, 2, 3, 4, 5, 6, 7, 8, half, 1, 2, 3)
	println("kept", n, f)
	check("kept", n == 204-3 && f == 34.5)
	a, b, c, d, e, g, h := manyResults(0)
	println("results", a, b, c.x, c.y, len(d), e.Error(), g, h[0], h[4])
	check("results", a == 10 && b == "b" && c == point{1, 0.5} && e == errEnd && g == 2.5 && h == [5]int{4: 2})
	a, b, _, _, e, _, h = manyResults(3)
	check("without a panic", a == 100 && b == "whole" && e == nil && h[0] == 9)
	check("a large frame", largeFrame(1999) == 2000)
	s := inLoop(8)
	println("in a loop", s)
	check("in a loop", s == "76543210")
	r := 0
	func() {
		defer func() { r = recover().(int) }()
		ladder(60)
	}()
	check("a ladder", r == 61)
	println("mixed", mixed(0), mixed(1), mixed(2), mixed(3), mixed(4), mixed(9))
	res, err := using(func(r *resource) { bang(0) })
	check("closed", err == errEnd && !res.open)
	res, err = using(func(r *resource) { bang(1) })
	check("closed without a panic", err == nil && !res.open)
	for _, s := range []string{"1+2*3", "(1+2)*3", "2*(3+4)*(5+6)+7", "1+", "(1", "x", "((((2))))", "(1+2]"} {
		n, err := parse(s)
		if err != nil {
			println("parse", s, err.Error())
		} else {
			println("parse", s, n)
		}
	}
	library()
	count := 0
	for i := range 2000 {
		if guarded(func() int { return bang(i % 2) }) == -1 {
			count++
		}
	}
	check("two thousand times", count == 1000)
}
