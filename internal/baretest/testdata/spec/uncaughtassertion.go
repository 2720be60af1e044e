// Covers of the Go specification: a type assertion that fails and that nobody recovers.
package main

type speaker interface{ speak() }

var x any = 5

func main() {
	println("before")
	x.(speaker).speak()
}
