// Package confine runs a program of which nothing is known so that it cannot harm the machine: the link step runs functions
// of the user's, with all the package initialisers that come before them.
//
// On Linux the program can read files, compute, start threads and write to the descriptors it is given. It cannot change
// files, reach the network or other processes, start others, or outlive us; a filter of system calls sees to that. Where the
// architecture or the surroundings have no such filter, and on other systems, there are the time limit and what a descriptor
// can be used for, and nothing else.
package confine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// Program is a program to run.
type Program struct {
	Path string
	Args []string // without the name of the program
	Env  []string // all of it, and none if it is nil
	Dir  string

	// GOOS and GOARCH are what the program was built for; empty means what this one was built for. A program for something
	// else is run by go_GOOS_GOARCH_exec, if there is one in the PATH, as go run does. That may start other programs, but
	// they are held to the same restrictions in everything else: not even /dev/null opens for writing.
	GOOS, GOARCH string

	// Results gets what the program writes to file descriptor 3. On Windows, that is the handle whose number is in the
	// environment variable PREMAIN_RESULTS.
	Results        io.Writer
	Stdout, Stderr io.Writer // may be nil; standard input is empty

	Time   time.Duration // after which the program is killed, with all of its descendants
	Memory int64         // bytes of data it may have, on Linux; 0 is any number, which a program with -race needs
}

var (
	// ErrTime means that the program was killed at its time limit.
	ErrTime = errors.New("not finished at the time limit")

	// ErrMemory means that the program ended because it had no more memory.
	ErrMemory = errors.New("out of memory")

	// ErrCannotRun means that this machine does not run programs for that system and architecture.
	ErrCannotRun = errors.New("this machine cannot run it")
)

// Run runs the program to its end. The error is nil if it exited with status 0; otherwise it is or wraps one of [ErrTime],
// [ErrMemory], [ErrCannotRun], the cause of ctx's end, an [*exec.ExitError] if the program came to an end by itself,
// and anything else if it could not be started.
//
// A signal that would end this process while the program runs ends the program instead, and is the error.
func (p *Program) Run(ctx context.Context) error {
	c, err := p.command()
	if err != nil {
		return err
	}
	err = c.run(ctx)
	if errors.Is(err, ErrCannotRun) && c.foreign && !c.emulator {
		// The processor does not do what others of its kind can, and the kernel may know an emulator.
		c.emulator = true
		err = c.run(ctx)
	}
	return err
}

// command is a program and how it is run.
type command struct {
	*Program
	path     string
	args     []string
	wrapper  bool // path is not the program, but what runs it
	foreign  bool // built for something else than we
	emulator bool // what runs has to be able to start programs
}

func (p *Program) command() (*command, error) {
	path, err := filepath.Abs(p.Path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	if p.Dir != "" {
		if _, err := os.Stat(p.Dir); err != nil {
			return nil, err
		}
	}
	c := &command{Program: p, path: path, args: p.Args}
	goos, goarch := p.GOOS, p.GOARCH
	if goos == "" {
		goos = runtime.GOOS
	}
	if goarch == "" {
		goarch = runtime.GOARCH
	}
	if goos == runtime.GOOS && goarch == runtime.GOARCH {
		return c, nil
	}
	c.foreign = true
	c.emulator = !(goos == runtime.GOOS && sibling(goarch))
	name := fmt.Sprintf("go_%s_%s_exec", goos, goarch)
	if wrapper, err := exec.LookPath(name); err == nil {
		c.path, c.args = wrapper, append([]string{path}, p.Args...)
		c.wrapper, c.emulator = true, true
		return c, nil
	}
	if goos != runtime.GOOS && hasELF(goos) && hasELF(runtime.GOOS) {
		// The kernel would take it for one of its own programs.
		return nil, fmt.Errorf("%w (%s/%s) without a program %s in the PATH", ErrCannotRun, goos, goarch, name)
	}
	return c, nil
}

// Runs returns an error that wraps [ErrCannotRun] if it is known, without trying, that this machine does not run programs for a system
// and an architecture.
func Runs(goos, goarch string) error {
	if goos == runtime.GOOS {
		return nil
	}
	name := fmt.Sprintf("go_%s_%s_exec", goos, goarch)
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("%w (%s/%s) without a program %s in the PATH", ErrCannotRun, goos, goarch, name)
	}
	return nil
}

