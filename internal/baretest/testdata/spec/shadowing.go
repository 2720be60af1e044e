// Covers of the Go specification: declarations and scope, blocks, short variable declarations and redeclaration, hidden
// names, the blank identifier, predeclared names that a program hides, and types local to functions.
package main

var (
	x     = 1
	trace string
)

type thing int

func (thing) what() string { return "package" }

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func pair() (int, error) { return 5, nil }

func blocks() {
	check("package", x == 1)
	x := 2
	{
		x := x + 10
		x++
		check("inner starts from outer", x == 13)
	}
	check("outer unchanged", x == 2)
	if x := 30; x > 20 {
		x := "text"
		check("in if", x == "text")
	} else {
		_ = x
	}
	for x := 0; x < 2; x++ {
		x := x * 100
		_ = x
	}
	switch x := x * 5; x {
	case 10:
		x := 11
		check("in a case", x == 11)
	}
	for _, x := range []string{"a"} {
		check("in a range", x == "a")
	}
	f := func(x bool) bool { return !x }
	check("parameter", f(false))
	check("still outer", x == 2)
	func() { x = 3 }()
	check("closure writes the nearest", x == 3)
	y, x := 7, 8
	check("redeclared, not new", x == 8 && y == 7)
	p := &x
	z, x := pairOf(9)
	check("the same variable", *p == 9 && z == 10)
}

func pairOf(n int) (int, int) { return n + 1, n }

func results() (n int, err error) {
	if n, err := pair(); err == nil && n == 5 {
		n = 100
		_ = n
	}
	check("results hidden", n == 0)
	n, err = pair()
	m, err := pair()
	_ = m
	{
		n := 9
		_ = n
	}
	return
}

func predeclared() {
	{
		true, false := false, true
		check("true and false", !true && false)
	}
	{
		nil := 5
		check("nil", nil == 5)
	}
	{
		len := func(s string) int { return 77 }
		check("len", len("a") == 77)
	}
	{
		type int string
		var s int = "a string"
		check("int", s == "a string")
	}
	{
		string := []byte("bytes")
		check("string", len(string) == 5)
	}
	{
		type error struct{ n int }
		e := error{4}
		check("error", e.n == 4)
	}
	{
		max := min(3, 4)
		any := max + 1
		check("max and any", any == 4)
	}
	{
		println := func(s string) { trace += s }
		print := println
		println("a")
		print("b")
	}
	check("println", trace == "ab")
	var append = func(a, b int) int { return a*10 + b }
	check("append", append(1, 2) == 12)
	iota := 3
	check("iota", iota == 3)
}

func localTypes() {
	type thing struct{ n int }
	a := thing{1}
	{
		type thing []int
		b := thing{1, 2}
		check("innermost type", len(b) == 2)
	}
	var o any = a
	_, hidden := o.(thing)
	check("local type", hidden && a.n == 1)
	o = outside()
	_, same := o.(thing)
	check("not the one of the package", !same && outside().what() == "package")
	type list struct {
		next *list
		v    int
	}
	l := &list{&list{nil, 2}, 1}
	check("local type that names itself", l.next.v == 2)
	types := [2]any{first(), second()}
	check("types of one name in two functions", types[0] != types[1])
}

func outside() thing { return 1 }

func first() any {
	type local int
	return local(1)
}

func second() any {
	type local int
	return local(1)
}

func blank() {
	_, a := pairOf(1)
	_ = a
	var _ = func() int { trace += "evaluated"; return 1 }()
	var _, b = pairOf(2)
	_, _ = pairOf(3)
	for _ = range 2 {
		trace += "."
	}
	var _ interface{ what() string } = thing(0)
	s := struct {
		_ int
		n int
		_ string
	}{n: 4}
	check("blank fields", s.n == 4)
	f := func(_ int, _ string) (_ int, err error) { return 3, nil }
	c, _ := f(1, "")
	check("blank parameters and results", c == 3 && b == 2)
	check("blank is evaluated", trace == "abevaluated..")
}

func check2() {
	check := func(s string, ok bool) { check("through a hidden name: "+s, ok) }
	check("check", x == 1)
	main := "main is a variable here"
	println(main)
	type main2 = string
	var m main2 = main
	goto_ := m[:4]
	check("nearly a keyword", goto_ == "main")
}

func main() {
	blocks()
	n, err := results()
	check("results", n == 5 && err == nil)
	predeclared()
	localTypes()
	blank()
	check2()
	check("package variable unchanged", x == 1)
}
