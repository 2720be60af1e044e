// Covers of the Go specification: array types, composite literals of arrays, copies by assignment and by call, range
// over arrays and pointers to arrays, and comparison.
package main

type grid [3][4]int

type named [2]string

type holder struct {
	id   int
	data [5]byte
	sub  [2]struct{ a, b int16 }
}

var (
	at    = 1
	base  = [...]int{1, 2, 3}
	ready = named{"x", "y"}
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func change(a [3]int) [3]int {
	a[at] = 100
	return a
}

//go:noinline
func changeThrough(a *[3]int) { a[at] = 200 }

func (n named) swapped() named  { return named{n[1], n[0]} }
func (n *named) set(s string)   { n[at] = s }
func (g *grid) row(y int) []int { return g[y][:] }

func values() {
	b := base
	c := change(b)
	println("by value", b[1], c[1])
	check("by value", b == base && c == [3]int{1, 100, 3})
	changeThrough(&b)
	check("through a pointer", b[1] == 200 && base[1] == 2)
	n := ready
	n.set("z")
	check("methods", n == named{"x", "z"} && n.swapped() == named{"z", "x"} && ready[1] == "y")
	var h holder
	g := h
	g.data[4] = 9
	g.sub[1].b = -1
	check("in structs", h.data[4] == 0 && g != h && g.sub[1].b == -1)
	h = g
	check("equal again", g == h)
	arrs := [2][3]int{base, {4, 5, 6}}
	arrs[0], arrs[1] = arrs[1], arrs[0]
	println("swapped", arrs[0][0], arrs[1][0])
	check("swapped", arrs[0] == [3]int{4, 5, 6} && arrs[1] == base)
	var i any = base
	b[0] = 77
	check("in an interface", i == any([3]int{1, 2, 3}) && i != any(b))
	m := map[[2]int]string{{1, 2}: "a", {2, 1}: "b"}
	check("as keys", m[[2]int{at, at + 1}] == "a" && m[[2]int{2, 2}] == "")
}

func literals() {
	a := [...]int{9: 1, 2, 3: 7}
	println("with indices", len(a), a[9], a[10], a[3])
	check("with indices", len(a) == 11 && a[10] == 2 && a[3] == 7 && a[4] == 0)
	s := [...]string{'c' - 'a': "two", 0: "zero"}
	check("constant indices", len(s) == 3 && s[2] == "two" && s[1] == "")
	g := grid{{1, 2}, {3: 4}, 2: {}}
	check("nested", g[0] == [4]int{1, 2, 0, 0} && g[1][3] == 4 && g[2] == [4]int{})
	p := &[2]*int{&base[0], nil}
	check("pointer to a literal", *p[0] == 1 && p[1] == nil)
	pts := [...]*struct{ n int }{{1}, {2}}
	check("elided types", pts[1].n == 2)
	check("lengths", len(grid{}) == 3 && len(g[0]) == 4 && cap(p) == 2 && len([0]int{}) == 0)
	big := [1000]int{500: 5, 999: 9}
	sum := 0
	for _, v := range big {
		sum += v
	}
	check("mostly zero", sum == 14)
	var f [4]func() int
	for i := range f {
		f[i] = func() int { return i * i }
	}
	check("of functions", f[3]()+f[2]() == 13)
}

func ranges() {
	a := base
	for i, v := range a {
		a[2] = 50
		println("range over a copy", i, v)
		if i == 2 && v != 3 {
			println("FAIL range over a copy")
		}
	}
	a = base
	for i, v := range &a {
		a[2] = 50
		println("range through a pointer", i, v)
		if i == 2 && v != 50 {
			println("FAIL range through a pointer")
		}
	}
	var none *[3]int
	n := 0
	for i := range none {
		n += i
	}
	check("positions of a nil pointer", n == 3 && len(none) == 3)
	var g grid
	copy(g.row(at), []int{1, 2, 3, 4, 5})
	for y, row := range g {
		for x, v := range row {
			n += y * x * v
		}
	}
	println("sum", n)
	check("rows through slices", g[1] == [4]int{1, 2, 3, 4} && n == 3+2+6+12)
	var it int
	for it, a[it] = range base {
	}
	println("assigned to an element", it, a[0], a[1], a[2])
	check("assigned to an element", it == 2)
	n = 0
	for range [5]int{} {
		n++
	}
	check("range without variables", n == 5)
}

func compares() {
	x := [3]any{1, "a", nil}
	y := [3]any{at, "a", nil}
	check("of interfaces", x == y)
	y[2] = 0
	check("of interfaces that differ", x != y)
	f := [2]float64{0, 1}
	z := [2]float64{-f[0], 1}
	check("zeros of both signs", f == z)
	z[1] = z[0] / f[0]
	check("with nan", z != [2]float64{z[0], z[1]})
	var e1, e2 [0]int
	check("without elements", e1 == e2)
	l1, l2 := [100]string{99: "q"}, [100]string{99: "q"}
	check("long", l1 == l2)
	l2[98] = "r"
	check("long, one differs", l1 != l2)
	type padded struct {
		a byte
		b int64
		c byte
	}
	p1, p2 := [2]padded{{1, 2, 3}, {4, 5, 6}}, [2]padded{{1, 2, 3}, {4, 5, 6}}
	check("with padding", p1 == p2)
	p2[at].c++
	check("with padding, one differs", p1 != p2)
}

func main() {
	values()
	literals()
	ranges()
	compares()
}
