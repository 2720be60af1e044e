//go:build !premain_bare

package premain

import (
	"os"
	"sync"
	"time"
)

// stderr is where messages go. A standard error that nobody reads must not hold up the end of the program.
var stderr struct {
	mu    sync.Mutex
	stuck bool // a write has taken too long
}

// patience is how long a message may take.
const patience = 250 * time.Millisecond

func printText(text string) {
	stderr.mu.Lock()
	defer stderr.mu.Unlock()
	if stderr.stuck {
		return
	}
	done := make(chan struct{})
	go func() {
		os.Stderr.WriteString(text)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
		stderr.stuck = true
	}
}

// printLine prints a line behind the name of the program.
func printLine(text string) { printText(programName() + ": " + text + "\n") }

// printError prints an error that ends the program, unless its message is empty.
func printError(err error) {
	if text := err.Error(); text != "" {
		printLine(text)
	}
}

// printErrors prints each of the errors that errors.Join has joined.
func printErrors(err error) {
	list, ok := err.(interface{ Unwrap() []error })
	if !ok {
		printError(err)
		return
	}
	for _, e := range list.Unwrap() {
		printError(e)
	}
}
