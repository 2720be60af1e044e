// Package clock counts the interrupts of the timer.
package clock

import (
	"sync/atomic"

	"premain.dev"
	"premain.dev/bare"
	"premain.dev/examples/bare/kernel/driver"
)

var _ = driver.Drivers.Add(driver.Driver{Name: "clock", About: "the timer, 100 times a second"})

// Up is when the clock runs.
var Up = premain.Constructor(start, premain.Name("clock"), premain.Drop(stop))

const hz = 100

var ticks atomic.Uint64

func start() {
	println("clock: start")
	bare.Tick(hz, func() { ticks.Add(1) })
}

func stop() {
	bare.Tick(hz, nil)
	println("clock: stop")
}

// Now returns the number of ticks since the start.
func Now() uint64 { return ticks.Load() }

// Sleep lets the processor rest for a number of ticks.
func Sleep(n uint64) {
	for end := Now() + n; Now() < end; {
		bare.Wait()
	}
}
