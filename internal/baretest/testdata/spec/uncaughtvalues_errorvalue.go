// Covers of the Go specification: a panic with an error that is no pointer that nobody recovers.
package main

type code int

func (c code) Error() string { return "code " + string(rune('0'+int(c))) + "\nand a second line" }

var two = 2

func main() {
	println("before")
	panic(code(two))
}
