package premain

import (
	"os"
	"syscall"
)

const haveSignals = true

var defaultSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// signalStatus returns the exit code after an interrupt, as shells have it.
func signalStatus(os.Signal) int { return 128 + 2 }
