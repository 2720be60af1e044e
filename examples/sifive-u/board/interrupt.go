//go:build premain_bare

package board

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

// Lines of interrupts, by their bits in MIE. The timer's is that of Tick.
const (
	Software = 3 // requested by storing 1 in SoftwareRequest, and taken back by 0
	timer    = 7
)

// Registers of the core-local interruptor for processor 1. It counts microseconds.
const (
	SoftwareRequest = mmio.Reg32(0x2000000) + 4*1
	alarm           = mmio.Reg64(0x2004000) + 8*1
	time            = mmio.Reg64(0x200bff8)
	second          = 1_000_000
)

var (
	ticking func()
	period  uint64
)

func tick(hz int, f func()) {
	disableLines(1 << timer)
	ticking, period = f, second/uint64(hz)
	if f != nil {
		alarm.Store(time.Load() + period)
		enableLines(1 << timer)
	}
}

// interrupt is called when an interrupt has arrived, on the stack for that.
func interrupt(cause uintptr, f *frame) {
	line := int(cause &^ interrupted)
	if line == timer {
		alarm.Store(alarm.Load() + period)
		ticking()
	} else if !bare.Interrupted(line) {
		bare.Trapped("unexpected interrupt", uintptr(line), false, 0, &f.pc, &f.sp, &f.lr)
	}
}

func enableInterrupt(line int, on bool) (wrong string) {
	switch {
	case line != Software:
		return "board: the only line of interrupts is Software"
	case on:
		enableLines(1 << Software)
	default:
		disableLines(1 << Software)
	}
	return ""
}

// enableLines lets the interrupts of lines arrive.
func enableLines(bits uintptr)

// disableLines lets them wait.
func disableLines(bits uintptr)

// interrupts sets whether interrupts arrive at all, and returns whether they did.
func interrupts(on bool) (were bool)

// wait lets the processor rest until there is an interrupt, even one that is to wait.
func wait()
