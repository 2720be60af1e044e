// Covers of the Go specification: a run-time error that nobody recovers.
package main

var list = []int{1, 2, 3}

//go:noinline
func at(i int) int { return list[i] }

func main() {
	defer println("deferred")
	println(at(2))
	println(at(len(list) + 2))
}
