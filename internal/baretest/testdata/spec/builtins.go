// Covers of the Go specification: built-in functions: append, cap, clear, complex, copy, delete, imag, len, make, max,
// min, new and real, for the operands that the files about their types leave out.
package main

type (
	ints    []int
	mybytes []byte
	mystr   string
	mymap   map[mystr]ints
	myarr   [3]int
)

var (
	two    = 2
	calls  int
	arr    [5]string
	parr         = &arr
	text   mystr = "héllo"
	fzero        = 0.0
	matrix [3][4]int
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func called[T any](t T) T {
	calls++
	return t
}

func lengths() {
	println("len", len(text), len(arr), len(parr), len(matrix), len(matrix[0]), len(mymap{"a": nil}), len(ints{9: 1}))
	check("len and cap", len(text) == 6 && cap(parr) == 5 && cap(matrix[:2]) == 3 && cap(make(ints, 2, 9)) == 9)
	const constant = len(matrix[0]) * cap(parr)
	check("constant", constant == 20)
	var none ints
	var nm mymap
	check("of nil", len(none) == 0 && cap(none) == 0 && len(nm) == 0)
	n := len([3]int{called(1), called(2), 3})
	check("evaluated as it calls", n == 3 && calls == 2)
	n = len(called(arr))
	check("a call is evaluated", n == 5 && calls == 3)
}

func appends() {
	var a ints
	a = append(a, 1)
	a = append(a, ints{2, 3}...)
	a = append(a, []int{4}...)
	check("named slices", len(a) == 4 && a[3] == 4)
	b := append(mybytes("ab"), text...)
	check("a named string to named bytes", string(b) == "abhéllo")
	c := append([]byte(nil), b[:2]...)
	check("named bytes to bytes", string(c) == "ab")
	e := append([]any{}, 1, "x", nil, a)
	check("to interfaces", len(e) == 4 && e[2] == nil && len(e[3].(ints)) == 4)
	f := append([]func() int(nil), func() int { return 7 })
	check("functions", f[0]() == 7)
	s := make([]int, 2, 10)
	t := append(s, 1)
	u := append(s, 2)
	check("two appends to one", t[2] == 2 && u[2] == 2 && len(s) == 2)
	s = s[:10]
	check("written beyond the length", s[2] == 2 && s[3] == 0)
	grid := append([][4]int(nil), matrix[:]...)
	grid[0][0] = 5
	check("arrays as elements", matrix[0][0] == 0 && len(grid) == 3)
	var structs []struct {
		a byte
		b string
	}
	for i := range 50 {
		structs = append(structs, struct {
			a byte
			b string
		}{byte(i), string(rune('0' + i))})
	}
	check("structs", structs[49].a == 49 && structs[9].b == "9")
	calls = 0
	_ = append(called(a), called(5), called(6))
	check("operands once", calls == 3)
	v := append(a[:1], a[2:]...)
	println("removed", v[0], v[1], v[2], len(v), a[3])
	check("removed", len(v) == 3 && v[1] == 3 && a[2] == 4 && a[3] == 4)
	w := append(a[:two:two], 100)
	check("full slice protects", a[2] == 4 && w[2] == 100)
}

func copies() {
	d := make(ints, 3)
	check("copy", copy(d, []int{1, 2, 3, 4}) == 3 && d[2] == 3)
	b := make(mybytes, 2)
	check("from a named string", copy(b, text) == 2 && b[1] == 0xc3)
	check("within an array", copy(arr[1:], []string{"x", "y"}) == 2 && arr[1] == "x" && parr[2] == "y")
	big := make([]int, 3000)
	for i := range big {
		big[i] = i
	}
	n := copy(big[1:], big)
	check("large, overlapping", n == 2999 && big[2999] == 2998 && big[1] == 0 && big[1500] == 1499)
	n = copy(big, big[10:])
	check("large, the other way", n == 2990 && big[0] == 9 && big[2989] == 2998)
	ps := []*int{&two, nil, new(int)}
	qs := make([]*int, 3)
	copy(qs, ps)
	check("pointers", qs[0] == &two && qs[2] == ps[2])
}

func clears() {
	m := mymap{"a": {1}, "b": nil}
	clear(m)
	check("clear a map", len(m) == 0)
	m["c"] = nil
	check("and use it", len(m) == 1)
	s := ints{1, 2, 3, 4}
	clear(s[1:3])
	check("clear a part", s[0] == 1 && s[1] == 0 && s[2] == 0 && s[3] == 4)
	long := make([]*int, 500)
	for i := range long {
		long[i] = &two
	}
	clear(long[1:])
	check("clear pointers", long[0] == &two && long[1] == nil && long[499] == nil)
	var none []int
	clear(none)
	nan := fzero / fzero
	fm := map[float64]int{nan: 1, 1: 2}
	delete(fm, nan)
	check("delete cannot find nan", len(fm) == 2)
	clear(fm)
	check("clear can", len(fm) == 0)
	delete(m, "absent")
	delete(m, "c")
	check("delete", len(m) == 0)
	dm := map[any]int{1: 1, "1": 2, [1]string{"1"}: 3}
	delete(dm, [1]string{string(rune('0' + two - 1))})
	check("delete by interface", len(dm) == 2)
}

func minmax() {
	println("ints", min(two, 5, -1), max(two, 5, -1), min(two), max(int8(two), 1))
	println("strings", min("b", string(text), "a"), max("b", string(text), "é"))
	println("floats", min(1.5, float64(two)), max(fzero, -fzero), min(fzero, -fzero, 1))
	check("named types", max(text, "a", "z") == "z" && min(text, "i") == text)
	nan := fzero / fzero
	check("nan wins", max(1, nan) != max(1, nan) && min(nan, 1, 2) != min(2, 1, nan))
	check("infinities", min(1, -1/fzero) == -1/fzero && max(1, 1/fzero) > 1e308)
	calls = 0
	n := max(called(3), called(1), called(2))
	check("evaluated once each", n == 3 && calls == 3)
	const c = min(7, 2.5, 'a')
	var f float32 = c
	check("constants", f == 2.5)
	check("unsigned", min(uint8(200), uint8(100+two)) == 102 && max(^uint64(0), uint64(two)) == ^uint64(0))
}

func makes() {
	type chanless struct{ m mymap }
	c := chanless{make(mymap)}
	c.m["k"] = append(c.m["k"], 1)
	check("a named map", len(c.m["k"]) == 1)
	z := make(mybytes, two*4)
	check("zeroed", string(z) == "\x00\x00\x00\x00\x00\x00\x00\x00")
	const n = 1e2
	check("float constants", len(make([]int, n)) == 100 && cap(make([]int, 0, 'a')) == 97)
	pp := new(new(two))
	**pp++
	check("new of new", **pp == 3 && two == 2)
	a := new(myarr)
	a[1] = 4
	check("new array", *a == myarr{0, 4, 0} && len(a) == 3)
	check("complex", real(complex(float32(two), 1)) == 2 && imag(complex(0, fzero)) == 0)
}

func main() {
	lengths()
	appends()
	copies()
	clears()
	minmax()
	makes()
}
