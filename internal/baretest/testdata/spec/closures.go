// Covers of the Go specification: function literals, function values, variables that closures share, variables of each
// turn of a loop, and recursion through variables.
package main

type op func(int, int) int

type account struct {
	deposit func(int) int
	balance func() int
}

var (
	ten      = 10
	double   = func(n int) int { return n * 2 }
	table    = map[string]op{"add": func(a, b int) int { return a + b }, "sub": func(a, b int) int { return a - b }, "mul": mul}
	fib      func(int) int
	atPart   = func() int { return ten + 1 }()
	handlers [3]func() string
)

func mul(a, b int) int { return a * b }

func init() {
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func open(n int) account {
	return account{
		deposit: func(m int) int { n += m; return n },
		balance: func() int { return n },
	}
}

//go:noinline
func adder(a int) func(int) func(int) int {
	return func(b int) func(int) int {
		return func(c int) int { a++; return a + b*10 + c*100 }
	}
}

//go:noinline
func compose(fs ...func(int) int) func(int) int {
	return func(n int) int {
		for _, f := range fs {
			n = f(n)
		}
		return n
	}
}

//go:noinline
func call(f func()) { f() }

//go:noinline
func named(n int) (r int) {
	f := func() { r += n }
	f()
	call(f)
	n = 100
	call(f)
	return r
}

func sharing() {
	a, b := open(100), open(1)
	a.deposit(50)
	b.deposit(1)
	println("accounts", a.balance(), b.balance())
	check("closures share a variable", a.balance() == 150 && b.balance() == 2)
	f := adder(1)(2)
	println("nested", f(3), f(3))
	check("nested", f(0) == 24)
	g := adder(1)
	h, i := g(1), g(2)
	println("siblings", h(0), i(0), h(0))
	x := 1
	inc := func() { x++ }
	inc()
	call(inc)
	x *= 10
	call(inc)
	check("a local variable", x == 31)
	check("a named result", named(1) == 102)
	s := []int{1}
	grow := func(n int) { s = append(s, n) }
	grow(2)
	grow(3)
	check("a slice", len(s) == 3 && s[2] == 3)
	var st struct{ a, b int }
	func() { st.a = 5; func() { st.b = st.a * 2 }() }()
	check("a struct", st.a == 5 && st.b == 10)
	arr := [3]int{}
	for i := range arr {
		func() { arr[i] = i * ten }()
	}
	check("an array", arr == [3]int{0, 10, 20})
	p := &x
	func(q *int) { *q = *p + 1 }(p)
	check("through pointers", x == 32)
	byValue := x
	k := func() int { return byValue }
	x = 0
	check("a variable that does not change", k() == 32)
}

func loops() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	println("each turn", fs[0](), fs[1](), fs[2](), fs[0]())
	check("each turn", fs[0]() == 30 && fs[2]() == 22)
	fs = nil
	for i := 0; i < 6; i++ {
		fs = append(fs, func() int { return i })
		i++
	}
	println("changed in the body", fs[0](), fs[1](), fs[2]())
	check("changed in the body", len(fs) == 3 && fs[0]() == 1 && fs[2]() == 5)
	fs = nil
	for i, s := range []string{"a", "bb"} {
		fs = append(fs, func() int { return i*10 + len(s) })
	}
	check("range", fs[0]() == 1 && fs[1]() == 12)
	fs = nil
	var j int
	for j = 0; j < 3; j++ {
		fs = append(fs, func() int { return j })
	}
	check("a variable of outside is one", fs[0]() == 3 && fs[2]() == 3)
	for i := range handlers {
		handlers[i] = func() string { return string(rune('a' + i)) }
	}
	check("stored in the package", handlers[0]()+handlers[1]()+handlers[2]() == "abc")
	// The loop's own steps see what a closure of the turn has done.
	n := 0
	for i := 0; i < 100; i++ {
		f := func() { i += 24 }
		f()
		n++
	}
	check("a closure moves the loop", n == 4)
}

func values() {
	println("table", table["add"](ten, 3), table["sub"](ten, 3), table["mul"](ten, 3), double(ten), atPart)
	check("table", table["mul"](ten, 3) == 30 && table["none"] == nil)
	check("recursion", fib(15) == 610)
	var fact func(int) int
	fact = func(n int) int {
		if n == 0 {
			return 1
		}
		return n * fact(n-1)
	}
	check("local recursion", fact(10) == 3628800)
	c := compose(double, func(n int) int { return n + ten }, fact)
	check("composed", c(-4) == 2)
	var f func()
	check("nil", f == nil)
	f = func() {}
	check("not nil", f != nil)
	func(s string, ns ...int) { println("called at once", s, len(ns)) }("x", 1, 2)
	var i any = double
	g, ok := i.(func(int) int)
	_, no := i.(op)
	check("in an interface", ok && !no && g(2) == 4)
	var o op = mul
	i = o
	_, ok = i.(op)
	check("a named function type", ok && (func(int, int) int)(o)(3, 4) == 12)
	type state func() state
	var a, b state
	trace := ""
	a = func() state { trace += "a"; return b }
	b = func() state {
		trace += "b"
		if len(trace) > 5 {
			return nil
		}
		return a
	}
	for s := a; s != nil; {
		s = s()
	}
	println("states", trace)
	check("states", trace == "ababab")
	y := func(f func(func(int) int, int) int) func(int) int {
		var self func(int) int
		self = func(n int) int { return f(self, n) }
		return self
	}
	check("fixed point", y(func(self func(int) int, n int) int {
		if n == 0 {
			return 0
		}
		return n + self(n-1)
	})(100) == 5050)
}

func main() {
	sharing()
	loops()
	values()
}
