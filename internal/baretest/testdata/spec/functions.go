// Covers of the Go specification: function declarations and types, parameters and results of all shapes and in large
// numbers, variadic parameters, recursion, and arguments that are results.
package main

type pair struct{ a, b int }
type large struct {
	n [40]int
	s string
}
type binary func(a, b int) (sum, product int)

var depth int

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func many(a int8, b int16, c int32, d int64, e uint8, f float32, g float64, h string, i []int, j any, k *int, l bool, m complex128, n pair, o error, p func() int, q [3]byte, r map[string]int, s uintptr, t rune, u float64, v float32, w string) (int64, float64, string, bool, pair, [3]byte, any, float32) {
	sum := int64(a) + int64(b) + int64(c) + d + int64(e) + int64(len(h)) + int64(len(i)) + int64(*k) + int64(n.a+n.b) + int64(p()) + int64(r["k"]) + int64(s) + int64(t) + int64(len(w))
	return sum, float64(f) + g + real(m) + u + float64(v), h + w, l && o == nil, pair{n.b, n.a}, [3]byte{q[2], q[1], q[0]}, j, v
}

//go:noinline
func floats(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r float64) float64 {
	return a - b + c - d + e - f + g - h + i - j + k - l + m - n + o - p + q - r
}

//go:noinline
func ints(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p int) (int, int, int, int, int, int, int, int, int, int, int, int) {
	return p, o, n, m, l, k, j, i, h, g, f + e + d, c + b + a
}

//go:noinline
func byValue(l large, at int) large {
	l.n[at] = at
	l.s += "!"
	return l
}

//go:noinline
func sum(ns ...int) (s int) {
	for _, n := range ns {
		s += n
	}
	return
}

//go:noinline
func labelled(label string, xs ...any) (int, string) {
	if xs == nil {
		return -1, label
	}
	return len(xs), label
}

func change(ns ...int) { ns[0] = 100 }

//go:noinline
func named(n int) (a, b int, s string) {
	a = n
	if n > 5 {
		s = "big"
		return
	}
	b = a * 2
	return b, a, "small"
}

//go:noinline
func recursive(n int) int {
	depth = max(depth, n)
	if n == 0 {
		return 0
	}
	return 1 + recursive(n-1)
}

func ackermann(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }

func hanoi(n int, from, to, via string, move func(from, to string)) {
	if n > 0 {
		hanoi(n-1, from, via, to, move)
		move(from, to)
		hanoi(n-1, via, to, from, move)
	}
}

func queens(n, row int, cols, left, right uint) (count int) {
	if row == n {
		return 1
	}
	for free := (1<<n - 1) &^ (cols | left | right); free != 0; free &= free - 1 {
		bit := free & -free
		count += queens(n, row+1, cols|bit, (left|bit)<<1, (right|bit)>>1)
	}
	return
}

// frames has a large frame, so that the stack has to have room for it at each level.
//
//go:noinline
func frames(n int) int {
	var buf [512]byte
	for i := range buf {
		buf[i] = byte(n)
	}
	if n == 0 {
		return int(buf[17])
	}
	return frames(n-1) + int(buf[n%512])&1
}

func main() {
	k := 7
	a, b, c, d, e, f, g, h := many(1, 2, 3, 4, 5, 0.5, 0.25, "hh", []int{1}, "any", &k, true, 2+3i, pair{8, 9}, nil, func() int { return k }, [3]byte{1, 2, 3}, map[string]int{"k": 10}, 11, 'a', 4, 8, "www")
	println("many", a, b, c, d, e.a, e.b, f[0], f[2], g.(string), h)
	check("many", a == 15+2+1+7+17+7+10+11+97+3 && b == 14.75 && c == "hhwww" && d && e == pair{9, 8} && f == [3]byte{3, 2, 1} && g == "any" && h == 8)
	println("floats", floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18.5))
	check("floats", floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18.5) == -9.5)
	i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11 := ints(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
	println("ints", i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11)
	l := large{s: "l"}
	m := byValue(byValue(l, 39), 1)
	check("large values", l.n[39] == 0 && m.n[39] == 39 && m.n[1] == 1 && m.s == "l!!")
	println("variadic", sum(), sum(1), sum(1, 2, 3), sum([]int{4, 5}...), sum(nil...))
	n, s := labelled("none")
	check("variadic without", n == -1 && s == "none")
	n, _ = labelled("nil", nil)
	n2, _ := labelled("one slice", []any{1, 2})
	n3, _ := labelled("spread", []any{1, 2}...)
	n4, _ := labelled("nil slice", []any(nil)...)
	println("variadic of interfaces", n, n2, n3, n4)
	check("variadic of interfaces", n == 1 && n2 == 1 && n3 == 2 && n4 == -1)
	arr := []int{1, 2}
	change(arr...)
	check("spread shares", arr[0] == 100)
	x, y, z := named(3)
	check("named results", x == 6 && y == 3 && z == "small")
	x, y, z = named(6)
	check("bare return", x == 6 && y == 0 && z == "big")
	var bin binary = func(a, b int) (int, int) { return a + b, a * b }
	check("a function type", sum(bin(3, 4)) == 19)
	check("nested calls", sum(sum(1, 2), sum(sum(3), 4)) == 10)
	check("deep recursion", recursive(9000) == 9000 && depth == 9000)
	println("ackermann", ackermann(2, 3))
	check("ackermann", ackermann(2, 3) == 9)
	check("mutual recursion", even(1000) && odd(777))
	moves := 0
	last := ""
	hanoi(6, "a", "c", "b", func(from, to string) { moves++; last = from + to })
	println("hanoi", moves, last)
	check("hanoi", moves == 63 && last == "ac" || last == "bc")
	println("queens", queens(6, 0, 0, 0, 0), queens(8, 0, 0, 0, 0))
	check("queens", queens(8, 0, 0, 0, 0) == 92)
	check("large frames", frames(100) == 50)
}
