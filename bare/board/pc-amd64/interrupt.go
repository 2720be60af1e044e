//go:build premain_bare

package pcamd64

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

// firstLine is the vector of line 0.
const firstLine = 32

// controller is an 8259 interrupt controller, by its first port.
type controller mmio.Port8

// Each of them has eight lines. The second one leads to line cascade of the first one.
const (
	first   controller = 0x20
	second  controller = 0xa0
	cascade            = 2
	lines              = 16
)

func (c controller) command() mmio.Port8 { return mmio.Port8(c) }
func (c controller) masked() mmio.Port8  { return mmio.Port8(c) + 1 }

// start lets the lines of a controller have vectors, and masks all of them but for some.
func (c controller) start(vector, connected, open uint8) {
	const initialise, mode86 = 0x11, 0x01
	c.command().Store(initialise)
	c.masked().Store(vector)
	c.masked().Store(connected)
	c.masked().Store(mode86)
	c.masked().Store(^open)
}

// handles reports whether the interrupt of a line is being handled.
func (c controller) handles(line int) bool {
	const inService = 0x0b
	c.command().Store(inService)
	return c.command().Load()>>line&1 != 0
}

// end lets the controller deliver the next interrupt.
func (c controller) end() {
	const endOfInterrupt = 0x20
	c.command().Store(endOfInterrupt)
}

func startInterrupts() {
	first.start(firstLine, 1<<cascade, 1<<cascade)
	second.start(firstLine+8, cascade, 0)
	if base := localInterrupts(); base != 0 {
		// The processor's own controller lets theirs pass.
		const (
			spurious   = 0xf0
			line0      = 0x350
			line1      = 0x360
			enabled    = 1 << 8
			external   = 7 << 8
			nonMasked  = 4 << 8
			lastVector = firstLine + lines - 1 // of which interrupted finds out that it is none
		)
		mmio.Reg32(base + spurious).Store(enabled | lastVector)
		mmio.Reg32(base + line0).Store(external)
		mmio.Reg32(base + line1).Store(nonMasked)
	}
	bare.PrepareInterrupts()
	setInterrupts(true)
}

// localInterrupts returns the address of the registers of the processor's own interrupt controller, the local APIC, or 0 if there are none.
func localInterrupts() (base uintptr)

// setInterrupts masks interrupts, or not.
func setInterrupts(on bool) (were bool)

// interruptedG is the g that an interrupt has interrupted while it is handled, or 0. The assembly sets it.
var interruptedG uintptr

// handling is set while a trap is handled.
var handling bool

// mayArrive reports whether interrupts may arrive: not while one or a trap is handled, because there is one stack for each.
func mayArrive() bool { return interruptedG == 0 && !handling }

func interrupts(on bool) (were bool) { return setInterrupts(on && mayArrive()) }

func wait() {
	if mayArrive() {
		rest()
	}
}

// rest waits for an interrupt, and takes it even if interrupts are masked.
func rest()

func enableInterrupt(line int, on bool) (wrong string) {
	if line < 0 || line >= lines || line == cascade {
		return "pc-amd64: lines of interrupts are 0, 1 and 3 to 15"
	}
	were := setInterrupts(false)
	c := first
	if line >= 8 {
		c = second
	}
	bit := uint8(1) << (line & 7)
	if on {
		c.masked().Store(c.masked().Load() &^ bit)
	} else {
		c.masked().Store(c.masked().Load() | bit)
	}
	if line == SerialPort {
		// Otherwise the controller would keep in mind that a byte has been received, even if it is read before the line is enabled.
		asked := enabledInterrupt.Load() &^ received
		if on {
			asked |= received
		}
		enabledInterrupt.Store(asked)
	}
	setInterrupts(were)
	return ""
}

// interrupted is called when an interrupt has arrived.
func interrupted(f *frame) {
	line := int(f.vector - firstLine)
	c := first
	if line >= 8 {
		c = second
	}
	if line&7 == 7 && !c.handles(7) { // a request that was taken back before it was told
		if c == second {
			first.end()
		}
		return
	}
	asks := line != SerialPort || serialPortAsks()
	if asks && !bare.Interrupted(line) {
		var noLink uintptr // there is no link register
		bare.Trapped("unexpected interrupt", uintptr(line), false, 0, &f.pc, &f.sp, &noLink)
	}
	if line == SerialPort {
		// The controller notices when a request begins, and so one has to begin if the handler has not read all that there is.
		asked := enabledInterrupt.Load()
		enabledInterrupt.Store(asked &^ received)
		enabledInterrupt.Store(asked)
	}
	if c == second {
		c.end()
	}
	first.end()
}

// serialPortAsks reports whether the serial port still has what it has interrupted for. Of what a program has enabled there itself, it does not know.
func serialPortAsks() bool {
	return enabledInterrupt.Load()&^received != 0 || lineStatus.Load()&received != 0
}

// ticking is what runs with every so many interrupts of the timer.
var ticking struct {
	f     func()
	every int
	left  int // until the next one
}

var _ = bare.Interrupt(Timer, ticked)

func tick(hz int, f func()) {
	const (
		control mmio.Port8 = 0x43
		counter mmio.Port8 = 0x40
		divide             = 2<<1 | 3<<4 // counter 0, by a number of which both bytes follow
		input              = 1193182     // times a second
		slowest            = input>>16 + 1
	)
	enableInterrupt(Timer, false)
	ticking.f = f
	if f == nil {
		return
	}
	ticking.every = (slowest + hz - 1) / hz
	ticking.left = ticking.every
	hz *= ticking.every
	count := (input + hz/2) / hz
	control.Store(divide)
	counter.Store(uint8(count))
	counter.Store(uint8(count >> 8))
	enableInterrupt(Timer, true)
}

func ticked() {
	if ticking.left--; ticking.left <= 0 && ticking.f != nil {
		ticking.left = ticking.every
		ticking.f()
	}
}
