//go:build premain_bare

package virtriscv64

import (
	"premain.dev/bare"
	"premain.dev/bare/board/internal/protection"
	"premain.dev/bare/board/internal/text"
)

// frame holds the registers of the program while it has trapped. The assembly knows the offsets.
type frame struct {
	pc     uintptr
	r      [31]uintptr // from X1 on, which is the link register; X2 is the stack pointer
	status uintptr
	fcsr   uintptr
	f      [32]uint64
}

// Causes of traps.
const (
	misalignedPC    = 0
	codeAccess      = 1
	illegal         = 2
	breakpoint      = 3
	misalignedLoad  = 4
	loadAccess      = 5
	misalignedStore = 6
	storeAccess     = 7
)

// isAccess reports whether a trap was one of an access of memory that is not there or must not be accessed so.
func isAccess(cause uintptr) bool {
	return cause == codeAccess || cause == loadAccess || cause == storeAccess
}

func describe(cause, addr uintptr) string {
	switch cause {
	case misalignedPC, misalignedLoad, misalignedStore:
		return "bus error"
	case illegal:
		return "illegal instruction"
	case breakpoint:
		return "breakpoint"
	case codeAccess, loadAccess, storeAccess:
		if guard := protection.Guard(bare.MemoryLayout()); addr-guard.Start < guard.Size() {
			return "stack overflow"
		}
		return "fault"
	}
	return "trap"
}

// trapped is called when the program has trapped. Changes to the registers take effect when it returns.
func trapped(cause, addr uintptr, f *frame) {
	were := handling
	handling = true
	text := describe(cause, addr)
	lr, sp := &f.r[0], &f.r[1]
	if text == "stack overflow" {
		// What is looked for at the stack pointer is not there. Where the stack begins, nothing comes before.
		begin := bare.MemoryLayout().Stack.End - 16
		sp = &begin
	}
	bare.Trapped(text, cause, isAccess(cause), addr, &f.pc, sp, lr)
	handling = were
}

// trappedAgain is called when something has trapped while a trap or a stack overflow was handled, or before the board was ready. It relies on as little as possible.
func trappedAgain(cause, addr, pc uintptr) {
	console.Text("panic during panic: ")
	console.Text(describe(cause, addr))
	console.Text(" (cause ")
	console.Hexadecimal(cause)
	console.Text(", pc ")
	console.Hexadecimal(pc)
	console.Text(", address ")
	console.Hexadecimal(addr)
	console.Text(")\n")
	exit(3)
}

// console writes what the board says itself.
var console = text.Writer(writeByte)
