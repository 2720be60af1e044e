// Hello has nothing of premain. It tells whether a platform's programs can be built and run here at all.
package main

func main() { println("hello") }
