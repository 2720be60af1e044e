// Covers of the Go specification: a panic with a number of a named type that nobody recovers.
package main

type level uint8

var three = 3

func main() {
	println("before")
	panic(level(three))
}
