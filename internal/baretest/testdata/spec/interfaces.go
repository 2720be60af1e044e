// Covers of the Go specification: interface types, type sets of basic interfaces, embedded interfaces, implementing an
// interface, method calls through interfaces, and interface values of all sizes.
package main

type shape interface {
	area() int
	name() string
}

type scaler interface{ scale(n int) }

type both interface {
	shape
	scaler
}

// again has a method by two ways, which is allowed as long as they agree.
type again interface {
	shape
	both
	area() int
}

type rect struct{ w, h int }
type square int
type circle struct{ r float64 }
type nothing struct{}
type list []int
type dict map[string]int
type fn func() int
type big [20]int
type word struct{ p *int }
type tiny uint8
type text string

func (r rect) area() int       { return r.w * r.h }
func (r rect) name() string    { return "rect" }
func (r *rect) scale(n int)    { r.w, r.h = r.w*n, r.h*n }
func (s square) area() int     { return int(s * s) }
func (s square) name() string  { return "square" }
func (c *circle) area() int    { return int(3 * c.r * c.r) }
func (c *circle) name() string { return "circle" }
func (c *circle) scale(n int)  { c.r *= float64(n) }
func (nothing) area() int      { return 0 }
func (nothing) name() string   { return "nothing" }
func (l list) area() int       { return len(l) }
func (l list) name() string    { return "list" }
func (l list) scale(n int) {
	for i := range l {
		l[i] *= n
	}
}
func (d dict) area() int    { return d["area"] }
func (d dict) name() string { return "dict" }
func (d dict) scale(n int)  { d["area"] *= n }
func (f fn) area() int      { return f() }
func (f fn) name() string   { return "fn" }
func (b big) area() int     { return b[0] + b[19] }
func (b big) name() string  { return "big" }
func (w word) area() int    { return *w.p }
func (w word) name() string { return "word" }
func (t tiny) area() int    { return int(t) }
func (t tiny) name() string { return "tiny" }
func (t text) area() int    { return len(t) }
func (t text) name() string { return string(t) }

var seven = 7

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func all() []shape {
	return []shape{
		rect{2, 3}, &rect{4, 5}, square(6), &circle{2}, nothing{}, &nothing{}, list{1, 2}, dict{"area": 9},
		fn(func() int { return seven }), big{0: 1, 19: 2}, &big{3}, word{&seven}, tiny(200), tiny(0), text("text"), text(""), new(square),
	}
}

//go:noinline
func grow(s scaler) { s.scale(3) }

func calls() {
	wanted := []int{6, 20, 36, 12, 0, 0, 2, 9, 7, 3, 3, 7, 200, 0, 4, 0, 0}
	for i, s := range all() {
		println("shape", i, s.name(), s.area())
		if s.area() != wanted[i] {
			println("FAIL area, want", wanted[i])
		}
		if sc, ok := s.(scaler); ok {
			grow(sc)
			println("scaled", s.area())
		}
	}
	var b both = &rect{1, 2}
	var a again = b
	var s shape = a
	a.scale(2)
	check("one value, several interfaces", b.area() == 8 && s.area() == 8)
	grow(a)
	check("narrowed at a call", s.area() == 72)
}

func values() {
	r := rect{1, 2}
	var s shape = r
	r.w = 100
	check("a value is copied in", s.area() == 2)
	s = &r
	r.w = 50
	check("a pointer is not", s.area() == 100)
	x := s.(*rect)
	x.h = 1
	check("nor out", r.area() == 50)
	b := big{1}
	s = b
	b[0] = 100
	out := s.(big)
	out[19] = 5
	check("large values are copied in and out", s.area() == 1 && out.area() == 6)
	var e any = s
	check("to the empty interface and back", e.(shape).name() == "big")
	var none shape
	var np *circle
	check("nil", none == nil)
	none = np
	check("a nil pointer in an interface is not nil", none != nil && none.name() == "circle" && none == shape(np))
	var nl list
	none = nl
	check("a nil slice in an interface is not nil", none != nil && none.area() == 0)
	m := map[shape]int{rect{1, 2}: 1, square(2): 2, text("k"): 3}
	check("as keys", m[rect{1, 2}] == 1 && m[square(2)] == 2 && m[text("k")] == 3 && m[&r] == 0 && m[tiny(2)] == 0)
	arr := [2]any{1, "x"}
	arr[0], arr[1] = arr[1], arr[0]
	check("swapped", arr[0] == "x" && arr[1] == 1)
	for i := range 300 {
		e = i * 7
		if e != i*7 || e.(int) != i*7 {
			println("FAIL integer in an interface", i)
		}
		e = uint8(i)
		if e != uint8(i) {
			println("FAIL byte in an interface", i)
		}
	}
	println("integers in interfaces")
}

func methodValues() {
	r := &rect{2, 3}
	var s shape = r
	f := s.area
	g := shape.area
	h := (*rect).area
	r.w = 10
	println("method values", f(), g(s), h(r))
	check("method values", f() == 30 && g(s) == 30 && h(r) == 30)
	s = square(5)
	check("bound before", f() == 30 && g(s) == 25)
	fs := []func() int{s.area, shape(text("abc")).area, any(tiny(9)).(shape).area}
	sum := 0
	for _, f := range fs {
		sum += f()
	}
	check("of interfaces", sum == 25+3+9)
}

type stack interface {
	push(int) stack
	pop() (int, stack)
}

func (l list) push(n int) stack { return append(l, n) }
func (l list) pop() (int, stack) {
	return l[len(l)-1], l[:len(l)-1]
}

type visitor interface {
	visit(v visitor, depth int) int
}

func (n nothing) visit(v visitor, depth int) int {
	if depth == 0 {
		return 1
	}
	return v.visit(n, depth-1) + v.visit(v, depth-1)
}

func recursive() {
	var s stack = list(nil)
	s = s.push(1).push(2).push(3)
	n, s := s.pop()
	m, _ := s.pop()
	println("stack", n, m)
	check("an interface that mentions itself", n == 3 && m == 2)
	check("calls of itself", nothing{}.visit(nothing{}, 8) == 256)
	var l interface{ area() int } = list{1}
	var o interface {
		area() int
	} = l
	check("types without names", o.area() == 1 && l == nil == false)
}

func main() {
	calls()
	values()
	methodValues()
	recursive()
}
