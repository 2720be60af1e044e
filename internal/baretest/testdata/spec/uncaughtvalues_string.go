// Covers of the Go specification: a panic with a string of several lines that nobody recovers.
package main

var second = "second line\n\tthird line"

func main() {
	println("before")
	panic("first line\n" + second)
}
