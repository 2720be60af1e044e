// Covers of the Go specification: a panic with a string of a named type that nobody recovers.
package main

type reason string

var why = "\"quoted\"\n"

func main() {
	println("before")
	panic(reason("because " + why))
}
