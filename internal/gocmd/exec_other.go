//go:build !unix

package gocmd

import (
	"errors"
	"os"
	"os/exec"
)

// Exec runs the go command and returns its exit status.
func Exec(args []string) (status int, err error) {
	cmd := exec.Command("go", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
