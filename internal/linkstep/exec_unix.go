//go:build unix

package linkstep

import (
	"fmt"
	"os"
	"syscall"
)

// pass hands the process over to the program. Arguments that have reached us fit once more; a response file, which
// somebody would have to remove afterwards, is for those that have come in one.
func (t tool) pass() error {
	err := syscall.Exec(t.path, append([]string{t.path}, t.args...), os.Environ())
	if err == syscall.E2BIG {
		return t.exec(t.args, os.Stdout, os.Stderr)
	}
	return fmt.Errorf("%s: %w", t.path, err)
}
