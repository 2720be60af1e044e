//go:build unix && !premain_bare

package premain

import (
	"errors"
	"os"
	"syscall"
	"time"
)

const haveSignals = true

var defaultSignals = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// brokenPipe comes when the program writes to a pipe or a socket that nobody reads.
var brokenPipe os.Signal = syscall.SIGPIPE

// raise lets the system do with the process what it does for a signal that is not caught, so that the parent sees the
// signal as the status. It returns if the process is still alive.
func raise(sig os.Signal) {
	s, ok := sig.(syscall.Signal)
	if !ok {
		return
	}
	setDefault(s)
	if syscall.Kill(syscall.Getpid(), s) == nil {
		time.Sleep(100 * time.Millisecond)
	}
}

// signalStatus returns the exit code for a signal, as shells have it.
func signalStatus(sig os.Signal) int {
	if s, ok := sig.(syscall.Signal); ok {
		return 128 + int(s)
	}
	return 1
}

// brokenOutput returns the signal for an error that comes from a broken standard output, or nil. The error may be
// faster than the signal.
func brokenOutput(err error) os.Signal {
	if errors.Is(err, syscall.EPIPE) && outputBroken() {
		return brokenPipe
	}
	return nil
}
