// Covers runtime.Goexit, with deferred calls and recover. A tier without goroutines refuses this file.
package main

import "runtime"

func main() {
	done := make(chan string)
	go func() {
		trace := ""
		defer func() { done <- trace }()
		defer func() {
			if recover() == nil {
				trace += "nothing to recover "
			}
		}()
		func() {
			defer func() { trace += "deferred " }()
			runtime.Goexit()
		}()
		trace += "FAIL"
	}()
	println(<-done)
	go func() {
		trace := ""
		defer func() { done <- trace }()
		defer func() { trace += recover().(string) }()
		defer func() { panic("a panic while it exits") }()
		runtime.Goexit()
	}()
	println(<-done)
	go func() {
		defer func() { done <- "a panic that is left by Goexit" }()
		defer runtime.Goexit()
		panic("is forgotten")
	}()
	println(<-done)
}
