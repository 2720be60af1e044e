// Covers of the Go specification: comparison operators for all kinds of operands, mixed comparison of interfaces with
// values, and the generic comparable.
package main

import "math"

type pt struct {
	x int
	s string
}

type deep struct {
	a [2]pt
	e any
	p *int
	f float32
	c complex64
	b bool
	_ int
}

type celsius float64
type empty struct{}
type shape interface{ area() int }

func (p pt) area() int { return p.x }

type ptrShape struct{ n int }

func (p *ptrShape) area() int { return p.n }

var (
	one  = 1
	nan  = math.NaN()
	text = "text"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func same(a, b any) bool { return a == b }

//go:noinline
func equal[T comparable](a, b T) bool { return a == b }

//go:noinline
func member[T comparable](t T, ts ...T) int {
	for i, x := range ts {
		if x == t {
			return i
		}
	}
	return -1
}

func interfaces() {
	p, q := new(int), new(int)
	values := []any{
		nil, 0, 1, int8(1), uint(1), 1.0, float32(1), 1i, complex64(1), "1", "", true, false, 'a', uint8('a'), p, q, (*int)(nil), (*string)(nil),
		pt{1, "a"}, pt{1, "b"}, &pt{1, "a"}, [2]int{1, 2}, [2]int{2, 1}, [2]any{1, "x"}, [3]any{}, empty{}, struct{}{}, [0]int{}, celsius(1), nan,
		deep{}, deep{e: 1}, deep{e: "1"}, struct{ a, b any }{1, 2}, math.Inf(1),
	}
	for i, a := range values {
		row := 0
		for j, b := range values {
			if same(a, b) {
				row++
				if i != j {
					println("FAIL equal:", i, j)
				}
			}
			if same(a, b) != same(b, a) {
				println("FAIL not symmetric:", i, j)
			}
		}
		if row != 1 && i != 30 || i == 30 && row != 0 {
			println("FAIL not equal to itself:", i, row)
		}
	}
	println("compared", len(values), "by", len(values))
	check("built apart", same("te"+text[2:], text) && same(pt{one, text[:1]}, pt{1, "t"}) && same([2]any{one, text}, [2]any{1, "text"}) && same(int64(one)<<40, int64(1<<40)))
	check("zeros", same(0.0, math.Copysign(0, -1)) && same(complex(0, 0.0*float64(one)), 0i))
	check("deep", same(deep{a: [2]pt{{}, {1, text}}, e: deep{e: one}}, deep{a: [2]pt{{}, {1, "text"}}, e: deep{e: 1}}))
	check("nan inside", !same(deep{e: nan}, deep{e: nan}) && !same([1]float64{nan}, [1]float64{nan}))

	var s, t shape
	check("nil interfaces", s == t && s == nil)
	s = pt{1, "a"}
	t = pt{one, "a"}
	check("with methods", s == t && s != nil)
	check("an interface and a value", s == pt{1, "a"} && pt{2, ""} != s && any(s) == t)
	var e any = s
	check("two interface types", e == s && any(one) == any(1) && e != any(one))
	ps := &ptrShape{1}
	t = ps
	check("a pointer", t == shape(ps) && t == ps && t != shape(&ptrShape{1}) && s != t)
	var np *ptrShape
	t = np
	check("typed nil", t != nil && t == (*ptrShape)(nil))
	var err error
	check("nil of different interfaces", any(err) == nil && any(s) != any(err))
}

func operands() {
	a, b := "ab", text[:0]+"ab"
	check("strings", a == b && a+"c" > b && "" < a && "B" < "a" && !(a < b) && a <= b)
	check("booleans", (one == 1) == true && (one == 2) != (one == 1))
	arr, brr := [3]pt{{1, "x"}, {2, text}}, [3]pt{{1, "x"}, {2, "text"}}
	check("arrays", arr == brr)
	brr[2].s = " "
	check("arrays that differ", arr != brr)
	f := func() {}
	var g func()
	check("functions and nil", f != nil && g == nil && nil == g)
	var sl []int
	var m map[string]int
	check("slices, maps and nil", sl == nil && m == nil && []int{} != nil && map[string]int{} != nil)
	p, q := &one, &one
	check("pointers", p == q && p != new(int) && &arr[0] == &arr[0] && &arr[0] != &arr[1])
	check("floats", 0.5*float64(one) == 0.5 && nan != nan && !(nan < 1) && !(nan > 1) && float32(0.1)*float32(one) != 0.2)
	check("complex", complex(float64(one), 2) == 1+2i && complex(nan, 0) != complex(nan, 0))
	check("unsigned", uint8(one)-2 > 200 && int8(one)-2 < 0 && ^uint(0) > uint(one))
	type anon = struct{ a, b int }
	check("types without names", anon{one, 2} == struct{ a, b int }{1, 2})
	check("constants", celsius(one) == 1 && 'a' == 97 && celsius(0.5) < celsius(one))
	x := deep{a: [2]pt{{1, "a"}}, p: &one, f: 0.5, c: 1i, b: true}
	y := x
	check("structs", x == y)
	y.c = -1i
	check("structs that differ", x != y)
	long := struct {
		a [20]int
		s string
	}{s: text}
	other := long
	other.s = text[:2] + "xt"
	check("long structs", long == other)
	other.a[19] = 1
	check("long structs that differ", long != other)
}

func generics() {
	check("equal", equal(one, 1) && equal(text, "text") && !equal(nan, nan) && equal(pt{one, ""}, pt{1, ""}) && equal[any](one, 1) && !equal[any](one, "1"))
	check("arrays", equal([2]any{one, nil}, [2]any{1, nil}) && equal([0]int{}, [0]int{}) && equal(empty{}, empty{}))
	check("pointers", equal(&one, &one) && !equal(new(int), new(int)) && equal[*int](nil, nil))
	check("interfaces", equal[shape](pt{1, "a"}, pt{one, "a"}) && !equal[shape](pt{}, nil) && equal[error](nil, nil))
	println("member", member("b", "a", "b"), member[any](1, "1", 1.0, 1), member(nan, nan), member(pt{1, "x"}, pt{}, pt{1, "x"}), member(celsius(2), 1, 2))
}

func keys() {
	m := map[any]string{}
	for _, k := range []any{1, int8(1), 1.0, "1", pt{1, "a"}, [2]any{1, "a"}, deep{e: 1}, true, nil, 0.0, math.Copysign(0, -1), celsius(1), 'a', byte('a')} {
		m[k] += "x"
	}
	println("keys", len(m), m[0.0], m[one], m[deep{e: one}])
	check("keys", len(m) == 13 && m[0.0] == "xx" && m[[2]any{one, "a"}] == "x" && m[pt{one, "a"}] == "x")
	for range 3 {
		m[nan] = "nan"
	}
	check("nan keys", len(m) == 16 && m[nan] == "")
	n := map[shape]int{pt{1, "k"}: 1, (*ptrShape)(nil): 2, nil: 3}
	check("interface keys", n[pt{one, "k"}] == 1 && n[(*ptrShape)(nil)] == 2 && n[nil] == 3 && n[&ptrShape{}] == 0)
	d := map[deep]int{{f: 0, e: "s"}: 1}
	check("keys with zeros", d[deep{f: float32(math.Copysign(0, -1)), e: "s"}] == 1)
	c := map[complex128]int{0: 1}
	c[complex(math.Copysign(0, -1), math.Copysign(0, -1))]++
	check("complex keys", len(c) == 1 && c[0] == 2)
	a := map[[3]string]int{{"a", "b"}: 1}
	check("array keys", a[[3]string{text[:0] + "a", "b", ""}] == 1)
}

func main() {
	interfaces()
	operands()
	generics()
	keys()
}
