// Covers of the Go specification: defer statements, when operands are evaluated, the order in which deferred calls run,
// how they see and change results, and defers in loops and branches.
package main

var (
	trace string
	limit = 20
	yes   = true
)

type res struct{ name string }

func (r res) close()         { trace += "-" + r.name }
func (r *res) closePointer() { trace += "-*" + r.name }

type closer interface{ close() }

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func traced(what string, f func(), want string) {
	trace = ""
	f()
	println(what, trace)
	if trace != want {
		println("FAIL", what, "want", want)
	}
}

func note(s string) string {
	trace += s
	return s
}

func order() {
	defer note("1")
	defer note("2")
	if yes {
		defer note("3")
	}
	if !yes {
		defer note("no")
	}
	note("0")
}

func operands() {
	x := "a"
	defer note(x)
	x = "b"
	defer note(x)
	defer func() { note(x) }()
	x = "c"
	defer func(s string) { note(s + x) }(x + note("!"))
	x = "d"
}

func choose(s string) func(string) string {
	note("<" + s)
	return note
}

func callee() {
	defer choose("f")(note("g"))
	note("h")
}

func methods() {
	r := res{"v"}
	p := &res{"p"}
	var c closer = res{"i"}
	defer r.close()
	defer p.close()
	defer p.closePointer()
	defer c.close()
	f := r.close
	defer f()
	r.name, p.name = "changed", "P"
	c = res{"I"}
	defer c.close()
	defer (*res).closePointer(p)
}

func loop() {
	for i := range 5 {
		defer func() { note(string(rune('0' + i))) }()
	}
	for i := 0; i < limit; i += 10 {
		if i == 10 {
			defer note("x")
		}
	}
}

func manyDefers() {
	// More than the bits by which a compiler keeps track of a few.
	defer note("a")
	defer note("b")
	defer note("c")
	defer note("d")
	defer note("e")
	defer note("f")
	defer note("g")
	defer note("h")
	defer note("i")
	defer note("j")
	defer note("k")
}

func nested() {
	defer func() {
		defer func() {
			defer note("4")
			note("3")
		}()
		note("2")
	}()
	defer func() { inner() }()
	note("1")
}

func inner() {
	defer note(")")
	note("(")
}

func named() (n int, s string) {
	defer func() { n *= 2; s += "!" }()
	defer func() { n++ }()
	return 5, "five"
}

func unnamed() int {
	n := 5
	defer func() { n = 100 }()
	return n
}

func bare() (n int) {
	defer func(m int) { n += m }(n)
	n = 3
	defer func(m int) { n += m * 10 }(n)
	n = 4
	return
}

func early(n int) (r string) {
	defer func() { r += ">" }()
	if n == 0 {
		return "zero"
	}
	defer func() { r += "]" }()
	if n == 1 {
		return "one"
	}
	for i := range n {
		defer func() { r += string(rune('0' + i)) }()
		if i == 3 {
			return "loop"
		}
	}
	r = "end"
	return
}

func countdown(n int) {
	defer note(string(rune('0' + n)))
	if n > 0 {
		countdown(n - 1)
	}
}

func builtins() {
	m := map[string]int{"a": 1, "b": 2}
	s := []int{1, 2, 3}
	d := make([]int, 2)
	func() {
		defer delete(m, "a")
		defer copy(d, s)
		defer clear(s)
		defer print()
		check("not yet", len(m) == 2 && d[0] == 0 && s[0] == 1)
	}()
	println("builtins", len(m), d[0], d[1], s[0])
	check("builtins in their order", len(m) == 1 && s[0] == 0 && d[0] == 0)
}

func ten(n int) (sum int) {
	for i := range n {
		defer func() { sum += i }()
	}
	return 1000
}

func variadic() {
	args := []string{"p", "q"}
	join := func(ss ...string) {
		for _, s := range ss {
			note(s)
		}
	}
	defer join()
	defer join("m", "n")
	defer join(args...)
	args[0] = "P"
	args = nil
}

func generic[T any](ts ...T) (n int) {
	for _, t := range ts {
		defer func(t T) { n = n*10 + size(any(t)) }(t)
	}
	return 0
}

func size(x any) int {
	switch v := x.(type) {
	case int:
		return v
	case string:
		return len(v)
	}
	return 0
}

func main() {
	defer println("the last line, from a deferred call of main")
	traced("order", order, "0321")
	traced("operands", operands, "!c!ddba")
	traced("callee and arguments first", callee, "<fghg")
	traced("methods", methods, "-*P-I-v-i-*P-p-v")
	traced("loop", loop, "x43210")
	traced("many", manyDefers, "kjihgfedcba")
	traced("nested", nested, "1()234")
	traced("recursion", func() { countdown(5) }, "012345")
	traced("variadic", variadic, "Pqmn")
	n, s := named()
	println("results", n, s, unnamed(), bare())
	check("results", n == 12 && s == "five!" && unnamed() == 5)
	check("a bare return", bare() == 34)
	println("early", early(0), early(1), early(3), early(9))
	check("early", early(0) == "zero>" && early(1) == "one]>" && early(3) == "end210]>" && early(9) == "loop3210]>")
	builtins()
	check("many in a loop", ten(500) == 125750)
	println("generic", generic(1, 2, 3), generic("a", "bb"), generic(0.5))
	check("generic", generic(1, 2, 3) == 321 && generic("a", "bb") == 21)
}
