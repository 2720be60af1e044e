//go:build premain_bare

package pcamd64

import (
	"premain.dev/bare"
	"premain.dev/bare/board/internal/protection"
	"premain.dev/bare/board/internal/text"
)

// frame holds the registers of the program while it has trapped or is interrupted. The assembly knows the offsets.
type frame struct {
	r15, r14, r13, r12, r11, r10, r9, r8 uintptr
	di, si, bp, bx, dx, cx, ax           uintptr
	vector, code                         uintptr
	pc, cs, flags, sp, ss                uintptr
}

// extended is whether XSAVE stores floating point, and not FXSAVE.
var extended bool

// again is how often trapAgain has been entered.
var again uintptr

// Vectors of traps.
const (
	divideError       = 0
	debug             = 1
	nonMaskable       = 2
	breakpoint        = 3
	overflow          = 4
	boundRange        = 5
	invalidOpcode     = 6
	notAvailable      = 7
	doubleFault       = 8
	stackFault        = 12
	generalProtection = 13
	pageFault         = 14
	floatingPoint     = 16
	alignment         = 17
	machineCheck      = 18
	vectorFloating    = 19
)

// cause returns what the processor tells of a trap, as one number.
func (f *frame) cause() uintptr { return f.code<<8 | f.vector }

func (f *frame) describe(addr uintptr) string {
	switch f.vector {
	case divideError, overflow, floatingPoint, vectorFloating:
		return "arithmetic exception"
	case debug, breakpoint:
		return "breakpoint"
	case nonMaskable:
		return "non-maskable interrupt"
	case boundRange, invalidOpcode, notAvailable:
		return "illegal instruction"
	case doubleFault:
		return "double fault"
	case stackFault, generalProtection:
		return "general protection fault"
	case pageFault:
		if guard := protection.Guard(bare.MemoryLayout()); addr-guard.Start < guard.Size() {
			return "stack overflow"
		}
		return "fault"
	case alignment:
		return "bus error"
	case machineCheck:
		return "machine check"
	}
	return "trap"
}

// trapped is called when the program has trapped. Changes to the registers take effect when it returns.
func trapped(f *frame, addr uintptr) {
	were := handling
	handling = true
	text := f.describe(addr)
	if f.vector != pageFault {
		addr = 0
	}
	if f.vector == breakpoint || f.vector == overflow {
		f.pc-- // what the processor tells is behind the instruction
	}
	sp := &f.sp
	if text == "stack overflow" {
		// What is looked for at the stack pointer is not there. Where the stack begins is what runtime·start has called.
		begin := bare.MemoryLayout().Stack.End&^15 - 8
		sp = &begin
	}
	var noLink uintptr // there is no link register
	bare.Trapped(text, f.cause(), f.vector == pageFault, addr, &f.pc, sp, &noLink)
	handling = were
	const direction = 1 << 10
	f.flags &^= direction // Go code relies on that
}

// trappedAgain is called when something has trapped while a trap or a stack overflow was handled. It relies on as little as possible.
func trappedAgain(f *frame, addr uintptr) {
	text := f.describe(addr)
	if f.vector != pageFault {
		addr = 0
	}
	console.Text("panic during panic: ")
	console.Text(text)
	console.Text(" (cause ")
	console.Hexadecimal(f.cause())
	console.Text(", pc ")
	console.Hexadecimal(f.pc)
	console.Text(", address ")
	console.Hexadecimal(addr)
	console.Text(")\n")
	exit(3)
}

// console writes what the board says itself.
var console = text.Writer(writeByte)
