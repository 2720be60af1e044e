// Covers packages unique and weak, which need a collector. A tier without one refuses this file.
package main

import (
	"runtime"
	"unique"
	"weak"
)

type key struct {
	s string
	n int
}

//go:noinline
func made() weak.Pointer[[100]int] {
	p := new([100]int)
	p[3] = 4
	w := weak.Make(p)
	println("alive", w.Value()[3], w == weak.Make(p))
	runtime.KeepAlive(p)
	return w
}

var text = "text"

func main() {
	a, b, c := unique.Make(key{text, 1}), unique.Make(key{"te" + text[2:], 1}), unique.Make(key{text, 2})
	println("unique", a == b, a == c, a.Value().s, c.Value().n)
	if a != b || a == c {
		println("FAIL unique")
	}
	w := made()
	runtime.GC()
	runtime.GC()
	println("gone", w.Value() == nil)
	if w.Value() != nil {
		println("FAIL weak")
	}
}
