package measure

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Usual is a run of a program as its users have it: in an environment as it comes, with the collector on and all
// processors.
type Usual struct {
	Time   time.Duration // from before it was started until it had been waited for
	Faults int64         // pages that the system had to give or map, without reading them from a disk
}

// RunUsual runs a program with an empty standard input.
func RunUsual(exe string, args ...string) (Usual, error) {
	cmd := exec.Command(exe, args...)
	begin := time.Now()
	err := cmd.Run()
	took := time.Since(begin)
	if err != nil {
		return Usual{}, fmt.Errorf("running a measured program: %w", err)
	}
	return Usual{took, faults(cmd.ProcessState)}, nil
}

// Memory is what a program has of it when its variables are initialised.
type Memory struct {
	Allocations, Allocated int64 // how often, and how many bytes
	Live                   int64 // bytes of the heap after a collection
	Resident               int64 // bytes, of the heap, of code and of data, as far as they have been touched
	Collected              int64 // resident bytes after the collection
}

// ReadMemory runs a program that prints these numbers, as its users have it.
func ReadMemory(exe string) (Memory, error) {
	out, err := exec.Command(exe).CombinedOutput()
	if err != nil {
		return Memory{}, fmt.Errorf("running a measured program: %w\n%s", err, out)
	}
	n, err := readNumbers(out)
	if err == nil && len(n) != 5 {
		err = fmt.Errorf("a measured program printed %d numbers, not 5", len(n))
	}
	if err != nil {
		return Memory{}, err
	}
	return Memory{n[0], n[1], n[2], n[3], n[4]}, nil
}

// Outcome is all that the parent of a process sees of it.
type Outcome struct {
	Stdout, Stderr string
	Status         int
}

// RunOutcome runs a program, which may fail.
func RunOutcome(exe, stdin string, args ...string) (Outcome, error) {
	cmd := exec.Command(exe, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return Outcome{}, fmt.Errorf("running a measured program: %w", err)
	}
	return Outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}, nil
}
