// Covers of the Go specification: channel types, make, send, receive, close, range over channels, len and cap, and
// their run-time panics. A tier without channels refuses this file.
package main

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func panics(what string, f func()) {
	defer func() { println(what+":", recover().(error).Error()) }()
	f()
	println("FAIL", what)
}

func generate(n int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 2; i < n; i++ {
			c <- i
		}
	}()
	return c
}

func filter(in <-chan int, p int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range in {
			if i%p != 0 {
				out <- i
			}
		}
	}()
	return out
}

var minus = -1

func main() {
	b := make(chan string, 3)
	b <- "a"
	b <- "b"
	println("buffered", len(b), cap(b), <-b, len(b))
	close(b)
	s, ok := <-b
	z, no := <-b
	check("closed", s == "b" && ok && z == "" && !no)
	var none chan int
	check("nil", none == nil && len(none) == 0 && cap(none) == 0)
	c := make(chan int, 10)
	d := c
	check("references", c == d && c != make(chan int, 10))
	for i := range 5 {
		c <- i
	}
	close(c)
	sum := 0
	for v := range c {
		sum = sum*10 + v
	}
	check("range", sum == 1234)
	primes := generate(50)
	print("primes")
	for {
		p, ok := <-primes
		if !ok {
			break
		}
		print(" ", p)
		primes = filter(primes, p)
	}
	println()
	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for range 1000 {
		ping <- n
		n = <-pong
	}
	close(ping)
	_, ok = <-pong
	check("back and forth", n == 1000 && !ok)
	cc := make(chan chan int, 1)
	cc <- make(chan int, 1)
	e := <-cc
	e <- 7
	check("channels of channels", <-e == 7)
	var send chan<- int = e
	var recv <-chan int = e
	send <- 8
	check("directions", <-recv == 8)
	st := make(chan struct{}, 2)
	st <- struct{}{}
	check("elements without a size", len(st) == 1)
	done := make(chan [50]int)
	go func() { done <- [50]int{49: 5} }()
	check("large elements", (<-done)[49] == 5)
	panics("send on closed", func() { b <- "x" })
	panics("close of closed", func() { close(b) })
	panics("close of nil", func() { close(none) })
	panics("negative size", func() { c = make(chan int, minus) })
	panics("large size", func() { c = make(chan int, -minus<<60) })
}
