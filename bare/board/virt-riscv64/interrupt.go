//go:build premain_bare

package virtriscv64

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

// The timer of the processor. It interrupts while the time is not less than what it is compared with.
const (
	timeCompare mmio.Reg64 = 0x02004000
	time        mmio.Reg64 = 0x0200bff8
	frequency              = 10_000_000
	never                  = 1<<64 - 1

	timerLine = 0 // which no device has
)

// The controller of interrupts, a PLIC, as it is for machine mode of the first processor.
const (
	priorities mmio.Reg32 = 0x0c000000 // a register for each line
	enabled    mmio.Reg32 = 0x0c002000 // a bit for each line
	threshold  mmio.Reg32 = 0x0c200000
	claim      mmio.Reg32 = 0x0c200004
	lines                 = 96
)

// Bits of the register mie.
const (
	timerInterrupt    = 1 << 7
	externalInterrupt = 1 << 11
)

// startInterrupts lets interrupts arrive, with every line disabled.
func startInterrupts() {
	for line := mmio.Reg32(0); line < lines; line += 32 {
		(enabled + line/8).Store(0)
	}
	threshold.Store(0)
	timeCompare.Store(never)
	bare.PrepareInterrupts()
	enableCauses(externalInterrupt, true)
	interrupts(true)
}

// enableCauses sets or clears bits of the register mie.
func enableCauses(bits uintptr, on bool)

// setInterrupts lets interrupts arrive or wait, and returns whether they have arrived before.
func setInterrupts(on bool) (were bool)

// handling is set while an interrupt or a trap is handled.
var handling bool

// interrupts lets them wait while an interrupt or a trap is handled, whatever is asked, because there is one stack for each.
func interrupts(on bool) (were bool) { return setInterrupts(on && !handling) }

func enableInterrupt(line int, on bool) (wrong string) {
	if line < 1 || line >= lines {
		return "virt-riscv64: lines of interrupts are 1 to 95"
	}
	were := setInterrupts(false)
	n := mmio.Reg32(line)
	register, bit := enabled+n/32*4, uint32(1)<<(n%32)
	priority := uint32(0) // which is none
	if on {
		register.SetBits(bit)
		priority = 1
	} else {
		register.ClearBits(bit)
	}
	// With this, QEMU's controller also sees that the line has been enabled; by itself, it would not deliver what has arrived before.
	(priorities + n*4).Store(priority)
	setInterrupts(were)
	return ""
}

// wait waits for an interrupt that is enabled, even if interrupts wait.
func wait()

// ticking is what the timer lets run, each time that a period has gone by.
var ticking struct {
	f      func()
	period uint64
	next   uint64
}

var _ = bare.Interrupt(timerLine, ticked)

func tick(hz int, f func()) {
	were := setInterrupts(false)
	ticking.f = f
	if f == nil {
		enableCauses(timerInterrupt, false)
		timeCompare.Store(never)
	} else {
		ticking.period = frequency / uint64(hz)
		ticking.next = time.Load() + ticking.period
		timeCompare.Store(ticking.next)
		enableCauses(timerInterrupt, true)
	}
	setInterrupts(were)
}

// interrupted is called on the stack for interrupts when one has arrived.
func interrupted(cause uintptr, f *frame) {
	handling = true
	switch cause << 1 >> 1 {
	case 7:
		bare.Interrupted(timerLine)
	case 11:
		for line := claim.Load(); line != 0; line = claim.Load() {
			if !(line == SerialPort && nothingReceived()) && !bare.Interrupted(int(line)) {
				unexpected(uintptr(line), f)
			}
			claim.Store(line)
		}
	default:
		unexpected(cause, f)
	}
	handling = false
}

// ticked sets the timer anew, and does not catch up on what it has missed.
func ticked() {
	now := time.Load()
	if ticking.next += ticking.period; ticking.next <= now {
		ticking.next = now + ticking.period
	}
	timeCompare.Store(ticking.next)
	ticking.f()
}

func unexpected(cause uintptr, f *frame) {
	bare.Trapped("unexpected interrupt", cause, false, 0, &f.pc, &f.r[1], &f.r[0])
}
