//go:build premain_bare

package virtarm64

import (
	"sync/atomic"
	"unsafe"

	"premain.dev/bare"
)

var _ = bare.RegisterBoard(bare.Board{Start: start, Write: write, Exit: exit, Halt: halt, Reset: reset, Memory: memory})

// port is the first serial port, a PL011.
const port = 0x09000000

// Its registers.
const (
	data        = 0x00
	flags       = 0x18
	lineControl = 0x2c
	control     = 0x30
)

// register is a register of a device. Atomic accesses are neither left out nor merged.
func register(addr uintptr) *uint32 { return (*uint32)(unsafe.Pointer(addr)) }

func start() {
	const (
		fifo, eightBits            = 1 << 4, 3 << 5
		enabled, transmit, receive = 1 << 0, 1 << 8, 1 << 9
	)
	atomic.StoreUint32(register(port+lineControl), fifo|eightBits)
	atomic.StoreUint32(register(port+control), enabled|transmit|receive)
}

func write(p []byte) {
	for _, c := range p {
		writeByte(c)
	}
}

func writeByte(c byte) {
	const full = 1 << 5
	for atomic.LoadUint32(register(port+flags))&full != 0 {
	}
	atomic.StoreUint32(register(port+data), uint32(c))
}

// exiting is the status with which the program ends, plus one.
var exiting int

func exit(status int) {
	const (
		sysExit         = 0x18
		applicationExit = 0x20026
	)
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
