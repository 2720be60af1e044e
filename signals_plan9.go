package premain

import (
	"os"
	"syscall"
)

const haveSignals = true

var defaultSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// brokenPipe is nil: a broken pipe is an error of the write.
var brokenPipe os.Signal

func outputBroken() bool { return false }

func brokenOutput(error) os.Signal { return nil }

// raise does nothing: a program cannot give itself the status of a signal here.
func raise(os.Signal) {}

// signalStatus returns the exit code after an interrupt, as shells have it.
func signalStatus(os.Signal) int { return 128 + 2 }

func exitAtOnce(sig os.Signal) { syscall.Exit(signalStatus(sig)) }
