// Covers of the Go specification: run-time panics of nil pointers: fields, elements, calls, methods and receivers, and
// that the program goes on after it has recovered.
package main

import "runtime"

type node struct {
	n    int
	next *node
	far  [600]int
}

type speaker interface{ speak() string }

func (n node) value() int      { return n.n }
func (n *node) field() int     { return n.n }
func (n *node) safe() bool     { return n == nil }
func (n node) speak() string   { return "node" }
func (n *node) through() *node { return n.next }

type embeds struct {
	*node
	name string
}

var (
	none   *node
	number *int
	array  *[10]int
	slices *[]int
	fn     func() int
	iface  speaker
	text   *string
	outer  embeds
	pmap   *map[string]int
	big    *[1 << 16]int
	sink   int
	sinks  []int
	sinkn  node
	sinkt  string
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
	panics("read a number", func() { sink = *number })
	panics("write a number", func() { *number = 1 })
	panics("add to a number", func() { *number++ })
	panics("read a field", func() { sink = none.n })
	panics("write a field", func() { none.n = 1 })
	panics("read a later field", func() { sink = none.far[500] })
	panics("follow twice", func() { n := &node{}; sink = n.next.next.n })
	panics("copy a struct", func() { sinkn = *none })
	panics("an element of an array", func() { sink = array[3] })
	panics("a slice of an array", func() { sinks = array[:] })
	panics("a range over an array", func() {
		for _, v := range array {
			sink += v
		}
	})
	panics("an element of a slice", func() { sink = (*slices)[0] })
	panics("the length of a slice", func() { sink = len(*slices) })
	panics("a text", func() { sinkt = *text + "x" })
	panics("a map", func() { sink = (*pmap)["k"] })
	panics("a call of a function", func() { sink = fn() })
	panics("a method of an interface", func() { sinkt = iface.speak() })
	panics("a method with a value receiver", func() { sink = none.value() })
	panics("a method that reads", func() { sink = none.field() })
	panics("a method value of a value receiver", func() { f := none.value; sink = f() })
	panics("a method value of an interface", func() { f := iface.speak; sinkt = f() })
	panics("a promoted field", func() { sink = outer.n })
	panics("a promoted method", func() { sinkt = outer.speak() })
	panics("by an interface, a value receiver", func() { iface = none; defer func() { iface = nil }(); sinkt = iface.speak() })
	panics("far beyond the first page", func() { sink = big[1<<15] })
	panics("the address of a far element", func() { p := &big[1<<15]; *p = 1 })
	panics("a deferred nil function", func() { defer fn() })
	check("a method that does not read", none.safe())
	check("lengths need no array", len(array) == 10 && cap(array) == 10)
	n := 0
	for i := range array {
		n += i
	}
	check("nor positions", n == 45)
	check("an address of nothing is compared, not read", none == nil && outer.node == nil)
	count := 0
	for range 100 {
		func() {
			defer func() {
				if recover() != nil {
					count++
				}
			}()
			sink = none.through().n
		}()
	}
	println("recovered often", count)
	check("recovered often", count == 100)
}
