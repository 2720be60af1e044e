//go:build unix && !linux && !premain_bare

package premain

import (
	"errors"
	"os/signal"
	"syscall"
)

// setDefault gives a signal back to the Go runtime, whose handler raises it once more, with the system's own action.
func setDefault(s syscall.Signal) { signal.Reset(s) }

// outputBroken reports whether nobody reads what the program writes to standard output. BSD systems refuse even an
// empty write to a pipe without a reader.
func outputBroken() bool {
	_, err := syscall.Write(1, nil)
	return errors.Is(err, syscall.EPIPE)
}
