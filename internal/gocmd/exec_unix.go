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

// signalStatus returns the status with which a shell tells of a program that a signal has ended.
func signalStatus(s os.Signal) int {
	if n, ok := s.(syscall.Signal); ok {
		return 128 + int(n)
	}
	return 1
}

// endStatus returns the exit status of a process, or that of the signal that has ended it.
func endStatus(state *os.ProcessState) int {
	if s, ok := state.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return signalStatus(s.Signal())
	}
	return state.ExitCode()
}
