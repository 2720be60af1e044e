// Covers of the Go specification: a panic in another goroutine that nobody recovers ends the program. A tier without
// goroutines refuses this file.
package main

func main() {
	defer println("FAIL deferred calls of main do not run")
	go func() {
		defer println("deferred in the goroutine")
		panic("in a goroutine")
	}()
	select {}
}
