// Covers of the Go specification: variables, variable declarations, assignment statements with operators, increments,
// tuple assignments of every kind, assignability, zero values, and what a copy shares.
package main

type celsius float64
type list []int
type pred func(int) bool
type chain struct {
	next *chain
	vals []int
	tab  map[string]int
	arr  [2]int
}

var (
	a, b    = 1, "two"
	c       int
	d, e, f = 1.5, 'x', []string{"y"}
	calls   int
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func three() (int, string, bool) { return 3, "three", true }

func at() int {
	calls++
	return 1
}

func zeros() {
	var (
		i   int
		f   float64
		s   string
		p   *int
		fn  func()
		sl  []int
		m   map[int]int
		e   any
		arr [3]string
		st  chain
		c   complex64
		b   bool
		r   error
		n   [2]struct{ a, b *int }
	)
	check("zero values", i == 0 && f == 0 && s == "" && p == nil && fn == nil && sl == nil && m == nil && e == nil && arr == [3]string{} && c == 0 && !b && r == nil && n[1].b == nil)
	check("of structs", st.next == nil && st.vals == nil && st.tab == nil && st.arr[1] == 0)
	for range 3 {
		var x int
		var big [200]int
		x++
		big[x]++
		check("again in each turn", x == 1 && big[1] == 1)
	}
	t := *new(chain)
	check("new", t.arr == [2]int{} && len(t.vals) == 0)
}

func operators() {
	i := 10
	i += 5
	i -= 3
	i *= 4
	i /= 5
	i %= 6
	i <<= 4
	i >>= 1
	i |= 3
	i &= 0x1a
	i ^= 0xf
	i &^= 4
	println("operators", i)
	check("operators", i == 17)
	s := "a"
	s += "b"
	s += s
	check("strings", s == "abab")
	x := celsius(1.5)
	x *= 2
	x++
	x /= 8
	x--
	check("floats", x == -0.5)
	z := 1 + 1i
	z *= z
	z -= 1
	check("complex", z == -1+2i)
	arr := [3]int{1, 2, 3}
	arr[at()] += 10
	arr[at()]++
	arr[at()] <<= 1
	check("the operand once", arr[1] == 26 && calls == 3)
	m := map[string]int{}
	m["x"]++
	m["x"] += 5
	m["y"]--
	m["z"] |= 6
	check("elements of maps", m["x"] == 6 && m["y"] == -1 && m["z"] == 6)
	mf := map[int]string{}
	mf[1] += "a"
	mf[1] += "b"
	check("strings in maps", mf[1] == "ab")
	p := &arr[0]
	*p *= -7
	(*p)--
	check("through a pointer", arr[0] == -8)
	c := chain{vals: []int{1}, tab: map[string]int{}}
	c.next = &c
	c.next.next.vals[0] += 4
	c.next.tab["k"] -= 2
	c.next.arr[1]++
	check("through a chain", c.vals[0] == 5 && c.tab["k"] == -2 && c.arr[1] == 1)
}

func tuples() {
	n, s, ok := three()
	check("several results", n == 3 && s == "three" && ok)
	var m int
	var t any
	m, t, _ = three()
	check("assigned, one to an interface", m == 3 && t == "three")
	x, y, z := 1, 2, 3
	x, y, z = z, x, y
	check("rotated", x == 3 && y == 1 && z == 2)
	l := []int{0, 1, 2, 3}
	l[0], l[3], l[1], l[2] = l[3], l[0], l[2], l[1]
	check("elements", l[0] == 3 && l[1] == 2 && l[2] == 1 && l[3] == 0)
	mp := map[string]int{"a": 1, "b": 2}
	mp["a"], mp["b"] = mp["b"], mp["a"]
	check("elements of a map", mp["a"] == 2 && mp["b"] == 1)
	st := struct{ a, b string }{"a", "b"}
	st.a, st.b = st.b, st.a
	check("fields", st.a == "b" && st.b == "a")
	v, ok := mp["none"]
	check("comma ok of a map", v == 0 && !ok)
	var o any = celsius(1)
	c, ok := o.(celsius)
	check("comma ok of an assertion", c == 1 && ok)
	ifs := [2]any{1, "x"}
	ifs[0], ifs[1] = ifs[1], ifs[0]
	check("interfaces", ifs[0] == "x" && ifs[1] == 1)
	sum := func(a int, s string, ok bool) int { return a + len(s) }
	check("results as arguments", sum(three()) == 8)
	all := func(xs ...any) int { return len(xs) }
	check("results as variadic arguments", all(three()) == 3)
	arr := [2][2]int{{1, 2}, {3, 4}}
	arr[0], arr[1] = arr[1], arr[0]
	check("arrays", arr == [2][2]int{{3, 4}, {1, 2}})
	large := [2][100]string{{99: "a"}, {99: "b"}}
	large[0], large[1] = large[1], large[0]
	check("large arrays", large[0][99] == "b" && large[1][99] == "a")
}

func assignable() {
	var l list = []int{1}
	var s []int = l
	s[0] = 2
	check("one of the types has no name", l[0] == 2)
	var p pred = func(n int) bool { return n > 0 }
	var fn func(int) bool = p
	check("functions", fn(1) && !p(0))
	var e error
	var x any = e
	check("interface to interface", x == nil)
	var f float32 = 1
	var r rune = 'a'
	var b byte = 'b'
	var u uint16 = 1 << 15
	check("constants", f == 1.0 && r == 97 && b == 98 && u == 32768)
	var m map[string]int
	m = nil
	var ptr *chain = nil
	check("nil", m == nil && ptr == nil)
	var sh uint8 = 1
	sh = sh << 7
	check("shift keeps the type", sh == 128)
}

func sharing() {
	c := chain{vals: []int{1, 2}, tab: map[string]int{"k": 1}}
	d := c
	d.vals[0], d.tab["k"], d.arr[0] = 10, 10, 10
	check("slices and maps are shared, arrays are not", c.vals[0] == 10 && c.tab["k"] == 10 && c.arr[0] == 0)
	d.vals = append(d.vals, 3)
	check("but the slice itself is a copy", len(c.vals) == 2)
	arr := [2]*int{&a, &a}
	brr := arr
	*brr[1] = 50
	check("arrays of pointers", *arr[0] == 50 && a == 50)
	a = 1
}

func main() {
	check("of the package", a == 1 && b == "two" && c == 0 && d == 1.5 && e == 'x' && f[0] == "y")
	zeros()
	operators()
	tuples()
	assignable()
	sharing()
}
