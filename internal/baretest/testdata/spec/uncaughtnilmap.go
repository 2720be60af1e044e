// Covers of the Go specification: a write to a nil map that nobody recovers.
package main

var m map[string]int

func main() {
	println(m["read"])
	m["written"] = 1
}
