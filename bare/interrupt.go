package bare

import "premain.dev/section"

// InterruptHandler is a function that an interrupt lets run.
type InterruptHandler struct {
	line int
	f    func()
}

//premain:places registered programName
var interruptHandlers section.Of[InterruptHandler]

// What the link step fills in: the items, which are read without what reads sections, since every board with interrupts has this in all of its programs.
var (
	registered []struct {
		handler     *InterruptHandler
		place, name string
	}
	programName string
)

// Interrupt registers a function that runs whenever the interrupt of a line arrives: a number that the board gives to what can interrupt
// its processor, and that the documentation of its package tells. It is the whole initialiser of a package-level variable. Several functions for
// one line run in the order of the section's items, that of package initialisation.
//
//	var _ = bare.Interrupt(virtarm64.SerialPort, received)
//
// The line has to be enabled by [EnableInterrupt]. The function runs with interrupts masked, on a stack of 32 KiB of its own, between any two instructions of the program: what both
// use must be read and written by package sync/atomic, or by the program while interrupts wait (see [Interrupts]). It must
// not allocate memory, which ends the program, and must let the device take its request back, or it runs again at once. It may recover from
// panics of its own, even while the program ends (see [PanicHandler]); one that it does not recover ends the program. An interrupt for which there is
// no function ends the program by the panic handler.
//
// Hosted, and on the board linux, there are no interrupts but those of [Tick], and what is registered has no effect.
func Interrupt(line int, f func()) *InterruptHandler {
	return interruptHandlers.Add(InterruptHandler{line, f})
}
