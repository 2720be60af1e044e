// Covers of the Go specification: several panics of which none is recovered in the end: one in a deferred call while
// another goes on, one that was recovered before and so is not told of, and one that is panicked again.
package main

func note(s string) { println("deferred", s) }

func recovered() {
	defer func() {
		println("recovered", recover().(string))
	}()
	panic("harmless")
}

func main() {
	defer note("first")
	defer func() {
		// A panic of its own, recovered within: nobody hears of it.
		recovered()
		panic("third")
	}()
	defer note("second")
	defer func() {
		panic("second")
	}()
	defer recovered()
	panic("first")
}
