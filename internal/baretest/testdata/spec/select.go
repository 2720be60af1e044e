// Covers of the Go specification: select statements. A tier without goroutines refuses this file.
package main

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

var trace string

func ch(s string, c chan int) chan int {
	trace += s
	return c
}

func val(s string, n int) int {
	trace += s
	return n
}

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	select {
	case <-a:
		println("FAIL nothing to receive")
	default:
		println("default ok")
	}
	a <- 1
	select {
	case n, ok := <-a:
		check("received", n == 1 && ok)
	case <-b:
		println("FAIL nothing to receive")
	}
	var none chan int
	select {
	case <-none:
		println("FAIL nil")
	case none <- 1:
		println("FAIL nil")
	case b <- 6:
		check("sent", <-b == 6)
	}
	select {
	case ch("x", none) <- val("1", 1):
	case <-ch("y", none):
	case ch("z", b) <- val("2", 2):
		println("operands in order", trace)
	}
	check("operands in order", trace == "x1yz2" && <-b == 2)
	counts := [2]int{}
	for range 1000 {
		select {
		case a <- 1:
			counts[0]++
			<-a
		case b <- 1:
			counts[1]++
			<-b
		}
	}
	check("both in the long run", counts[0] > 100 && counts[1] > 100)
	close(b)
	arr := [2]int{7, 7}
	var ok bool
	select {
	case arr[1], ok = <-b:
		check("of a closed one", arr[1] == 0 && !ok)
	}
	quit, nums := make(chan bool), make(chan int)
	go func() {
		for i := range 10 {
			nums <- i
		}
		quit <- true
	}()
	sum := 0
loop:
	for {
		select {
		case n := <-nums:
			if n%2 == 0 {
				continue loop
			}
			sum += n
		case <-quit:
			break loop
		}
	}
	check("loop", sum == 25)
	func() {
		defer func() { println("send on closed:", recover().(error).Error()) }()
		select {
		case b <- 1:
		default:
		}
	}()
	select {
	case <-a:
		println("FAIL")
	default:
		select {
		default:
			println("nested ok")
		}
	}
}