// sibling reports whether processors like ours often run programs for the other architecture, too.
func sibling(goarch string) bool {
	m := machineOf(runtime.GOARCH)
	return m != nil && m.other == goarch
}

// hasELF reports whether the programs of a system are in the format ELF, which does not always say for what system they are.
func hasELF(goos string) bool {
	return !slices.Contains([]string{"aix", "darwin", "ios", "js", "plan9", "wasip1", "windows"}, goos)
}

// grace is how long the program's output is waited for when the program itself is gone.
const grace = time.Second

func (c *command) run(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, ending()...)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, c.Time, ErrTime)
	defer cancel()

	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Env = append([]string{}, c.Env...)
	cmd.Dir = c.Dir
	cmd.WaitDelay = grace
	var memory complaint
	cmd.Stderr = &memory
	// No descriptor of ours is the program's, whatever the writers are: it gets pipes.
	if c.Stdout != nil {
		cmd.Stdout = onlyWriter{c.Stdout}
	}
	if c.Stderr != nil {
		cmd.Stderr = io.MultiWriter(c.Stderr, &memory)
	}
	results, err := openResults(cmd, c.Results)
	if err != nil {
		return err
	}
	defer results.close()

	// The program is told to end with the thread that has started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	started, err := start(cmd, c)
	results.started()
	if err == nil {
		err = started()
		if err != nil {
			cmd.Wait()
		}
	}
	switch {
	case err == nil:
	case context.Cause(ctx) != nil:
		return context.Cause(ctx)
	case c.foreign:
		return fmt.Errorf("%w: %w", ErrCannotRun, err)
	default:
		return err
	}

	err = cmd.Wait()
	kill(cmd) // what it has left behind
	lost := results.wait()
	state := cmd.ProcessState
	switch {
	case state.Success():
		return lost
	case !state.Exited() && context.Cause(ctx) != nil:
		return context.Cause(ctx)
	case memory.found:
		return ErrMemory
	case lost != nil:
		return lost // and the program may have ended because nobody took its results
	case c.wrapper && (state.ExitCode() == 126 || state.ExitCode() == 127):
		// That is how a shell says that there is no emulator.
		return fmt.Errorf("%w: %s: %s", ErrCannotRun, c.path, state)
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return err
	}
	return &exec.ExitError{ProcessState: state}
}

// onlyWriter hides what else a writer is.
type onlyWriter struct{ io.Writer }

// complaint finds in standard error what the Go runtime says when it gets no more memory.
type complaint struct {
	found bool
	line  []byte // the beginning of the current one
}

func (c *complaint) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 && !c.found {
		part, rest, complete := bytes.Cut(b, []byte("\n"))
		if room := 200 - len(c.line); room > 0 {
			c.line = append(c.line, part[:min(room, len(part))]...)
		}
		if complete {
			c.found = isComplaint(c.line)
			c.line = c.line[:0]
		}
		b = rest
	}
	return n, nil
}

func isComplaint(line []byte) bool {
	if bytes.HasPrefix(line, []byte("runtime: failed to create new OS thread")) {
		return bytes.HasSuffix(line, []byte("errno=12)")) // ENOMEM
	}
	if !bytes.HasPrefix(line, []byte("fatal error: ")) && !bytes.HasPrefix(line, []byte("runtime: out of memory")) {
		return false
	}
	return bytes.Contains(line, []byte("out of memory")) || bytes.Contains(line, []byte("cannot allocate memory"))
}
