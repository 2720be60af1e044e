// Covers of the Go specification: a program all of whose goroutines wait for ever, which the runtime tells. A tier
// without channels refuses this file.
package main

func main() {
	println("before")
	<-make(chan int)
	println("FAIL after")
}
