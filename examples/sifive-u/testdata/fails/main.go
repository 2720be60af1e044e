// Fails panics.
package main

func main() { fail() }

//go:noinline
func fail() { panic("on purpose") }
