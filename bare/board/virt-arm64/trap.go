//go:build premain_bare

package virtarm64

import (
	"premain.dev/bare"
	"premain.dev/bare/board/internal/protection"
	"premain.dev/bare/board/internal/text"
)

// frame holds the registers of the program while it has trapped. The assembly knows the offsets.
type frame struct {
	r              [30]uintptr
	lr, sp, pc     uintptr
	status         uintptr
	fpcr, fpsr     uintptr
	floatingPoints [32][2]uint64
}

// Kinds of traps, in the order of the vectors.
const (
	synchronous = iota
	interrupt
	fastInterrupt
	systemError
)

// What ESR_EL1 says of a synchronous one.
const (
	unknown          = 0x00
	illegalState     = 0x0e
	instructionAbort = 0x21
	misalignedPC     = 0x22
	dataAbort        = 0x25
	misalignedSP     = 0x26
	floatingPoint    = 0x2c
	breakpoint       = 0x3c
)

func class(cause uintptr) uintptr { return cause >> 26 & 0x3f }

// isAccess reports whether a trap was one of an access of memory that is not there or must not be accessed so, at an address that is known.
func isAccess(kind, cause uintptr) bool {
	const noAddress = 1 << 10
	if c := class(cause); kind != synchronous || c != dataAbort && c != instructionAbort || cause&noAddress != 0 {
		return false
	}
	// Address size, translation, access flag, permission; each at one of four levels.
	return cause&0x3f < 4*4
}

func describe(kind, cause, addr uintptr) string {
	switch kind {
	case interrupt, fastInterrupt:
		return "interrupt"
	case systemError:
		return "bus error"
	}
	switch class(cause) {
	case unknown, illegalState:
		return "illegal instruction"
	case misalignedPC, misalignedSP:
		return "bus error"
	case floatingPoint:
		return "arithmetic exception"
	case breakpoint:
		return "breakpoint"
	case instructionAbort, dataAbort:
		if !isAccess(kind, cause) {
			return "bus error"
		}
		if guard := protection.Guard(bare.MemoryLayout()); addr-guard.Start < guard.Size() {
			return "stack overflow"
		}
		return "fault"
	}
	return "trap"
}

// trapped is called when the program has trapped. Changes to the registers take effect when it returns.
func trapped(kind, cause, addr uintptr, f *frame) {
	if exiting != 0 {
		console.Text("virt-arm64: exit status ")
		console.Decimal(uintptr(exiting - 1))
		console.Text(", which takes semihosting, and the machine has none; it stops\n")
		halt()
	}
	text := describe(kind, cause, addr)
	sp := &f.sp
	if text == "stack overflow" {
		// What is looked for at the stack pointer is not there. Where the stack begins, nothing comes before.
		begin := bare.MemoryLayout().Stack.End - 16
		sp = &begin
	}
	bare.Trapped(text, cause, isAccess(kind, cause), addr, &f.pc, sp, &f.lr)
}

// trappedAgain is called when something has trapped while a trap or a stack overflow was handled. It relies on as little as possible.
func trappedAgain(kind, cause, addr, pc uintptr) {
	console.Text("panic during panic: ")
	console.Text(describe(kind, cause, addr))
	console.Text(" (cause ")
	console.Hexadecimal(cause)
	console.Text(", pc ")
	console.Hexadecimal(pc)
	console.Text(", address ")
	console.Hexadecimal(addr)
	console.Text(")\n")
	exit(3)
	halt()
}

// console writes what the board says itself.
var console = text.Writer(writeByte)
