//go:build premain_bare

package virtriscv64

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

var _ = bare.RegisterBoard(bare.Board{Start: start, Write: write, Read: read, Exit: exit, Halt: halt, Reset: reset})

var _ = bare.RegisterMemory(memory)

var _ = bare.RegisterInterrupts(bare.InterruptController{Interrupts: interrupts, Tick: tick, Wait: wait, EnableInterrupt: enableInterrupt})

// Registers of the serial port, an NS16550.
const (
	data            mmio.Reg8 = 0x10000000 // what is received, and what is to be transmitted
	interruptEnable           = data + 1
	lineControl               = data + 3
	lineStatus                = data + 5
)

// test is a device that ends and resets the machine, sifive_test.
const test mmio.Reg32 = 0x100000

// Bits of these registers.
const (
	eightBits = 3      // of lineControl
	received  = 1      // of interruptEnable
	ready     = 1      // of lineStatus: there is something to read
	empty     = 1 << 5 // of lineStatus: there is room for something to transmit
)

func start() {
	// The device's buffers stay off. To enable them would clear what has been received, and QEMU holds back what has not been taken.
	lineControl.Store(eightBits)
	interruptEnable.Store(received)
	startInterrupts()
}

func write(p []byte) {
	for _, c := range p {
		writeByte(c)
	}
}

func writeByte(c byte) {
	for !lineStatus.HasBits(empty) {
	}
	data.Store(c)
}

func read(p []byte) (n int) {
	for n == 0 || n < len(p) && lineStatus.HasBits(ready) {
		for !lineStatus.HasBits(ready) {
		}
		p[n] = data.Load()
		n++
	}
	return n
}

// nothingReceived reports whether there is no reason for the interrupt of the serial port, and so no handler to be called, which would wait in Read. QEMU's controller
// of interrupts keeps in mind what has arrived while a handler runs, even if the handler has read it, too.
func nothingReceived() bool {
	return interruptEnable.Load() == received && !lineStatus.HasBits(ready)
}

func exit(status int) {
	const pass, fail = 0x5555, 0x3333
	interrupts(false)
	if status == 0 {
		test.Store(pass)
	} else {
		test.Store(uint32(status)<<16 | fail)
	}
	halt() // what QEMU does takes effect a little later
}

// halt waits for ever.
func halt()

func reset() {
	const reset = 0x7777
	interrupts(false)
	test.Store(reset)
	halt()
}
