//go:build unix && !linux

package confine

import "os/exec"

// start starts the program as it is.
func start(cmd *exec.Cmd, c *command) (started func() error, err error) {
	alone(cmd)
	return func() error { return nil }, cmd.Start()
}
