//go:build !unix

package confine

import (
	"os"
	"os/exec"
)

// ending returns the signals that end this process.
func ending() []os.Signal { return []os.Signal{os.Interrupt} }

// start starts the program as it is.
func start(cmd *exec.Cmd, c *command) (started func() error, err error) {
	return func() error { return nil }, cmd.Start()
}

// kill kills nothing: the program has ended, and nobody knows its descendants.
func kill(cmd *exec.Cmd) error { return nil }
