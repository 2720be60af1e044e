//go:build unix && !linux

package premain

import (
	"errors"
	"os"
	"syscall"
)

// setDefault does nothing: the Go runtime's handler raises the signal once more, with the system's own action.
func setDefault(syscall.Signal) {}

// outputBroken reports whether nobody reads what the program writes to standard output. These systems refuse even an
// empty write to a pipe without a reader.
func outputBroken() bool {
	_, err := syscall.Write(int(os.Stdout.Fd()), nil)
	return errors.Is(err, syscall.EPIPE)
}
