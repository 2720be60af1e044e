//go:build premain_bare

package virtarm64

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

// The interrupt controller, a GICv2: what collects the lines, and what hands them to the processor.
const (
	distributor = 0x08000000
	toProcessor = 0x08010000
)

// Registers of both, after the GIC Architecture Specification, ARM IHI 0048. Those for lines have a bit or a byte for each.
const (
	control  mmio.Reg32 = distributor
	enable   mmio.Reg32 = distributor + 0x100 // what it reads is what is enabled
	disable  mmio.Reg32 = distributor + 0x180
	targets  mmio.Reg8  = distributor + 0x800
	handOver mmio.Reg32 = toProcessor
	priority mmio.Reg32 = toProcessor + 0x04
	begin    mmio.Reg32 = toProcessor + 0x0c
	end      mmio.Reg32 = toProcessor + 0x10
	running  mmio.Reg32 = toProcessor + 0x14 // the priority of the interrupt that is handled
)

const (
	firstLine  = 16 // the lines before are for processors, between each other
	firstOuter = 32 // the lines before are of the processor
	lines      = 288
)

func startInterrupts() {
	bare.PrepareInterrupts()
	for line := range mmio.Reg32(lines) {
		if line%32 == 0 {
			(disable + line/8).Store(1<<32 - 1)
		}
	}
	control.Store(1)
	priority.Store(0xff) // all of them
	handOver.Store(1)
	interrupts(true)
}

// of returns the register of 32 lines with that of one, and its bit.
func of(r mmio.Reg32, line int) (mmio.Reg32, uint32) {
	return r + mmio.Reg32(line/32*4), 1 << (line % 32)
}

func enableInterrupt(line int, on bool) (wrong string) {
	if line < firstLine || line >= lines {
		return "virt-arm64: lines of interrupts are 16 to 287"
	}
	if !on {
		r, bit := of(disable, line)
		r.Store(bit)
		return ""
	}
	if line >= firstOuter {
		(targets + mmio.Reg8(line)).Store(1) // the first processor
	}
	r, bit := of(enable, line)
	r.Store(bit)
	return ""
}

func interruptEnabled(line int) bool {
	r, bit := of(enable, line)
	return r.HasBits(bit)
}

// interrupted is called when the program has been interrupted.
func interrupted(f *frame) {
	for {
		what := begin.Load()
		line := int(what & 0x3ff)
		if line >= lines { // there is none, or not any more
			return
		}
		if !bare.Interrupted(line) {
			bare.Trapped("unexpected interrupt", uintptr(line), false, 0, &f.pc, &f.sp, &f.lr)
		}
		end.Store(what)
	}
}

// interrupts lets interrupts wait or not, and returns whether they did not before. In handlers of interrupts and traps, they wait whatever is asked.
func interrupts(on bool) (were bool)

// wait lets the processor rest until there is an interrupt, masked or not. While one is handled, the controller has no other one for the processor.
func wait() {
	const none = 0xff
	if running.Load() == none {
		sleep()
	}
}

func sleep()
