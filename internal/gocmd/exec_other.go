//go:build !unix

package gocmd

import "os"

// ending are the signals that end a process unless it says otherwise.
var ending = []os.Signal{os.Interrupt}

// Exec runs the go command and returns its exit status.
func Exec(args []string) (status int, err error) { return Run(args) }
