//go:build unix

package confine

import (
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
)

// ending returns the signals that end this process.
func ending() []os.Signal {
	list := []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}
	return slices.DeleteFunc(list, signal.Ignored)
}

// pass makes the file descriptor 3 of the program.
func pass(cmd *exec.Cmd, f *os.File) error {
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return nil
}

// alone puts the program into a session of its own, where it has no terminal and everything it starts can be killed.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return kill(cmd) }
}

// kill kills the program and its descendants.
func kill(cmd *exec.Cmd) error {
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
		return cmd.Process.Kill() // which knows whether it is still there
	}
	return nil
}
