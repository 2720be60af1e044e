// Hammer ends in many ways at once: hammer SEED [os.Exit]. Each of its 64 goroutines waits for a random time and then
// calls os.Exit if that is allowed, premain.Exit, or panics; main may return or panic, too. What happens is written to
// standard output, a line at a time and each with one system call, before it happens:
//
//	up N        constructor N returns
//	run         the life is that of premain.Run
//	main        main runs
//	status N    something is about to end the program with this status
//	down N      destructor N runs
//	fails       a destructor is about to fail, or has done so
package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"premain.dev"
)

// What the steps need stands before them, so that they are steps in the order in which they stand.
var (
	seed, _ = strconv.ParseUint(os.Args[1], 10, 64)
	foreign = len(os.Args) > 2

	quiet  = time.Duration(random(0).IntN(15000)) * time.Microsecond         // how long nothing ends the program
	window = []time.Duration{1, 100, 1000, 10000}[seed%4] * time.Microsecond // in which everything does, then

	_ = premain.Constructor(up(0), down(0))
	_ = premain.Constructor(up(1), down(1))
	_ = premain.Constructor(up(2), down(2))
	_ = premain.Constructor(up(3), down(3))
	_ = premain.Constructor(up(4), down(4))
	_ = premain.Constructor(up(5), down(5))
	_ = premain.Constructor(up(6), down(6))
	_ = premain.Constructor(up(7), down(7))
)

// random returns the random numbers for one of the things that happen at the same time.
func random(thing uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, thing)) }

// shape is what main does.
var shape = random(1).IntN(5)

func main() {
	r := random(2)
	switch shape {
	case 0:
		premain.Main(func() int { say("main"); wait(r); say("status 10"); return 10 })
	case 1:
		premain.Main(func() { say("main"); wait(r); say("status 101"); panic("main") })
	case 2:
		say("run")
		code := premain.Run(func() int { say("main"); wait(r); say("status 10"); return 10 })
		say(fmt.Sprint("status ", code))
		os.Exit(code)
	}
	premain.Main(func() { say("main"); select {} })
}

func up(n int) func() {
	return func() {
		r := random(100 + uint64(n))
		if n == 0 {
			for i := range uint64(64) {
				hit(random(1000 + i))
			}
		}
		nap(r)
		say("up " + strconv.Itoa(n))
	}
}

var dropped [8]atomic.Bool

func down(n int) premain.Option {
	return premain.Drop(func() error {
		r := random(200 + uint64(n))
		if dropped[n].Swap(true) {
			say("twice")
		}
		say("down " + strconv.Itoa(n))
		nap(r)
		if r.IntN(20) == 0 {
			say("fails")
			return errors.New("no luck")
		}
		return nil
	})
}

// wait waits for the moment to end the program.
func wait(r *rand.Rand) { time.Sleep(quiet + time.Duration(r.Int64N(int64(window)))) }

// nap lets others run for a while, mostly a short one.
func nap(r *rand.Rand) {
	if r.IntN(2) == 0 {
		time.Sleep(time.Duration(r.IntN(2000)) * time.Microsecond)
	}
}

// hit ends the program, sooner or later.
func hit(r *rand.Rand) {
	f := func() {
		wait(r)
		code := r.IntN(50)
		switch choice := r.IntN(4); {
		case choice == 0 && foreign:
			say(fmt.Sprint("status ", code))
			os.Exit(code)
		case choice == 1 && r.IntN(4) == 0:
			say("status 101")
			if shape == 2 {
				say("status 2") // after Run, the Go runtime ends the process
			}
			panic("hit")
		case choice == 2 && r.IntN(4) == 0:
			premain.OnExit(func() { time.Sleep(time.Duration(r.IntN(100)) * time.Microsecond) })
		default:
			say(fmt.Sprint("status ", code))
			premain.Exit(code)
		}
	}
	premain.Go(f)
}

func say(line string) { os.Stdout.WriteString(line + "\n") }
