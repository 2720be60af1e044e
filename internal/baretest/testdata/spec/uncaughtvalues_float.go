// Covers of the Go specification: a panic with a float that nobody recovers.
package main

var half = 0.5

func main() {
	println("before")
	panic(half * 3)
}
