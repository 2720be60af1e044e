// Covers of the Go specification: a panic with a complex number that nobody recovers.
package main

var half = 0.5

func main() {
	println("before")
	panic(complex(half, -half))
}
