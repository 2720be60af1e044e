// Covers iter.Pull and iter.Pull2, which are coroutines. A tier without goroutines refuses this file.
package main

import "iter"

func upto(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer println("iterator ends", n)
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) all(yield func(int) bool) bool {
	return t == nil || t.l.all(yield) && yield(t.v) && t.r.all(yield)
}

func (t *tree) seq() iter.Seq[int] { return func(yield func(int) bool) { t.all(yield) } }

func same(a, b *tree) bool {
	next, stop := iter.Pull(a.seq())
	defer stop()
	for v := range b.seq() {
		w, ok := next()
		if !ok || v != w {
			return false
		}
	}
	_, ok := next()
	return !ok
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	next, stop := iter.Pull(upto(2))
	a, ok1 := next()
	b, ok2 := next()
	_, ok3 := next()
	_, ok4 := next()
	stop()
	check("pulled", a == 0 && b == 1 && ok1 && ok2 && !ok3 && !ok4)
	next, stop = iter.Pull(upto(5))
	next()
	stop()
	_, ok1 = next()
	stop()
	check("stopped", !ok1)
	_, stop = iter.Pull(upto(9))
	stop()
	x := &tree{&tree{nil, nil, 1}, &tree{nil, nil, 3}, 2}
	y := &tree{nil, &tree{nil, &tree{nil, nil, 3}, 2}, 1}
	check("two shapes, one fringe", same(x, y) && !same(x, x.l))
	n2, stop2 := iter.Pull2(func(yield func(int, string) bool) { _ = yield(1, "a") && yield(2, "b") })
	k, v, ok := n2()
	check("pairs", k == 1 && v == "a" && ok)
	stop2()
	next, stop = iter.Pull(func(yield func(int) bool) { yield(1); panic("in the iterator") })
	next()
	func() {
		defer func() { println("recovered", recover().(string)) }()
		next()
	}()
	stop()
}
