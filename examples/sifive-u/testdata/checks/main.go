//go:build premain_bare

// Checks uses what hello does not: the timer, the software interrupt, a dereference of nil within it, the registers while there are
// interrupts, the console's input, a heap, a status.
package main

import (
	"sync/atomic"

	"example.com/sifive-u/board"
	"premain.dev/bare"
	_ "premain.dev/bare/alloc/heap"
)

var ticks, requests, recovered atomic.Int32

var _ = bare.Interrupt(board.Software, func() {
	bare.Interrupts(true) // has no effect here, or the same interrupt would come again
	board.SoftwareRequest.Store(0)
	requests.Add(1)
	defer func() {
		if recover() != nil {
			recovered.Add(1)
		}
	}()
	println(*nothing)
})

var nothing *int

func main() {
	want := compute(rounds)
	bare.Tick(1000, func() {
		ticks.Add(1)
		compute(10)
	})
	for ticks.Load() < 100 {
		if got := compute(rounds); got != want {
			println("between interrupts:", got, "want", want)
		}
	}
	for n := ticks.Load(); ticks.Load() < n+2; {
		bare.Wait()
	}
	bare.Tick(1, nil)
	n := ticks.Load()
	compute(rounds)
	println("ticks:", n >= 102 && ticks.Load() == n)

	board.SoftwareRequest.Store(1)
	println("before:", requests.Load())
	bare.EnableInterrupt(board.Software)
	println("requests:", requests.Load(), "recovered:", recovered.Load())
	were := bare.Interrupts(false)
	board.SoftwareRequest.Store(1)
	println("masked:", were, requests.Load())
	bare.Interrupts(true)
	println("requests:", requests.Load())

	line := make([]byte, 0, 1)
	for c := [1]byte{}; c[0] != '\n'; line = append(line, c[0]) {
		bare.Read(c[:])
	}
	print("read: ", string(line))
	bare.Exit(7)
}

const rounds = 20000

// compute uses many registers.
//
//go:noinline
func compute(rounds int) uint64 {
	a, b, c, d := uint64(rounds), uint64(2), uint64(3), uint64(4)
	e, f, g, h := float64(rounds), 2.0, 3.0, 4.0
	for range rounds {
		a, b, c, d = b*3+d, c^a>>3, d+a*5, a|b<<1
		e, f, g, h = e+float64(a&15), f+float64(b&15), g+float64(c&15), h+float64(d&15)
	}
	return a ^ b ^ c ^ d ^ uint64(e+f+g+h)
}
