//go:build !unix

package gocmd

import "os"

// ending are the signals that end a process unless it says otherwise.
var ending = []os.Signal{os.Interrupt}

// Exec runs the go command and returns its exit status.
func Exec(args []string) (status int, err error) { return Run(args) }

// signalStatus returns the status with which a shell tells of a program that a signal has ended.
func signalStatus(os.Signal) int { return 130 }

// endStatus returns the exit status of a process.
func endStatus(state *os.ProcessState) int { return state.ExitCode() }
