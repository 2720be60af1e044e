//go:build unix

package lifetest

import (
	"os"
	"syscall"
)

// noCoreDumps keeps programs that die by SIGABRT from leaving files behind.
func noCoreDumps() { syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }

// dumpStacks lets a program that hangs print its stacks and die.
func dumpStacks(p *os.Process) { p.Signal(syscall.SIGQUIT) }

// signal sends a signal to the program.
func (c *child) signal(sig syscall.Signal) {
	if err := c.cmd.Process.Signal(sig); err != nil {
		c.t.Errorf("sending %v: %v", sig, err)
	}
}
