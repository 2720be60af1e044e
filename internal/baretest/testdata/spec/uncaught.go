// Covers of the Go specification: a panic with an error of the program's own that nobody recovers: deferred calls run,
// the error's text is written, and the program fails.
package main

type failure struct {
	op   string
	code int
}

func (f *failure) Error() string { return f.op + ": failure " + string(rune('0'+f.code)) }

func work(n int) {
	defer println("deferred in work", n)
	if n == 0 {
		panic(&failure{"work", 7})
	}
	work(n - 1)
}

func main() {
	defer println("deferred in main")
	defer func() {
		println("a deferred call that recovers nothing")
	}()
	println("before")
	work(3)
	println("FAIL after")
}
