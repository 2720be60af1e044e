package lifetest

import (
	"os"
	"syscall"
	"testing"
	"time"
)

// TestWaysOutOfProcess1 ends programs that are process 1 of a pid namespace, as in a container. The kernel does not let
// such a process die by its own signals; the status has to tell.
func TestWaysOutOfProcess1(t *testing.T) {
	c := newChild(t, worlds[0], "ways")
	namespace(t, c)
	if err := c.cmd.Run(); err != nil {
		t.Skipf("skip: no pid namespaces here: %v", err)
	}
	test(t, "ways", []life{
		{name: "return", args: "run=return", start: namespace, want: ended("exit status 0", whole)},
		{name: "TERM", args: "run=hang", start: namespace, act: at("hanging", syscall.SIGTERM), want: ended("exit status 143", begun+" hanging "+dropped)},
		{name: "INT, Err", args: "run.ctx=wait:Err", start: namespace, act: at("waiting", syscall.SIGINT), want: ended("exit status 130", begun+" waiting "+dropped)},
		{name: "TERM, nil", args: "run.ctx=wait", start: namespace, act: at("waiting", syscall.SIGTERM), want: ended("exit status 0", begun+" waiting "+dropped)},
		{name: "TERM in a constructor", args: "constructor=hang", start: namespace, act: at("hanging", syscall.SIGTERM), want: ended("exit status 143", "+a hanging -a")},
		{name: "TERM twice", args: "run.ctx=wait:hang", start: namespace, act: func(c *child) {
			c.await("waiting")
			c.signal(syscall.SIGTERM)
			time.Sleep(600 * time.Millisecond)
			c.signal(syscall.SIGTERM)
		}, want: ended("exit status 143", begun+" waiting")},
		{name: "closed pipe", args: "run=flood", start: func(t *testing.T, c *child) { namespace(t, c); head(t, c) }, log: whole, want: ended("exit status 141", "")},
		{name: "os.Exit", args: "run=os.Exit:3", start: namespace, want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
	})
}

// namespace makes a program process 1 of a namespace of its own.
func namespace(_ *testing.T, c *child) {
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if os.Getuid() != 0 {
		c.cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
	}
}
