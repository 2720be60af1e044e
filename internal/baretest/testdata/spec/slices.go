// Covers of the Go specification: slice types, making slices, simple and full slice expressions, appending and copying,
// and slices of slices.
package main

var (
	low, high, top = 2, 5, 7
	count          = 10
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func show(what string, s []int) {
	print(what, " len ", len(s), " nil ", s == nil, ":")
	for _, v := range s {
		print(" ", v)
	}
	println()
}

func equal(a []int, b ...int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func expressions() {
	base := [...]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	s := base[low:high]
	println("simple", len(s), cap(s))
	check("simple", equal(s, 2, 3, 4) && cap(s) == 8)
	f := base[low:high:top]
	println("full", len(f), cap(f))
	check("full", equal(f, 2, 3, 4) && cap(f) == 5)
	check("beyond the length, within the capacity", equal(f[:5], 2, 3, 4, 5, 6))
	check("defaults", len(base[:]) == 10 && len(base[low:]) == 8 && len(base[:high]) == 5 && cap(base[:high:high]) == 5)
	check("at the end", len(base[count:]) == 0 && cap(base[count:]) == 0)
	f[0] = 20
	check("shared", base[2] == 20 && s[0] == 20)
	g := append(f, 50, 60)
	check("append within the capacity writes", base[5] == 50 && base[6] == 60 && len(f) == 3)
	h := append(g, 70)
	h[0] = -1
	check("append beyond the capacity copies", base[7] == 7 && base[2] == 20 && len(h) == 6)
	p := &base
	check("of a pointer to an array", equal(p[8:], 8, 9))
	var none []int
	check("of nil", none[:] == nil && none[0:0] == nil && len(none[:0:0]) == 0)
	empty := base[3:3]
	check("empty is not nil", empty != nil && len(empty) == 0 && cap(empty) == 7)
	show("nil", none)
	show("empty", empty)
}

func making() {
	a := make([]int, low, top)
	b := make([]int, count)
	c := make([]int, int8(low), uint64(top))
	println("made", len(a), cap(a), len(b), cap(b), len(c), cap(c))
	check("made", len(a) == 2 && cap(a) == 7 && len(b) == 10 && len(c) == 2 && cap(c) == 7)
	for i := range b {
		if b[i] != 0 {
			println("FAIL not zero")
		}
	}
	lit := []int{5: 50, 51, 1: 10, 11}
	show("literal with indices", lit)
	check("literal with indices", equal(lit, 0, 10, 11, 0, 0, 50, 51))
	zero := make([]struct{}, count*1000)
	check("elements without a size", len(zero) == 10000)
	zero = append(zero, struct{}{})
	check("append of elements without a size", len(zero) == 10001)
}

func appending() {
	var s []int
	caps, last := 0, -1
	for i := range 2000 {
		s = append(s, i)
		if cap(s) != last {
			caps++
			last = cap(s)
		}
		if len(s) != i+1 || cap(s) < len(s) {
			println("FAIL length", i)
		}
	}
	check("grows by more than one", caps < 40)
	for i, v := range s {
		if i != v {
			println("FAIL element", i, v)
		}
	}
	show("of an empty one", append([]int(nil), []int{}...))
	show("several", append([]int{1}, 2, 3, 4))
	show("spread", append([]int{1}, s[5:9]...))
	show("itself", append(s[:3:3], s[:3]...))
	b := append([]byte("ab"), "cdé"...)
	check("string to bytes", string(b) == "abcdé")
	m := append([]int(nil), make([]int, count)...)
	check("extended by zeros", len(m) == 10 && m[9] == 0)
	// Deleting and inserting by moving what comes after.
	d := []int{0, 1, 2, 3, 4, 5}
	d = append(d[:low], d[low+1:]...)
	show("deleted", d)
	check("deleted", equal(d, 0, 1, 3, 4, 5))
	d = append(d[:low], append([]int{2}, d[low:]...)...)
	check("inserted", equal(d, 0, 1, 2, 3, 4, 5))
	type pair struct {
		name string
		n    *int
	}
	var ps []pair
	for i := range 100 {
		ps = append(ps, pair{string(rune('a' + i%26)), &s[i]})
	}
	check("elements with pointers", *ps[77].n == 77 && ps[77].name == "z")
}

func copying() {
	s := []int{0, 1, 2, 3, 4, 5}
	n := copy(s[1:], s)
	show("overlapping upward", s)
	check("overlapping upward", n == 5 && equal(s, 0, 0, 1, 2, 3, 4))
	n = copy(s, s[2:])
	show("overlapping downward", s)
	check("overlapping downward", n == 4 && equal(s, 1, 2, 3, 4, 3, 4))
	check("shorter source", copy(s, []int{9}) == 1 && s[0] == 9 && s[1] == 2)
	check("shorter destination", copy(s[:2], []int{7, 8, 9}) == 2 && s[2] == 3)
	check("nothing", copy(s, []int(nil)) == 0 && copy([]int(nil), s) == 0)
	b := make([]byte, 3)
	check("of a string", copy(b, "héllo") == 3 && string(b) == "hé")
	names := []string{"a", "b", "c", "d"}
	copy(names[1:], names)
	check("strings", names[0] == "a" && names[1] == "a" && names[3] == "c")
	clear(names[1:3])
	check("cleared", names[0] == "a" && names[1] == "" && names[2] == "" && names[3] == "c")
}

func nested() {
	grid := make([][]int, 4)
	for y := range grid {
		grid[y] = make([]int, y+1)
		for x := range grid[y] {
			grid[y][x] = y * x
		}
	}
	sum := 0
	for _, row := range grid {
		for _, v := range row {
			sum += v
		}
	}
	println("ragged", sum, len(grid[3]))
	check("ragged", sum == 25)
	lits := [][]int{{1}, {2, 3}, nil, {}}
	check("nested literals", len(lits[1]) == 2 && lits[2] == nil && lits[3] != nil)
	pts := []*struct{ x, y int }{{1, 2}, {3, 4}}
	pts[0].x = 10
	check("pointers in literals", pts[0].x == 10 && pts[1].y == 4)
	var rec []any
	rec = append(rec, 1, "x", []any{2})
	rec = append(rec, rec)
	inner := rec[3].([]any)
	check("a slice that holds itself", len(inner) == 3 && inner[2].([]any)[0] == 2)
	s := []int{1, 2, 3}
	for i, v := range s {
		s = append(s, v*10)
		s[i] = 0
	}
	show("changed while ranging", s)
	check("range looks at the length once", len(s) == 6)
}

func main() {
	expressions()
	making()
	appending()
	copying()
	nested()
}
