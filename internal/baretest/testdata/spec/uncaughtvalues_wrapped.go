// Covers of the Go specification: a panic with joined errors that nobody recovers.
package main

import "errors"

var errFirst, errSecond = errors.New("first"), errors.New("second")

func main() {
	println("before")
	panic(errors.Join(errFirst, errSecond))
}
