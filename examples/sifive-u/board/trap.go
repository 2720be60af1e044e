//go:build premain_bare

package board

import "premain.dev/bare"

// frame is what a trap saves, and what it returns with. The assembly knows the offsets.
type frame struct{ pc, sp, lr, g uintptr }

// handleTraps lets traps and interrupts come to trap.
func handleTraps()

// Causes of traps. That of an interrupt has the highest bit set, and the line below.
const (
	instructionFault = 1
	illegal          = 2
	breakpoint       = 3
	loadFault        = 5
	storeFault       = 7

	interrupted = 1 << 63
)

// trapped is called when the program has trapped. Changes to the frame take effect when it returns.
func trapped(cause, addr uintptr, f *frame) {
	text, access := "trap", false
	switch cause {
	case instructionFault, loadFault, storeFault:
		text, access = "fault", true
	case illegal:
		text = "illegal instruction"
	case breakpoint:
		text = "breakpoint"
	}
	bare.Trapped(text, cause, access, addr, &f.pc, &f.sp, &f.lr)
}

// trappedAgain is called when something has trapped while a trap or a stack overflow was handled. It relies on as little as possible.
func trappedAgain() {
	write([]byte("panic during panic\n"))
	exit(3)
	halt()
}
