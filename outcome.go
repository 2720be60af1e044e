//go:build !premain_bare

package premain

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// outcome is how a function of the user's has ended.
type outcome struct {
	err      error
	panicked *panicked
	exited   bool // by runtime.Goexit
}

func (o outcome) ok() bool { return o.err == nil && o.panicked == nil && !o.exited }

// failure returns an outcome that is not ok as an error that names where what was declared.
func (o outcome) failure(place string, what fmt.Stringer) error {
	switch {
	case o.panicked != nil:
		return panicError{fmt.Sprintf("%s: %v panicked: %s", place, what, o.panicked.text)}
	case o.exited:
		return fmt.Errorf("%s: %v: %w", place, what, errGoexit)
	}
	return fmt.Errorf("%s: %v: %w", place, what, o.err)
}

var errGoexit = errors.New("called runtime.Goexit; return an error instead")

// panicError is the error of a function that has panicked.
type panicError struct{ text string }

func (e panicError) Error() string { return e.text }
func (e panicError) ExitCode() int { return defaults.panicStatus }

// protect calls f and then passes on how it ended. After a panic, the frames of f are still on the stack when then
// runs. After a runtime.Goexit, protect does not return.
func protect(f func() error, then func(outcome)) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil || panickedWithNil() {
			then(outcome{panicked: newPanicked(v)})
		} else {
			then(outcome{exited: true})
		}
	}()
	err := f()
	if err != nil { // its methods may panic, those of a nil pointer in an error
		_, _ = exitCode(err), err.Error()
	}
	returned = true
	then(outcome{err: err})
}

// panickedWithNil tells the deferred function that calls it, if recover returns nil there, whether it runs because of
// panic(nil) under GODEBUG=panicnil=1, or because of runtime.Goexit.
func panickedWithNil() bool {
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:])
	f, _ := runtime.CallersFrames(pcs[:]).Next()
	return f.Function == "runtime.gopanic"
}

// onStack reports whether a function that the condition holds for is one of those that have led here.
func onStack(cond func(runtime.Frame) bool) bool {
	pcs := make([]uintptr, 64)
	n := runtime.Callers(2, pcs)
	for n == len(pcs) {
		pcs = make([]uintptr, 4*len(pcs))
		n = runtime.Callers(2, pcs)
	}
	name, _ := findFrame(pcs[:n], cond)
	return name != ""
}

// insideOf reports whether a function of this package, named without the package, or a function literal in it, is one
// of those that have led here.
func insideOf(function string) bool {
	return onStack(func(f runtime.Frame) bool {
		return ownFunction(f.Function) && strings.Contains(f.Function+".", "."+function+".")
	})
}

// goroutineID returns the number of this goroutine in tracebacks, or 0 if their form has changed.
func goroutineID() uint64 {
	var b [64]byte
	rest, ok := strings.CutPrefix(string(b[:runtime.Stack(b[:], false)]), "goroutine ")
	digits, _, _ := strings.Cut(rest, " ")
	id, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return id
}
