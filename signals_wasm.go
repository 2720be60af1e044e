package premain

import (
	"os"
	"syscall"
)

// haveSignals is false: package os/signal crashes here if it is asked for anything.
const haveSignals = false

var defaultSignals []os.Signal

// brokenPipe is nil: a broken pipe is an error of the write.
var brokenPipe os.Signal

func outputBroken() bool { return false }

func brokenOutput(error) os.Signal { return nil }

func raise(os.Signal) {}

func signalStatus(os.Signal) int { return 1 }

func exitAtOnce(os.Signal) { syscall.Exit(1) }
