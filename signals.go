//go:build !premain_bare

package premain

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"
)

// again is the time after a signal from which on another one ends the process at once. Before, it counts as the same:
// a terminal and a shell may both send one.
const again = 500 * time.Millisecond

// watch lets signals end the life.
func (l *life) watch(main bool) {
	l.mu.Lock()
	s := l.settings
	l.mu.Unlock()
	list := s.signals
	switch {
	case !haveSignals:
		return
	case !s.signalsSet && main:
		list = defaultSignals
	case len(list) == 0:
		return
	}
	list = slices.Clone(list)
	if brokenPipe != nil {
		list = append(list, brokenPipe)
	}
	list = slices.DeleteFunc(list, signal.Ignored)
	if len(list) == 0 {
		return
	}
	signals.mu.Lock()
	defer signals.mu.Unlock()
	if signals.c == nil {
		signals.c = make(chan os.Signal, 8)
		go l.receive(signals.c)
	}
	signal.Notify(signals.c, list...)
}

// signals is where the signals come in.
var signals struct {
	mu sync.Mutex
	c  chan os.Signal
}

// unwatch gives the signals back to whoever had them.
func (l *life) unwatch() {
	signals.mu.Lock()
	defer signals.mu.Unlock()
	if signals.c != nil {
		signal.Stop(signals.c)
		close(signals.c)
		signals.c = nil
	}
}

func (l *life) receive(c chan os.Signal) {
	var first time.Time
	for sig := range c {
		switch {
		case sig == brokenPipe && (!first.IsZero() || !outputBroken()):
		case first.IsZero():
			first = time.Now()
			go l.signalled(sig)
		case sig != brokenPipe && time.Since(first) >= again:
			raise(sig)
			syscall.Exit(signalStatus(sig))
		}
	}
}

// signalled ends the life after a signal: at once, or as soon as a function returns that has a context to tell it.
func (l *life) signalled(sig os.Signal) {
	l.mu.Lock()
	life := l.lives
	if l.over(life) {
		l.mu.Unlock()
		return
	}
	l.signal = sig
	waits, grace, cancel := l.waits, l.settings.grace, l.cancel
	l.mu.Unlock()
	cancel(signalError{sig})
	if waits {
		time.Sleep(grace)
		l.mu.Lock()
		over := l.over(life)
		l.mu.Unlock()
		if over {
			return
		}
		printLine(fmt.Sprintf("what runs has not returned within %v of the signal %v; it is left behind", grace, sig))
	}
	l.end(&ending{of: life, signal: sig})
}

// signalError is the cause of the context's cancellation after a signal.
type signalError struct{ sig os.Signal }

func (e signalError) Error() string { return e.sig.String() + " signal received" }

func (e signalError) Is(err error) bool { return err == context.Canceled }
