// Covers of the Go specification: a panic with a rune that nobody recovers.
package main

var letters = []rune("aé")

func main() {
	println("before")
	panic(letters[1])
}
