package worlds

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Console is the serial line of the program in the working directory while it runs on a board.
type Console struct {
	t     *testing.T
	cmd   *exec.Cmd
	input io.WriteCloser

	mu     sync.Mutex
	output bytes.Buffer // not returned by Until yet
	ended  chan error
}

// Boot starts the program in the working directory on a board, by premain boot.
func Boot(t *testing.T, board string, flags ...string) *Console {
	t.Helper()
	need(t, board)
	tool := buildTool(t, filepath.Join(t.TempDir(), "premain"))
	c := &Console{t: t, cmd: exec.Command(tool, append(append([]string{"boot", "-board", board}, flags...), ".")...), ended: make(chan error, 1)}
	c.cmd.Stdout = c
	c.cmd.Stderr = c
	var err error
	if c.input, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.ended <- c.cmd.Wait() }()
	t.Cleanup(func() { c.cmd.Process.Kill() })
	return c
}

// Write takes what the program prints.
func (c *Console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.output.Write(p)
}

// Type sends a text to the program.
func (c *Console) Type(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.input, text); err != nil {
		c.t.Fatal(err)
	}
}

// Until waits for a text and returns what the program has printed before it.
func (c *Console) Until(text string) string {
	c.t.Helper()
	const most = 2 * time.Minute // a first build compiles the standard library
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		before, rest, ok := strings.Cut(c.output.String(), text)
		if ok {
			c.output.Reset()
			c.output.WriteString(rest)
		}
		c.mu.Unlock()
		if ok {
			return before
		}
		if time.Since(begin) > most {
			c.t.Fatalf("want %q, got %q", text, before)
		}
		select {
		case err := <-c.ended:
			c.ended <- err
			if !bytes.Contains(c.output.Bytes(), []byte(text)) {
				c.t.Fatalf("the program has ended (%v); want %q, got %q", err, text, before)
			}
		default:
		}
	}
}

// End waits for the end of the program and returns its exit status and the rest of what it has printed.
func (c *Console) End() (status int, rest string) {
	c.t.Helper()
	select {
	case err := <-c.ended:
		c.ended <- err
		if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
			c.t.Fatal(err)
		}
	case <-time.After(time.Minute):
		c.t.Fatalf("the program does not end; it has printed %q", c.output.String())
	}
	return c.cmd.ProcessState.ExitCode(), c.output.String()
}
