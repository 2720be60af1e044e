// Covers of the Go specification: handling panics, that is, panic, recover, which call of recover stops a panic and
// which does not, panics in deferred calls, results of functions that recovered, and values of all kinds.
package main

import (
	"errors"
	"runtime"
)

var (
	trace string
	zero  int
	none  []int
)

type custom struct{ code int }

func (c custom) Error() string { return "custom" }

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func note(s string) { trace += s }

// caught runs f and gives what it panics with.
func caught(f func()) (r any) {
	defer func() {
		if v := recover(); v != nil {
			r = v
		}
	}()
	f()
	return "no panic"
}

func helper() any { return recover() }

func values() {
	check("no panic", caught(func() {}) == "no panic")
	check("a string", caught(func() { panic("boom") }) == "boom")
	check("a number", caught(func() { panic(42) }) == 42)
	check("a struct", caught(func() { panic(custom{3}) }) == custom{3})
	p := &custom{4}
	check("a pointer", caught(func() { panic(p) }) == p)
	err := errors.New("an error")
	check("an error", caught(func() { panic(err) }) == err)
	f, ok := caught(func() { panic(func() int { return 5 }) }).(func() int)
	check("a function", ok && f() == 5)
	e, ok := caught(func() { panic(nil) }).(*runtime.PanicNilError)
	check("nil", ok)
	println("nil is", e.Error())
	var ne error
	_, ok = caught(func() { panic(ne) }).(runtime.Error)
	check("a nil error", ok)
	re, ok := caught(func() { none[zero] = 1 }).(runtime.Error)
	check("a run-time error", ok)
	println("index", re.Error())
	_, ok = caught(func() { println(1 / zero) }).(error)
	check("a division", ok)
	check("recover without a panic", recover() == nil && helper() == nil)
}

func results() (n int, s string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
			s += "!"
		}
	}()
	n, s = 7, "set"
	panic(custom{1})
}

func overwritten() (n int) {
	defer func() {
		recover()
		n++
	}()
	return func() int { n = 5; panic("in the operand") }()
}

func unnamed() int {
	defer func() { recover() }()
	if zero == 0 {
		panic("x")
	}
	return 9
}

// Only a function that the panic's unwinding has called by itself stops it.
func who() {
	check("nested deeper does not", caught(func() {
		defer func() {
			func() {
				if recover() != nil {
					println("FAIL a nested call has recovered")
				}
			}()
		}()
		panic("deep")
	}) == "deep")
	check("a helper that is called does not", caught(func() {
		defer func() { helper() }()
		panic("helper")
	}) == "helper")
	var got any
	check("a helper that is deferred does", caught(func() {
		defer deferred(&got)
		panic("direct")
	}) == "no panic" && got == "direct")
	check("recover deferred itself does not", caught(func() {
		defer recover()
		panic("itself")
	}) == "itself")
	check("a deferred call within a deferred call", caught(func() {
		defer func() {
			defer func() { got = recover() }()
		}()
		panic("inner defer")
	}) == "inner defer" && got == nil)
	check("before it is deferred does not", caught(func() {
		r := recover()
		defer func() {
			if r != nil {
				println("FAIL")
			}
		}()
		panic("early")
	}) == "early")
	check("a method", caught(func() {
		var c catcher
		defer func() {
			if c.got != "method" {
				println("FAIL method")
			}
		}()
		defer c.catch()
		panic("method")
	}) == "no panic")
	check("a method value", caught(func() {
		c := &catcher{}
		f := c.catch
		defer f()
		panic("value")
	}) == "no panic")
	check("a method of an interface", caught(func() {
		var i interface{ catch() } = &catcher{}
		defer i.catch()
		panic("interface")
	}) == "no panic")
	check("a promoted method", caught(func() {
		var i interface{ catch() } = struct{ *catcher }{&catcher{}}
		defer i.catch()
		panic("promoted")
	}) == "no panic")
	check("the second recover finds nothing", caught(func() {
		defer func() {
			if recover() != nil {
				println("FAIL second")
			}
		}()
		defer func() { recover() }()
		panic("once")
	}) == "no panic")
}

type catcher struct{ got any }

func (c *catcher) catch() { c.got = recover() }

func deferred(p *any) { *p = recover() }

func sequences() {
	trace = ""
	r := caught(func() {
		defer note("a")
		defer func() {
			note("b")
			if r := recover(); r != nil {
				note(r.(string))
			}
			note("c")
		}()
		defer note("d")
		func() {
			defer note("e")
			panic("P")
		}()
		note("not reached")
	})
	println("sequence", trace)
	check("sequence", r == "no panic" && trace == "edbPca")

	trace = ""
	r = caught(func() {
		defer func() { note("2" + recover().(string)); panic("third") }()
		defer func() { note("1" + recover().(string)); panic("second") }()
		panic("first")
	})
	println("panics after recovering", trace, r.(string))
	check("panics after recovering", trace == "1first2second" && r == "third")

	trace = ""
	r = caught(func() {
		defer note("z")
		defer func() { panic("replaces") }()
		panic("replaced")
	})
	check("a panic replaces another", trace == "z" && r == "replaces")

	r = caught(func() {
		defer func() {
			defer func() {
				if r := recover(); r != "inner" {
					println("FAIL inner")
				}
			}()
			panic("inner")
		}()
		panic("outer")
	})
	check("an inner panic recovered leaves the outer", r == "outer")

	trace = ""
	r = caught(func() {
		for i := range 4 {
			defer func() {
				if i%2 == 0 {
					note(recover().(string))
				} else {
					panic(string(rune('0' + i)))
				}
			}()
		}
		panic("never seen")
	})
	println("in turns", trace)
	check("in turns", trace == "31" && r == "no panic")

	r = caught(func() {
		defer func() { panic(recover()) }()
		panic("again")
	})
	check("panicked again", r == "again")
	count := 0
	for range 50 {
		if caught(func() { deep(100) }) == "bottom" {
			count++
		}
	}
	check("from deep below, often", count == 50)
	check("all the deferred calls have run", unwound == 50*101)
}

var unwound int

func deep(n int) {
	defer func() { unwound++ }()
	if n == 0 {
		panic("bottom")
	}
	deep(n - 1)
}

func resume() {
	sum := 0
	for i := range 10 {
		func() {
			defer func() {
				if recover() != nil {
					sum += 100
				}
			}()
			sum += 10 / (i % 3)
		}()
	}
	println("goes on", sum)
	check("goes on", sum == 4*100+3*10+3*5)
	// A function with many deferred calls goes on with the others after one has recovered.
	trace = ""
	func() {
		defer note("1")
		defer note("2")
		defer func() { recover(); note("R") }()
		defer note("3")
		if zero == 0 {
			panic("x")
		}
		defer note("not deferred")
	}()
	println("the others", trace)
	check("the others", trace == "3R21")
}

func generic[T any](t T) (r T, err error) {
	defer func() {
		if v, ok := recover().(T); ok {
			r = v
			err = custom{2}
		}
	}()
	panic(t)
}

func main() {
	values()
	n, s, err := results()
	println("results", n, s, err.Error())
	check("results", n == 7 && s == "set!" && err == custom{1})
	check("a result in the making", overwritten() == 6)
	check("a result without a name is zero", unnamed() == 0)
	who()
	sequences()
	resume()
	g, err := generic("t")
	check("in a generic function", g == "t" && err == custom{2})
}
