//go:build unix

package gocmd

import (
	"os"
	"os/exec"
	"syscall"
)

// ending are the signals that end a process unless it says otherwise.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// Exec runs the go command. The process becomes the go command's, so that nothing stands between it and signals,
// terminals and its parent; Exec returns only where that fails.
func Exec(args []string) (status int, err error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return 0, err
	}
	return 0, syscall.Exec(path, append([]string{"go"}, args...), os.Environ())
}
