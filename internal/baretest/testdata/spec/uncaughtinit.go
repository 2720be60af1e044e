// Covers of the Go specification: a panic in the initialisation of a package: main never starts.
package main

var value = compute()

func compute() int {
	println("computed")
	return 3
}

func init() {
	defer println("deferred in init")
	if value == 3 {
		panic("in init")
	}
}

func init() {
	println("FAIL a later init")
}

func main() {
	println("FAIL main")
}
