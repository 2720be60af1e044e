package main

func main() {
	println("hello from a program without the Go runtime")
}
