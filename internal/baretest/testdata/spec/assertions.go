// Covers of the Go specification: type assertions to concrete types and to interfaces, with and without comma-ok, of
// nil interfaces, and what the run-time panics of those that fail say.
package main

import "runtime"

type speaker interface{ speak() string }
type walker interface {
	walk() int
	speak() string
}
type secret interface{ hidden(int) }

type dog struct{ name string }
type cat struct{ n int }
type fish int
type alike string

func (d dog) speak() string  { return d.name }
func (c *cat) speak() string { return "meow" }
func (c *cat) walk() int     { return c.n }
func (f fish) hidden()       {}

var (
	things = []any{nil, 1, int8(2), "s", 1.5, dog{"rex"}, &dog{"ptr"}, &cat{4}, fish(3), []int{1}, map[string]int{}, [2]int{1, 2}, func() {}, struct{}{}, error(nil), alike("s"), (*cat)(nil)}
	none   speaker
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func commaOk() {
	for i, x := range things {
		n, a := x.(int)
		s, b := x.(string)
		d, c := x.(dog)
		_, e := x.(*dog)
		sp, f := x.(speaker)
		w, g := x.(walker)
		_, h := x.([]int)
		_, j := x.(func())
		_, k := x.(struct{})
		_, l := x.(any)
		println("thing", i, a, b, c, e, f, g, h, j, k, l)
		if !a && n != 0 || !b && s != "" || !c && d != (dog{}) || !f && sp != nil || !g && w != nil {
			println("FAIL not zero after an assertion that failed")
		}
		if l != (x != nil) {
			println("FAIL assertion to the empty interface")
		}
		if f && i != 16 {
			println("speaks", sp.speak())
		}
	}
	var sp speaker = &cat{9}
	w, ok := sp.(walker)
	check("to a larger interface", ok && w.walk() == 9)
	_, ok = sp.(dog)
	check("to another type", !ok)
	_, ok = none.(walker)
	check("of nil", !ok)
	m := map[bool]int{}
	_, m[true] = 0, 5
	var v any
	v, m[ok] = sp.(*cat), 1
	check("assigned elsewhere", v == any(sp) && m[false] == 1)
	var okNamed flag
	_, okNamed = v.(*cat)
	check("a named boolean", bool(okNamed))
	if c, ok := v.(*cat); !ok || c.n != 9 {
		println("FAIL in a condition")
	}
	// The same question many times: the answer may be remembered, and must be the same.
	count := 0
	for range 200 {
		for _, x := range things {
			if _, ok := x.(walker); ok {
				count++
			}
			if _, ok := x.(secret); ok {
				count += 1000000
			}
		}
	}
	println("asked often", count)
	check("asked often", count == 400)
}

type flag bool

func failing(what string, f func()) {
	defer func() {
		r := recover()
		e, ok := r.(*runtime.TypeAssertionError)
		if !ok {
			println("FAIL", what, "is not a TypeAssertionError")
			return
		}
		println(what+":", e.Error())
		var _ runtime.Error = e
	}()
	f()
	println("FAIL", what, "did not panic")
}

func wording() {
	var sink any
	at := func(i int) any { return things[i] }
	failing("nil to int", func() { sink = at(0).(int) })
	failing("nil to interface", func() { sink = at(0).(speaker) })
	failing("nil to any", func() { sink = at(0).(any) })
	failing("nil speaker to dog", func() { sink = none.(dog) })
	failing("nil speaker to walker", func() { sink = none.(walker) })
	failing("int to string", func() { sink = at(1).(string) })
	failing("int8 to int", func() { sink = at(2).(int) })
	failing("string to named", func() { sink = at(3).(alike) })
	failing("dog to pointer", func() { sink = at(5).(*dog) })
	failing("pointer to dog", func() { sink = at(6).(dog) })
	failing("int to speaker", func() { sink = at(1).(speaker) })
	failing("dog to walker", func() { sink = at(5).(walker) })
	failing("fish to secret", func() { sink = at(8).(secret) })
	failing("cat without pointer to speaker", func() { var x any = cat{}; sink = x.(speaker) })
	failing("slice to array", func() { sink = at(9).([1]int) })
	failing("map to map", func() { sink = at(10).(map[int]int) })
	failing("array to longer array", func() { sink = at(11).([3]int) })
	failing("function to function", func() { sink = at(12).(func() int) })
	failing("struct to struct", func() { sink = at(13).(struct{ a int }) })
	failing("speaker to dog", func() { var s speaker = &cat{}; sink = s.(dog) })
	failing("dog to error", func() { sink = at(5).(error) })
	failing("to an interface without a name", func() { sink = at(5).(interface{ fly() }) })
	failing("to a function with results", func() { sink = at(1).(func(int, ...string) (bool, error)) })
	failing("to a generic type", func() { sink = at(1).(box[string]) })
	failing("from a generic type", func() { var x any = box[int]{}; sink = x.(box[string]) })
	type dog struct{ name string }
	failing("types of one name", func() { sink = at(5).(dog) })
	_ = sink
}

type box[T any] struct{ v T }

func main() {
	commaOk()
	wording()
}
