// Covers of the Go specification: pointer types, address operators, new, pointers into arrays and structs, pointers to
// pointers, and variables that outlive their function.
package main

type pair struct {
	a, b int
	next *pair
}

var (
	global   = 10
	pglobal  = &global
	table    [4]int
	ptable   = &table[2]
	self     *pair
	two      = 2
	fromInit = &pair{a: 1, next: &pair{a: 2}}
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func escaping(n int) *int {
	m := n * 2
	return &m
}

//go:noinline
func param(n int) *int { return &n }

//go:noinline
func result() (n int, p *int) {
	p = &n
	n = 5
	return 6, p
}

//go:noinline
func swap(a, b *int) { *a, *b = *b, *a }

//go:noinline
func replace(pp **int, with *int) { *pp = with }

func addresses() {
	x := 1
	p := &x
	*p += 4
	check("through", x == 5)
	q := p
	*q *= two
	check("two pointers", x == 10 && p == q && *p == *q)
	y := 3
	swap(&x, &y)
	check("swapped", x == 3 && y == 10)
	replace(&p, &y)
	check("a pointer to a pointer", p == &y && *p == 10 && q == &x)
	pp := &p
	**pp = 77
	ppp := &pp
	***ppp++
	check("three levels", y == 78)
	check("& and * undo each other", *&x == x && &*p == p)
	*pglobal++
	check("of a variable of the package", global == 11)
	*ptable = 9
	check("of an element of the package", table == [4]int{0, 0, 9, 0})
	check("initialised pointers", fromInit.next.a == 2 && fromInit.next.next == nil)
	var none *int
	check("nil", none == nil && none != p)
	z := new(int)
	check("new is zero", *z == 0 && z != new(int))
	s := new([]int)
	*s = append(*s, 1, 2)
	check("new slice", len(*s) == 2 && (*s)[1] == 2)
	m := new(map[string]int)
	check("new map is nil", *m == nil)
	st := new(pair)
	st.next = st
	st.a = 4
	check("to itself", st.next.next.next.a == 4)
	lit := &[]int{1, 2, 3}
	(*lit)[1] = two * 10
	check("address of a literal", (*lit)[1] == 20)
	ml := &map[string]int{"a": 1}
	(*ml)["a"]++
	check("address of a map literal", (*ml)["a"] == 2)
}

func newOfValues() {
	// Since Go 1.26 new takes a value, too.
	p := new(two * 21)
	q := new("text")
	r := new(pair{a: 3})
	*p++
	println("new of values", *p, *q, r.a, *new(1.5), *new('x'))
	check("new of values", *p == 43 && *q == "text" && r.a == 3 && two == 2)
	s := new(two)
	*s = 100
	check("new copies", two == 2 && *s == 100)
}

func inside() {
	a := [5]int{0, 1, 2, 3, 4}
	p := &a[two]
	s := a[1:4]
	*p = 20
	s[0] = 10
	check("into an array", a == [5]int{0, 10, 20, 3, 4} && &s[1] == p)
	s = append(s[:1:1], 99)
	s[0] = -1
	check("after a copy the old one stays", a[1] == 10 && *p == 20)
	st := pair{a: 1, b: 2}
	pb := &st.b
	*pb = 50
	copyOf := st
	*pb = 60
	check("into a struct", st.b == 60 && copyOf.b == 50 && &copyOf.b != pb)
	list := []pair{{a: 1}, {a: 2}}
	e := &list[1]
	list = append(list, pair{a: 3})
	e.a = 22
	check("into a slice that has moved", list[1].a == 2 && e.a == 22)
	arr := &a
	for i := range arr {
		arr[i] *= 2
	}
	check("index through a pointer to an array", a[4] == 8 && len(arr[1:3]) == 2)
}

func outliving() {
	p, q := escaping(4), escaping(5)
	check("variables of a call", *p == 8 && *q == 10 && p != q)
	a, b := param(1), param(1)
	*a = 3
	check("parameters", *b == 1 && a != b)
	n, r := result()
	println("result", n, *r)
	check("results", n == 6 && *r == 6)
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
	}
	for i := range 3 {
		ps = append(ps, &i)
	}
	print("variables of a loop")
	for _, p := range ps {
		print(" ", *p)
	}
	println()
	check("each turn has its own variable", *ps[0] == 0 && *ps[2] == 2 && *ps[3] == 0 && *ps[5] == 2)
	var head *pair
	for i := range 200 {
		head = &pair{a: i, next: head}
	}
	sum := 0
	for h := head; h != nil; h = h.next {
		sum += h.a
	}
	check("a list", sum == 19900)
	m := map[*int]int{p: 1, q: 2, nil: 3}
	check("as keys", m[p] == 1 && m[q] == 2 && m[nil] == 3 && m[escaping(4)] == 0)
	f := func() *int { return &two }
	*f()++
	check("through a call", two == 3)
	two = 2
	var i any = p
	check("in an interface", i == any(p) && i != any(q) && *i.(*int) == 8)
}

func main() {
	addresses()
	newOfValues()
	inside()
	outliving()
}
