// Covers of the Go specification: a panic with a value with a method String that nobody recovers.
package main

type state int

func (s state) String() string { return "state " + string(rune('0'+int(s))) }

var two = 2

func main() {
	println("before")
	panic(state(two))
}
