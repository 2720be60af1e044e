package premain

import (
	"os"
	"syscall"
)

const haveSignals = true

// The Go runtime makes os.Interrupt of CTRL+C and CTRL+BREAK, and SIGTERM of the console's end, of logging off and of
// shutting down. After those, Windows leaves a process some five seconds.
var defaultSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

// signalStatus returns the exit code of a process that the console has ended: STATUS_CONTROL_C_EXIT.
func signalStatus(os.Signal) int { return -0x3ffffec6 }
