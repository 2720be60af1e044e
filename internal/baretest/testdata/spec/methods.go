// Covers of the Go specification: method declarations, method sets, calls, method values, method expressions, and
// receivers of all kinds.
package main

type counter struct{ n int }
type number int
type text string
type list []int
type dict map[string]int
type fn func(int) int
type array [3]int
type ptr struct{ *counter }
type empty struct{}
type big struct{ a, b, c, d, e, f int }

func (c counter) value() int       { return c.n }
func (c *counter) inc()            { c.n++ }
func (c *counter) add(n int) int   { c.n += n; return c.n }
func (c *counter) isNil() bool     { return c == nil }
func (c counter) lost()            { c.n = -1 }
func (n number) twice() number     { return n * 2 }
func (n *number) reset()           { *n = 0 }
func (t text) join(s ...text) text { return t + text(rune('0'+len(s))) + last(s) }
func (l list) sum() (s int) {
	for _, v := range l {
		s += v
	}
	return
}
func (l *list) push(v int) *list { *l = append(*l, v); return l }
func (d dict) set(k string)      { d[k] = len(k) }
func (f fn) apply(n int) int     { return f(n) + 1 }
func (a array) changed() array   { a[0] = 9; return a }
func (a *array) change()         { a[0] = 9 }
func (empty) hello() string      { return "hello" }
func (_ empty) blank(_ int) bool { return true }
func (b big) sum() int           { return b.a + b.b + b.c + b.d + b.e + b.f }
func (b *big) clear()            { *b = big{} }

func last(s []text) text {
	if len(s) == 0 {
		return "-"
	}
	return s[len(s)-1]
}

var (
	evaluated int
	global    = counter{5}
	bound     = global.value
	boundPtr  = global.add
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func next() *counter {
	evaluated++
	return &counter{evaluated * 100}
}

func calls() {
	c := counter{1}
	c.inc()
	p := &c
	p.inc()
	p.lost()
	c.lost()
	check("addressed and followed as needed", c.value() == 3 && p.value() == 3 && (*p).add(4) == 7)
	var none *counter
	check("a nil receiver", none.isNil() && !p.isNil())
	n := number(21)
	check("of a number", n.twice() == 42 && number(4).twice().twice() == 16)
	n.reset()
	check("reset", n == 0)
	check("variadic", text("a").join("b", "c") == "a2c" && text("a").join() == "a0-" && text("x").join([]text{"q"}...) == "x1q")
	var l list
	l.push(1).push(2).push(3)
	check("of a slice", l.sum() == 6 && list{4, 5}.sum() == 9 && len(l) == 3)
	d := dict{}
	d.set("four")
	check("of a map", d["four"] == 4)
	check("of a function", fn(func(n int) int { return n * n }).apply(5) == 26)
	a := array{1, 2, 3}
	check("of an array, by value", a.changed() == array{9, 2, 3} && a[0] == 1)
	a.change()
	check("of an array, by pointer", a[0] == 9)
	check("without a name", empty{}.hello() == "hello" && empty{}.blank(1) && (&empty{}).hello() == "hello")
	cs := []counter{{1}, {2}}
	cs[1].inc()
	check("of an element", cs[1].n == 3)
	m := map[string]*counter{"k": {7}}
	m["k"].inc()
	check("of what a map points at", m["k"].n == 8)
	q := ptr{&c}
	q.inc()
	check("through an embedded pointer", c.n == 8)
	type local struct{ counter }
	lc := local{counter{50}}
	lc.inc()
	check("through a local type", lc.value() == 51)
}

func methodValues() {
	c := counter{1}
	v := c.value
	add := c.add
	c.n = 10
	println("bound", v(), add(5), c.n, bound(), boundPtr(1), global.n)
	check("values copy a value receiver", v() == 1)
	check("values keep a pointer receiver", c.n == 15 && global.n == 6 && bound() == 5)
	f := next().value
	check("the receiver is evaluated once", f() == 100 && f() == 100 && evaluated == 1)
	b := big{1, 2, 3, 4, 5, 6}
	s := b.sum
	b.clear()
	check("a large receiver", s() == 21 && b.sum() == 0)
	var none *counter
	check("bound nil", none.isNil())
	fs := map[string]func() int{"c": c.value, "b": s, "l": list{7}.sum}
	check("in a map", fs["c"]()+fs["b"]()+fs["l"]() == 43)
	for i := range 3 {
		defer func(f func() int) { println("deferred value", i, f()) }((&counter{i}).value)
	}
	g := func(f func(int) int) int { return f(1) + f(2) }
	check("as an argument", g(c.add) == 34)
	cc := c
	push := new(list).push
	push(1)
	check("chained", push(2).sum() == 3 && cc == c)
}

func expressions() {
	c := counter{3}
	value := counter.value
	pvalue := (*counter).value
	inc := (*counter).inc
	inc(&c)
	println("expressions", value(c), pvalue(&c))
	check("expressions", value(c) == 4 && pvalue(&c) == 4)
	type valuer interface{ value() int }
	iv := valuer.value
	check("of an interface", iv(c) == 4 && iv(&c) == 4)
	ops := []func(*counter, int) int{(*counter).add, func(c *counter, n int) int { c.n -= n; return c.n }}
	check("in a list", ops[0](&c, 10) == 14 && ops[1](&c, 4) == 10)
	check("variadic", text.join("z", "y") == "z1y")
	check("of an embedded one", ptr.value(ptr{&c}) == 10 && (*ptr).add(&ptr{&c}, 1) == 11)
	check("of a function type", fn.apply(func(n int) int { return n }, 3) == 4)
	check("of an array", array.changed(array{}) == array{9})
}

func sets() {
	var x any = counter{1}
	_, v := x.(interface{ value() int })
	_, p := x.(interface{ inc() })
	x = &counter{1}
	_, pv := x.(interface{ value() int })
	_, pp := x.(interface{ inc() })
	println("method sets", v, p, pv, pp)
	check("method sets", v && !p && pv && pp)
	x = ptr{&counter{1}}
	_, p = x.(interface{ inc() })
	check("of a struct with a pointer", p)
	x = struct{ counter }{}
	_, v = x.(interface{ value() int })
	_, p = x.(interface{ inc() })
	check("of a struct with a value", v && !p)
	x = &struct{ counter }{}
	_, p = x.(interface{ inc() })
	check("of its pointer", p)
	type redefined counter
	x = redefined{1}
	_, v = x.(interface{ value() int })
	check("a defined type has no methods of the old one", !v)
	type alias = counter
	x = alias{1}
	_, v = x.(interface{ value() int })
	check("an alias has", v)
}

func main() {
	calls()
	methodValues()
	expressions()
	sets()
}
