//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// beInit runs the command as a child and does for it what process 1 of a PID namespace has to: the kernel drops signals that
// process 1 does not handle, and gives it the orphans.
func beInit(path string, command []string) error {
	signals := make(chan os.Signal, 64)
	signal.Notify(signals)
	child, err := syscall.ForkExec(path, command, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
	if err != nil {
		return err
	}
	for s := range signals {
		switch s {
		case syscall.SIGCHLD:
			collect(child)
		case syscall.SIGURG: // the Go runtime sends it to itself
		default:
			syscall.Kill(child, s.(syscall.Signal))
		}
	}
	return nil
}

// collect waits for all children that have ended, and ends as the command has.
func collect(command int) {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil || pid == 0:
			return
		case pid == command && status.Signaled():
			os.Exit(128 + int(status.Signal())) // Process 1 cannot die of a signal of its own.
		case pid == command:
			os.Exit(status.ExitStatus())
		}
	}
}
