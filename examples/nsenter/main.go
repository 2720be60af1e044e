//go:build linux && (amd64 || arm64 || riscv64)

// Nsenter runs a command in namespaces of its own, or in those of another process, as unshare and nsenter of util-linux do.
//
//	premain build -o nsenter ./examples/nsenter
//	./nsenter -r --pid --mount-proc ps
//	./nsenter -t 4711 -a
//	./nsenter --help
//
// Linux lets a process into a user namespace only while it has one thread, and other namespaces belong to threads. A Go program
// has several threads before its first line runs, so tools of this kind do this part in C. Here function enter does it, before
// the Go runtime; main is an ordinary Go program, inside.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"premain.dev/preinit"
)

var _ = preinit.Func(enter)

// enter does what the flags say and leaves the command in the arguments.
func enter(p *preinit.Process) {
	var o options
	o.parse(p)
	staysAsInit = o.init
	t := o.lookAtTarget(p)
	o.join(p, &t)
	o.separate(p)
	if o.forks {
		forkAndWait(p)
	}
	o.arrange(p, &t)
	o.changeIDs(p)
	if o.killChild != 0 {
		// Only now: the kernel forgets it when the IDs change.
		must(p, prctl(syscall.PR_SET_PDEATHSIG, uintptr(o.killChild)), "no signal when the parent dies")
	}
}

// staysAsInit is set before the runtime, and main sees it.
var staysAsInit bool

// The signal for the death of the parent belongs to the thread that has asked for it, the initial one. It is the main
// goroutine that makes that thread the command.
func init() { runtime.LockOSThread() }

func main() {
	command := os.Args[1:]
	if len(command) == 0 {
		command = []string{shell()}
	}
	if err := run(command); err != nil {
		fmt.Fprintf(os.Stderr, "nsenter: failed to execute %s: %v\n", command[0], err)
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			os.Exit(127)
		}
		os.Exit(126)
	}
}

func shell() string {
	if s := os.Getenv("SHELL"); s != "" {
		return s
	}
	return "/bin/sh"
}

// run returns only if the command cannot be run.
func run(command []string) error {
	path, err := exec.LookPath(command[0])
	if e := (*exec.Error)(nil); errors.As(err, &e) {
		return e.Err
	} else if err != nil {
		return err
	}
	if staysAsInit {
		return beInit(path, command)
	}
	return syscall.Exec(path, command, os.Environ())
}
