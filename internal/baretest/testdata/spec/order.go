// Covers of the Go specification: order of evaluation: calls, operands of operators, of calls, of composite literals,
// of indices and of assignments, as far as the specification fixes it.
package main

var trace string

func check(what string, want string) {
	if trace == want {
		println(what, trace, "ok")
	} else {
		println("FAIL", what, trace, "want", want)
	}
	trace = ""
}

func n(s string, v int) int {
	trace += s
	return v
}

func b(s string, v bool) bool {
	trace += s
	return v
}

func f(s string) func(...int) int {
	trace += s
	return func(a ...int) int {
		trace += "(" + s + ")"
		return len(a)
	}
}

func sl(s string) []int {
	trace += s
	return []int{1, 2, 3, 4, 5}
}

func mp(s string) map[int]int {
	trace += s
	return map[int]int{}
}

type obj struct{ s string }

func (o obj) m(a int) obj {
	trace += "." + o.s
	return obj{o.s + "'"}
}

func ob(s string) obj {
	trace += s
	return obj{s}
}

func two(s string) (int, int) {
	trace += s
	return 1, 2
}

func ptr(s string, p *int) *int {
	trace += s
	return p
}

func main() {
	_ = n("a", 1) + n("b", 2)*n("c", 3)
	check("operands", "abc")
	_ = (n("a", 1) + n("b", 2)) * (n("c", 3) - n("d", 4))
	check("parentheses", "abcd")
	_ = f("f")(n("a", 1), n("b", 2), f("g")(n("c", 3)))
	check("calls", "fabgc(g)(f)")
	ob("x").m(n("a", 1)).m(n("b", 2))
	check("methods", "xa.xb.x'")
	_ = []int{n("a", 1), n("b", 2), n("c", 3)}
	check("literal", "abc")
	_ = [3]int{2: n("a", 1), 0: n("b", 2), 1: n("c", 3)}
	check("literal with indices", "abc")
	_ = struct{ p, q int }{q: n("q", 1), p: n("p", 2)}
	check("literal of a struct", "qp")
	sl("s")[n("i", 1)] = n("v", 2)
	check("assignment to an element", "siv")
	mp("m")[n("k", 1)] = n("v", 2)
	check("assignment to a map", "mkv")
	sl("s")[n("i", 0)], mp("m")[n("k", 1)] = n("v", 1), n("w", 2)
	check("assignments in parallel", "simkvw")
	sl("s")[n("i", 0)], sl("t")[n("j", 0)] = two("2")
	check("of several results", "sitj2")
	var x, y int
	*ptr("p", &x), *ptr("q", &y) = n("v", 1), n("w", 2)
	check("through pointers", "pqvw")
	sl("s")[n("i", 1)] += n("v", 2)
	check("with an operator", "siv")
	sl("s")[n("i", 1)]++
	check("increment", "si")
	_ = sl("s")[n("l", 0):n("h", 3):n("m", 4)]
	check("slice", "slhm")
	_ = b("a", false) && b("b", true)
	check("and, false", "a")
	_ = b("a", true) && b("b", true)
	check("and, true", "ab")
	_ = b("a", true) || b("b", true)
	check("or, true", "a")
	_ = b("a", false) || b("b", false) && b("c", true) || b("d", true)
	check("mixed", "abd")
	_ = !b("a", true) == b("b", false)
	check("comparison", "ab")
	_ = n("a", 1) < n("b", 2) && n("c", 2) < n("d", 1) && b("e", true)
	check("comparisons", "abcd")
	if n("i", 1) == 1 {
		n("t", 0)
	} else {
		n("e", 0)
	}
	check("if", "it")
	for i := n("i", 0); i < n("c", 2); i += n("p", 1) {
		n("b", 0)
	}
	check("for", "icbpcbpc")
	for _, v := range sl("s")[:n("h", 2)] {
		n(string(rune('0'+v)), 0)
	}
	check("range", "sh12")
	func() (int, int) { return n("a", 1), n("b", 2) }()
	check("return", "ab")
	copy(sl("d"), sl("s"))
	check("copy", "ds")
	_ = append(sl("a"), n("b", 1), n("c", 2))
	check("append", "abc")
	_ = max(n("a", 1), n("b", 3), n("c", 2))
	check("max", "abc")
	_ = complex(float64(n("r", 1)), float64(n("i", 1)))
	check("complex", "ri")
	delete(mp("m"), n("k", 1))
	check("delete", "mk")
	_ = string(rune(n("a", 'x'))) + string(rune(n("b", 'y')))
	check("concatenation", "ab")
	var e any = n("e", 1)
	_, _ = e.(int)
	_ = map[int]int{n("k", 1): n("v", 2)}
	check("literal of a map", "ekv")

	// Assigning happens in two phases, from left to right in the second.
	a := []int{1, 2, 3}
	i := 0
	i, a[i] = 1, 9
	if i != 1 || a[0] != 9 {
		println("FAIL index before assignment", a[0], a[1])
	}
	i = 0
	a[i], i = 5, 2
	if a[0] != 5 || i != 2 {
		println("FAIL index, the other way")
	}
	a[0], a[0] = 1, 2
	if a[0] != 2 {
		println("FAIL left to right")
	}
	a[0], a[1], a[2] = a[2], a[0], a[1]
	println("rotated", a[0], a[1], a[2])
	x, y = 1, 2
	x, y = y, x+y
	x, y = y, x+y
	println("in parallel", x, y)
	if x != 3 || y != 5 {
		println("FAIL in parallel")
	}
	type node struct {
		next *node
		v    int
	}
	l := &node{&node{&node{nil, 3}, 2}, 1}
	var r *node
	for l != nil {
		l, l.next, r = l.next, r, l
	}
	println("reversed", r.v, r.next.v, r.next.next.v)
	if r.v != 3 || r.next.next.v != 1 {
		println("FAIL reversed")
	}
	s := []int{0, 1, 2}
	k := 1
	s[k], k, s[2] = k+10, 2, s[k]
	println("snapshot", s[0], s[1], s[2], k)
	if s[1] != 11 || s[2] != 1 || k != 2 {
		println("FAIL snapshot")
	}
	p := &x
	q := p
	*p, p, *q = 7, &y, 8
	if x != 8 || p != &y {
		println("FAIL pointers", x)
	}
	// A panic comes in its turn.
	func() {
		defer func() {
			recover()
			check("before a panic", "b")
		}()
		var none []int
		n("a", none[n("b", 0)])
	}()
}
