package confine

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"
)

// results is the pipe in which the program writes its results.
type results struct {
	read, write *os.File
	done        chan struct{}
	err         error
}

// openResults gives the program a pipe as file descriptor 3.
func openResults(cmd *exec.Cmd, to io.Writer) (*results, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	r := &results{read: read, write: write, done: make(chan struct{})}
	if err := pass(cmd, write); err != nil {
		read.Close()
		write.Close()
		return nil, err
	}
	if to == nil {
		to = io.Discard
	}
	go func() {
		defer close(r.done)
		_, r.err = io.Copy(onlyWriter{to}, onlyReader{read})
		read.Close() // a program whose results nobody takes must not wait
	}()
	return r, nil
}

// started says that the program has the pipe, or never will.
func (r *results) started() { r.write.Close() }

// wait waits for the end of the results and returns the error of the writer that got them.
func (r *results) wait() error {
	t := time.NewTimer(grace)
	defer t.Stop()
	select {
	case <-r.done:
		return r.err
	case <-t.C:
		return errors.New("the results have no end: a process that the program has started still has the pipe")
	}
}

func (r *results) close() {
	r.write.Close()
	r.read.Close()
}

// onlyReader hides what else a reader is: copies go through memory, whatever system call would be quicker.
type onlyReader struct{ io.Reader }
