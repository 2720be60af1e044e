//go:build premain_bare

package bare

import _ "unsafe" // for go:linkname

// EnableInterrupt lets the interrupts of a line arrive. A line that the board does not have panics.
func EnableInterrupt(line int) { enableInterrupt(line, true) }

// DisableInterrupt lets the interrupts of a line wait until it is enabled again.
func DisableInterrupt(line int) { enableInterrupt(line, false) }

func enableInterrupt(line int, on bool) {
	if interruptController == nil || interruptController.EnableInterrupt == nil {
		panic("premain.dev/bare: this board has no lines of interrupts")
	}
	if wrong := interruptController.EnableInterrupt(line, on); wrong != "" {
		noLine.text = wrong
		panic(&noLine)
	}
}

// noLine is what EnableInterrupt panics with, which there may be no heap for.
var noLine lineError

type lineError struct{ text string }

func (e *lineError) Error() string { return e.text }

// Interrupts with false lets interrupts wait until it is called with true, and returns whether they did not wait before:
//
//	defer bare.Interrupts(bare.Interrupts(false))
//
// A program begins with interrupts that do not wait, and with every line disabled. They wait while a handler runs, whatever it asks.
func Interrupts(on bool) (were bool) {
	if interruptController == nil {
		return false
	}
	return interruptController.Interrupts(on)
}

// Wait lets the processor rest until an interrupt has arrived. It may return earlier, so it is called in a loop that looks whether
// what it waits for has happened. Where nothing must happen between that look and the rest, interrupts wait during both: Wait
// returns then, too, and what is registered for the interrupt runs within it or as soon as interrupts do not wait any more.
func Wait() {
	if interruptController != nil && interruptController.Wait != nil {
		interruptController.Wait()
	}
}

// Tick lets a function run a number of times a second, from 1 to 1000, from the timer's interrupt. Another call changes that; with a
// nil function, it stops. The rules of [Interrupt] hold for the function.
func Tick(hz int, f func()) {
	switch {
	case hz < 1 || hz > 1000:
		panic("premain.dev/bare: Tick takes 1 to 1000 times a second")
	case interruptController == nil || interruptController.Tick == nil:
		panic("premain.dev/bare: this board has no timer")
	}
	interruptController.Tick(hz, f)
}

// PrepareInterrupts is for boards: it lets runtime·interruptG have its stack, before the first interrupt.
func PrepareInterrupts() { prepareInterrupts() }

//go:linkname prepareInterrupts runtime.prepareInterrupts
func prepareInterrupts()

// Interrupted is for boards: it runs what is registered for a line, and reports whether there is anything. It is called on the stack for
// interrupts, with interrupts masked.
func Interrupted(line int) (handled bool) {
	for _, r := range registered {
		if h := r.handler; h.line == line {
			h.f()
			handled = true
		}
	}
	return handled
}
