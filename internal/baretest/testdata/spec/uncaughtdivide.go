// Covers of the Go specification: an integer division by zero that nobody recovers, while a deferred call has another.
package main

var zero int

func main() {
	defer func() {
		defer func() { println("recovered:", recover().(error).Error()) }()
		println(5 % zero)
	}()
	println(5 / zero)
}
