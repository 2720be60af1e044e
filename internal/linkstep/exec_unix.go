//go:build unix

package linkstep

import (
	"fmt"
	"os"
	"syscall"
)

// pass hands the process over to the program.
func (t tool) pass() error {
	args, _, err := responseFile(t.args)
	if err != nil {
		return err
	}
	err = syscall.Exec(t.path, append([]string{t.path}, args...), os.Environ())
	return fmt.Errorf("%s: %w", t.path, err)
}
