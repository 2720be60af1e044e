// Covers runtime.SetFinalizer, AddCleanup and KeepAlive, which need a collector. A tier without one refuses this file.
package main

import "runtime"

type resource struct {
	n    int
	self *resource
	pad  [100]int
}

//go:noinline
func finalized(done chan int) {
	r := &resource{n: 7}
	runtime.SetFinalizer(r, func(r *resource) { done <- r.n })
}

//go:noinline
func cleaned(done chan int) {
	r := &resource{n: 8}
	runtime.AddCleanup(r, func(n int) { done <- n }, 9)
}

//go:noinline
func removed(done chan int) {
	r := &resource{}
	runtime.SetFinalizer(r, func(*resource) { done <- -1 })
	runtime.SetFinalizer(r, nil)
	runtime.AddCleanup(r, func(n int) { done <- n }, -2).Stop()
	runtime.KeepAlive(r)
}

func main() {
	done := make(chan int, 4)
	finalized(done)
	runtime.GC()
	println("finalized", <-done)
	cleaned(done)
	runtime.GC()
	println("cleaned", <-done)
	removed(done)
	runtime.GC()
	runtime.GC()
	if len(done) != 0 {
		println("FAIL removed", <-done)
	}
	println("removed")
}
