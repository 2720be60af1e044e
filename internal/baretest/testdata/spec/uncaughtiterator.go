// Covers of the Go specification: a panic in the body of a range over a function, which passes through the iterator.
package main

func numbers(yield func(int) bool) {
	defer println("deferred in the iterator")
	for i := range 5 {
		if !yield(i) {
			return
		}
	}
}

func main() {
	for i := range numbers {
		defer println("deferred in the body", i)
		if i == 2 {
			panic("in the body")
		}
	}
}
