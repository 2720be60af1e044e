// Covers of the Go specification: struct types, composite literals of structs, selectors, tags, blank fields,
// comparison of structs, structs without fields, and structs inside of structs.
package main

type point struct{ x, y int }

type mixed struct {
	b  bool
	i8 int8
	f  float64
	s  string
	_  int32
	e  any
	p  *point
	fn func() int
	in struct {
		a, b uint16
		deep struct{ n int }
	}
	list []point
	arr  [2]point
}

type node struct {
	value       int
	left, right *node
}

type small struct {
	a uint8
	b uint16
	c uint8
	d uint64
}

type nothing struct{}

type onlyBlank struct {
	_ int
	_ string
	n int
}

var (
	seven  = 7
	origin point
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func (n *node) insert(v int) *node {
	if n == nil {
		return &node{value: v}
	}
	if v < n.value {
		n.left = n.left.insert(v)
	} else {
		n.right = n.right.insert(v)
	}
	return n
}

func (n *node) walk(visit func(int)) {
	if n != nil {
		n.left.walk(visit)
		visit(n.value)
		n.right.walk(visit)
	}
}

//go:noinline
func moved(p point) point {
	p.x += seven
	return p
}

//go:noinline
func many(n int) (point, small, mixed) {
	return point{n, -n}, small{1, 2, 3, uint64(n)}, mixed{i8: int8(n), s: "many", arr: [2]point{{}, {n, n}}}
}

func values() {
	p := point{1, 2}
	q := moved(p)
	check("by value", p == point{1, 2} && q == point{8, 2})
	p, q = q, p
	check("swapped", p.x == 8 && q.x == 1)
	p.x, p.y = p.y, p.x
	check("fields swapped", p == point{2, 8})
	r := &p
	r.x++
	(*r).y--
	rr := &r
	(*rr).y--
	check("through pointers", p == point{3, 6})
	a, b, c := many(seven)
	println("several results", a.x, a.y, b.a, b.b, b.c, b.d, c.i8, c.s, c.arr[1].y)
	check("several results", a == point{7, -7} && b == small{1, 2, 3, 7} && c.arr[1] == a.neg().neg().abs())
	m := mixed{s: "x", p: &origin}
	m.in.deep.n = seven
	m.in.a--
	m.list = append(m.list, p, q)
	m.fn = func() int { return m.in.deep.n * 2 }
	m2 := m
	m2.in.deep.n = 1
	m2.list[0].x = -1
	println("copy", m.in.deep.n, m2.in.deep.n, m.in.a, m.list[0].x, m.fn(), m2.fn())
	check("a copy shares what it points at", m.in.deep.n == 7 && m.list[0].x == -1 && m2.p == &origin && m2.fn() == 14)
	check("zero", m.b == false && m.f == 0 && m.e == nil && new(mixed).fn == nil && m.arr == [2]point{})
}

func (p point) neg() point { return point{-p.x, -p.y} }
func (p point) abs() point { return point{p.x, max(p.y, -p.y) * p.y / p.y} }

func literals() {
	n := &node{5, &node{value: 2}, nil}
	check("pointer to a literal", n.left.value == 2 && n.right == nil)
	anon := struct {
		name string
		n    int
	}{"anon", seven}
	check("without a type name", anon.name == "anon" && anon.n == 7)
	table := []struct {
		in, out int
		note    string
	}{{1, 1, "a"}, {in: 2, out: 4}, {note: "zero"}}
	sum := 0
	for _, t := range table {
		sum += t.out - t.in + len(t.note)
	}
	check("tables", sum == 7)
	byName := map[string]*point{"a": {1, 2}, "b": {y: seven}}
	byName["a"].x += byName["b"].y
	check("pointers in a map", byName["a"].x == 8)
	keyed := map[point]point{{1, 2}: {3, 4}}
	check("structs as keys and values", keyed[point{1, 2}].neg() == point{-3, -4})
	if (point{1, 2}) == (point{x: 1, y: 2}) {
		println("parenthesised in a condition ok")
	}
	var g struct{ point }
	g.x = seven
	check("embedded in a type without a name", g.point == point{7, 0})
}

func compares() {
	x := mixedKey{1, "a", 2.5, any(seven), [2]int8{1, 2}}
	y := mixedKey{1, "a", 2.5, any(7), [2]int8{1, 2}}
	check("field by field", x == y)
	y.e = int8(7)
	check("an interface field", x != y)
	y = x
	y.f = y.f / (y.f - y.f)
	y.f -= y.f
	check("nan in a field", y != y.self())
	check("blank fields do not count", onlyBlank{n: seven} == onlyBlank{n: 7})
	s1, s2 := small{1, 2, 3, 4}, small{1, 2, 3, 4}
	check("with padding", s1 == s2)
	s2.c = 9
	check("with padding, one differs", s1 != s2)
	var n1, n2 nothing
	check("without fields", n1 == n2 && any(n1) == any(nothing{}))
	type twin struct{ x, y int }
	check("types of one shape", twin(point{1, 2}) == twin{1, 2})
	lit := struct{ x, y int }{1, 2}
	check("assignable to a named type", point{1, 2} == lit)
	check("other types in interfaces", any(point{1, 2}) != any(lit) && any(point{1, 2}) != any(twin{1, 2}))
}

type mixedKey struct {
	i int32
	s string
	f float64
	e any
	a [2]int8
}

//go:noinline
func (m mixedKey) self() mixedKey { return m }

func trees() {
	var root *node
	for _, v := range []int{50, 20, 80, 10, 30, 70, 90, 60, 40, 20} {
		root = root.insert(v)
	}
	last, count, ordered := -1, 0, true
	root.walk(func(v int) {
		print(v, " ")
		ordered = ordered && v >= last
		last = v
		count++
	})
	println("walked")
	check("walked in order", ordered && count == 10)
	var list *node
	for i := range 1000 {
		list = &node{value: i, right: list}
	}
	sum := 0
	for n := list; n != nil; n = n.right {
		sum += n.value
	}
	check("linked list", sum == 499500)
	ring := &node{value: 1}
	ring.right = ring
	check("points at itself", ring.right.right.right.value == 1)
}

func main() {
	values()
	literals()
	compares()
	trees()
}
