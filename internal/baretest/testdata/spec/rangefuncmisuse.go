// Covers of the Go specification: the restrictions of range over functions: what happens when an iterator calls the
// body after the loop has ended, after it has panicked, or swallows its panic.
package main

import "runtime"

var kept func(int) bool

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func caught(what string, f func()) {
	defer func() {
		switch r := recover().(type) {
		case runtime.Error:
			println(what+":", r.Error())
		case string:
			println(what+": the value", r)
		case nil:
			println(what + ": no panic")
		default:
			println("FAIL", what)
		}
	}()
	f()
}

// stubborn goes on although the body has said that it should not.
func stubborn(yield func(int) bool) {
	for i := range 5 {
		yield(i)
	}
}

func keeping(yield func(int) bool) {
	kept = yield
	yield(1)
}

func swallowing(yield func(int) bool) {
	defer func() { recover() }()
	yield(1)
}

// insisting calls the body again after that has panicked.
func insisting(yield func(int) bool) {
	func() {
		defer func() { recover() }()
		yield(1)
	}()
	yield(2)
}

func failing(yield func(int) bool) {
	yield(1)
	panic("of the iterator")
}

func nested(yield func(int) bool) {
	yield(1)
	func() {
		defer func() {
			if r := recover(); r != nil {
				println("nested has seen", r.(runtime.Error).Error())
				panic(r)
			}
		}()
		yield(2)
	}()
}

func main() {
	caught("on after break", func() {
		for i := range stubborn {
			if i == 1 {
				break
			}
		}
		println("FAIL on after break")
	})
	caught("on after return", func() {
		for range stubborn {
			return
		}
	})
	caught("continue is fine", func() {
		n := 0
		for i := range stubborn {
			if i%2 == 0 {
				continue
			}
			n++
		}
		check("continue is fine", n == 2)
	})
	caught("on after a break of an outer loop", func() {
	outer:
		for range stubborn {
			for range stubborn {
				break outer
			}
		}
	})
	caught("kept", func() {
		n := 0
		for i := range keeping {
			n += i
		}
		check("before it is misused", n == 1)
		kept(5)
		println("FAIL kept")
	})
	caught("kept, again", func() { kept(6) })
	caught("swallowed", func() {
		for range swallowing {
			panic("of the body")
		}
		println("FAIL swallowed")
	})
	caught("insisted", func() {
		for range insisting {
			panic("of the body")
		}
	})
	caught("panic of the body", func() {
		for range stubborn {
			panic("of the body")
		}
	})
	caught("panic of the iterator", func() {
		for range failing {
		}
	})
	caught("panic of the iterator after break", func() {
		for range failing {
			break
		}
	})
	caught("nested", func() {
		for range nested {
			break
		}
	})
	caught("a nil function", func() {
		var none func(func(int) bool)
		for range none {
			println("FAIL nil")
		}
	})
	n := 0
	for i := range func(yield func(int) bool) { _ = yield(1) && yield(2) } {
		n += i
	}
	check("goes on as usual", n == 3)
}
