//go:build premain_bare

package pcamd64

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

var _ = bare.RegisterBoard(bare.Board{Start: start, Write: write, Read: read, Exit: exit, Halt: halt, Reset: reset})

var _ = bare.RegisterMemory(memory)

var _ = bare.RegisterInterrupts(bare.InterruptController{Interrupts: interrupts, Tick: tick, Wait: wait, EnableInterrupt: enableInterrupt})

// The registers of the first serial port, a 16450 or what followed it.
const (
	data             mmio.Port8 = 0x3f8 // with divisorLatch, the lower byte of the divisor
	enabledInterrupt mmio.Port8 = 0x3f9 // with divisorLatch, the upper one
	lineControl      mmio.Port8 = 0x3fb
	modemControl     mmio.Port8 = 0x3fc
	lineStatus       mmio.Port8 = 0x3fd
)

// Bits of them.
const (
	received = 1 << 0 // in enabledInterrupt and lineStatus
	empty    = 1 << 5 // in lineStatus, of what is sent

	divisorLatch, eightBits = 1 << 7, 3 << 0
	ready, request, connect = 1 << 0, 1 << 1, 1 << 3 // connect lets the port's interrupt reach its line
)

func start() {
	lineControl.Store(divisorLatch | eightBits)
	data.Store(1) // 115200 bits a second
	enabledInterrupt.Store(0)
	lineControl.Store(eightBits)
	enabledInterrupt.Store(0)
	// The FIFO stays as it is: enabled, it would throw away what has been received before.
	modemControl.Store(ready | request | connect)
	startInterrupts()
}

func write(p []byte) {
	for _, c := range p {
		writeByte(c)
	}
}

func writeByte(c byte) {
	for lineStatus.Load()&empty == 0 {
	}
	data.Store(c)
}

func read(p []byte) (n int) {
	for n < len(p) {
		if lineStatus.Load()&received == 0 {
			if n > 0 {
				break
			}
			pause()
			continue
		}
		p[n] = data.Load()
		n++
	}
	return n
}

// pause tells the processor that the program waits.
func pause()

func exit(status int) {
	const (
		debugExit    mmio.Port8  = 0xf4  // where premain boot has put it
		powerControl mmio.Port16 = 0x604 // of ACPI, where QEMU's firmware puts it
		powerOff                 = 1 << 13
	)
	if status == 0 {
		powerControl.Store(powerOff)
		halt() // until the machine is off
	}
	if status < 0 || status > 127 {
		status = 127
	}
	debugExit.Store(uint8(status))
	console.Text("pc-amd64: exit status ")
	console.Decimal(uintptr(status))
	console.Text(", which takes the device isa-debug-exit, and the machine has none; it stops\n")
	halt()
}

// halt waits for ever.
func halt()

func reset() {
	const (
		resetControl     mmio.Port8 = 0xcf9
		system, now                 = 1 << 1, 1 << 2
		keyboard         mmio.Port8 = 0x64 // its controller, on older machines
		resetByItsSignal            = 0xfe
	)
	resetControl.Store(system)
	resetControl.Store(system | now)
	keyboard.Store(resetByItsSignal)
	halt()
}
