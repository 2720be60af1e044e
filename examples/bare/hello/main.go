// Hello is the smallest program without the Go runtime: premain run -board linux ./examples/bare/hello, premain boot -board virt-arm64
// ./examples/bare/hello. It is an ordinary one, too: go run ./examples/bare/hello.
package main

func main() {
	println("hello, world")
}
