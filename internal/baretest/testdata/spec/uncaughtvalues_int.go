// Covers of the Go specification: a panic with an integer that nobody recovers.
package main

var minus = -1

func main() {
	println("before")
	panic(minus - 41)
}
