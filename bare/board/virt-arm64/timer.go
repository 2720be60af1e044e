//go:build premain_bare

package virtarm64

import "premain.dev/bare"

// ticking is what Tick has asked for.
var ticking struct {
	f      func()
	period uint64 // of the counter
	next   uint64
}

var _ = bare.Interrupt(Timer, ticked)

func tick(hz int, f func()) {
	were := interrupts(false)
	ticking.f = f
	if f == nil {
		stopTimer()
	} else {
		ticking.period = frequency() / uint64(hz)
		ticking.next = counter() + ticking.period
		setTimer(ticking.next)
		enableInterrupt(Timer, true)
	}
	interrupts(were)
}

// ticked is called when the timer interrupts. Ticks for which it has been too late are left out.
func ticked() {
	if ticking.f == nil { // the timer is the program's own
		return
	}
	late := counter() - ticking.next
	ticking.next += (late/ticking.period + 1) * ticking.period
	setTimer(ticking.next)
	ticking.f()
}

// counter returns what the timer compares with. It does not begin with zero.
func counter() uint64

// frequency returns how fast the counter counts, in Hz.
func frequency() uint64

// setTimer lets the timer interrupt as long as the counter is not less than a value.
func setTimer(at uint64)

func stopTimer()
