//go:build premain_bare

package virtarm64

import "premain.dev/bare"

var _ = bare.RegisterBoard(bare.Board{
	Start: start, Write: write, Read: read, Exit: exit, Halt: halt, Reset: reset,
})

var _ = bare.RegisterMemory(memory)

var _ = bare.RegisterInterrupts(bare.InterruptController{Interrupts: interrupts, Tick: tick, Wait: wait, EnableInterrupt: enableInterrupt})

func start() {
	startSerialPort()
	startInterrupts()
}

// exiting is the status with which the program ends, plus one.
var exiting int

func exit(status int) {
	const (
		sysExit         = 0x18
		applicationExit = 0x20026
	)
	interrupts(false)
	exiting = status + 1
	block := [2]uintptr{applicationExit, uintptr(status)}
	semihosting(sysExit, &block)
}

// semihosting asks the debugger, for which QEMU stands in, for an operation. Without one, it is an illegal instruction.
//
//go:noescape
func semihosting(operation uintptr, block *[2]uintptr)

// halt waits for ever.
func halt()

// reset calls the firmware, for which QEMU stands in.
func reset()
