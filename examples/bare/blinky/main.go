// Blinky lets a pin of a GPIO controller blink, and looks whether the pin does what it is told: premain boot -board virt-arm64
// ./examples/bare/blinky. It ends with status 0 if all that it reads back is what it has written, and with 1 if not.
package main

import (
	"sync/atomic"

	"premain.dev/bare"
	virtarm64 "premain.dev/bare/board/virt-arm64"
)

const (
	pin    = 5
	times  = 8
	length = 50 // of each, in ticks
	hz     = 1000
)

var ticks atomic.Int64

func main() {
	if bare.Hosted {
		println("blinky: there is no GPIO controller here; premain boot -board virt-arm64 starts a machine with one")
		bare.Exit(2)
	}
	gpio, ok := virtarm64.GPIO.Take()
	if !ok {
		panic("the GPIO controller has another owner")
	}
	bare.Tick(hz, func() { ticks.Add(1) })
	gpio.Output(pin)
	status := 0
	for n := range times {
		high := n%2 == 0
		gpio.Set(pin, high)
		sleep(length)
		println("pin", pin, "is", name(gpio.Get(pin)))
		if gpio.Get(pin) != high {
			println("and should be", name(high))
			status = 1
		}
	}
	bare.Exit(status)
}

// sleep waits for a number of ticks.
func sleep(n int64) {
	for end := ticks.Load() + n; ticks.Load() < end; {
		bare.Wait()
	}
}

func name(high bool) string {
	if high {
		return "high"
	}
	return "low"
}
