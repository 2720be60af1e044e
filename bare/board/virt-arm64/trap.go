//go:build premain_bare

package virtarm64

import "premain.dev/bare"

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
		switch {
		case !isAccess(kind, cause):
			return "bus error"
		case addr-(stackLow()-page) < page:
			return "stack overflow"
		}
		return "fault"
	}
	return "trap"
}

// trapped is called when the program has trapped. Changes to the registers take effect when it returns.
func trapped(kind, cause, addr uintptr, f *frame) {
	if exiting != 0 {
		message("virt-arm64: exit status ")
		writeDigits(uintptr(exiting-1), 10)
		message(", which takes semihosting, and the machine has none; it stops\n")
		halt()
	}
	text := describe(kind, cause, addr)
	sp := &f.sp
	if text == "stack overflow" {
		// What is looked for at the stack pointer is not there. Where the stack begins, nothing comes before.
		begin := stackHigh() - 16
		sp = &begin
	}
	bare.Trapped(text, cause, isAccess(kind, cause), addr, &f.pc, sp, &f.lr)
}

// trappedAgain is called when something has trapped while a trap or a stack overflow was handled. It relies on as little as possible.
func trappedAgain(kind, cause, addr, pc uintptr) {
	message("panic during panic: ")
	message(describe(kind, cause, addr))
	message(" (cause ")
	hexadecimal(cause)
	message(", pc ")
	hexadecimal(pc)
	message(", address ")
	hexadecimal(addr)
	message(")\n")
	exit(3)
	halt()
}

// message writes a text to the console of the board.
func message(text string) {
	for i := range len(text) {
		writeByte(text[i])
	}
}

// hexadecimal writes a number as print does for addresses.
func hexadecimal(n uintptr) {
	message("0x")
	writeDigits(n, 16)
}

// writeDigits writes a number.
func writeDigits(n, base uintptr) {
	if n >= base {
		writeDigits(n/base, base)
	}
	writeByte("0123456789abcdef"[n%base])
}
