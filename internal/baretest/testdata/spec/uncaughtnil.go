// Covers of the Go specification: a panic with nil that nobody recovers.
package main

var err error

func main() {
	println("before")
	panic(err)
}
