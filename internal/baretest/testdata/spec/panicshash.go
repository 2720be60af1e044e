// Covers of the Go specification: run-time panics of comparisons and of map keys whose dynamic type cannot be compared,
// and what their errors say.
package main

import "runtime"

type holder struct {
	n int
	x any
}

type list []int

func (list) m() {}

type methods interface{ m() }

var (
	sl   any     = []int{1}
	sl2  any     = []int{1}
	mp   any     = map[string]int{}
	fn   any     = func() {}
	st   any     = struct{ f []int }{}
	ar   any     = [2]func(){}
	in   any     = holder{1, []int{1}}
	in2  any     = holder{1, []int{1}}
	in3  any     = holder{2, []int{1}}
	num  any     = 1
	m    methods = list{1}
	data         = map[any]int{1: 1}
	sink bool
	n    int
)

func panics(what string, f func()) {
	defer func() {
		e, ok := recover().(runtime.Error)
		if !ok {
			println("FAIL", what, "is not a run-time error")
			return
		}
		println(what+":", e.Error())
	}()
	f()
	println("FAIL", what, "did not panic")
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	panics("slices", func() { sink = sl == sl2 })
	panics("a slice and itself", func() { sink = sl == sl })
	panics("maps", func() { sink = mp == mp })
	panics("functions", func() { sink = fn != fn })
	panics("structs with slices", func() { sink = st == st })
	panics("arrays of functions", func() { sink = ar == ar })
	panics("a slice in an interface in a struct", func() { sink = in == in2 })
	panics("interfaces with methods", func() { sink = m == methods(list{1}) })
	panics("arrays of interfaces", func() { sink = [2]any{1, sl} == [2]any{1, sl2} })
	panics("by switch", func() {
		switch sl {
		case sl2:
			sink = true
		}
	})
	panics("by a type parameter", func() { sink = equal(sl, sl2) })
	panics("structs by a type parameter", func() { sink = equal(holder{1, fn}, holder{1, fn}) })
	check("other types are just different", sl != num && sl != mp && st != ar && sl != nil && nil != fn)
	check("an earlier difference is enough", in != in3)
	check("of arrays, too", [2]any{1, sl} != [2]any{2, sl})
	panics("key: a slice", func() { data[sl] = 1 })
	panics("key: a map, read", func() { n = data[mp] })
	panics("key: a function, looked up", func() { _, sink = data[fn] })
	panics("key: a slice, deleted", func() { delete(data, sl) })
	panics("key: a struct", func() { data[st]++ })
	panics("key: an array", func() { data[ar]++ })
	panics("key: a slice in an interface in a struct", func() { data[in] = 2 })
	panics("key: an interface with methods", func() { n = map[methods]int{list{}: 1}[m] })
	panics("key: a struct type with an interface", func() { n = map[holder]int{}[holder{1, sl}] })
	panics("key: of an empty map", func() { n = map[any]int{}[sl] })
	panics("key: of a nil map", func() { var none map[any]int; n = none[sl] })
	panics("key: in a literal", func() { n = len(map[any]int{num: 1, sl: 2}) })
	check("the map is as before", len(data) == 1 && data[1] == 1)
}

//go:noinline
func equal[T comparable](a, b T) bool { return a == b }
