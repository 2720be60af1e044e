// Covers of the Go specification: a panic that is recovered, after which the same deferred call panics with another
// value.
package main

func main() {
	defer func() {
		defer println("after the second panic has begun")
		println("seen", recover().(int))
		panic("another")
	}()
	panic(1)
}
