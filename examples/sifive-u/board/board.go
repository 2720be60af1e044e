//go:build premain_bare

package board

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

var _ = bare.RegisterBoard(bare.Board{
	Start: start, Write: write, Read: read, Exit: exit, Halt: halt, Reset: reset,
})

var _ = bare.RegisterInterrupts(bare.InterruptController{Interrupts: interrupts, Tick: tick, Wait: wait, EnableInterrupt: enableInterrupt})

// uart is a serial port of SiFive's.
type uart uintptr

func (u uart) transmit() mmio.Reg32        { return mmio.Reg32(u) }
func (u uart) receive() mmio.Reg32         { return mmio.Reg32(u) + 0x04 }
func (u uart) transmitControl() mmio.Reg32 { return mmio.Reg32(u) + 0x08 }
func (u uart) receiveControl() mmio.Reg32  { return mmio.Reg32(u) + 0x0c }

const (
	full    = 1 << 31 // of transmit
	empty   = 1 << 31 // of receive
	enabled = 1 << 0  // of the controls
)

const console uart = 0x10010000

func start() {
	console.transmitControl().SetBits(enabled)
	console.receiveControl().SetBits(enabled)
	bare.PrepareInterrupts()
	handleTraps()
	interrupts(true)
}

func write(p []byte) {
	for _, c := range p {
		for console.transmit().HasBits(full) {
		}
		console.transmit().Store(uint32(c))
	}
}

func read(p []byte) int {
	c := console.receive().Load()
	for c&empty != 0 {
		c = console.receive().Load()
	}
	p[0] = byte(c)
	return 1
}

func exit(status int) {
	const (
		sysExitExtended = 0x20
		applicationExit = 0x20026
	)
	block := [2]uintptr{applicationExit, uintptr(status)}
	semihosting(sysExitExtended, &block)
}

// semihosting asks the debugger, for which QEMU stands in, for an operation. Without one, it is a breakpoint.
//
//go:noescape
func semihosting(operation uintptr, block *[2]uintptr)

// halt waits for ever.
func halt()

// reset pulls the pin of the general-purpose input and output that resets the machine.
func reset() {
	const (
		pins    = mmio.Reg32(0x10060000)
		outputs = pins + 0x08
		values  = pins + 0x0c
		resets  = 1 << 10
	)
	values.SetBits(resets)
	outputs.SetBits(resets)
	values.ClearBits(resets)
}
