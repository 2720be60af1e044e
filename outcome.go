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
		return fmt.Errorf("%s: %v panicked: %s", place, what, o.panicked.text)
	case o.exited:
		return fmt.Errorf("%s: %v: %w", place, what, errGoexit)
	}
	return fmt.Errorf("%s: %v: %w", place, what, o.err)
}

var errGoexit = errors.New("called runtime.Goexit; return an error instead")

// protect calls f and then passes on how it ended. After a panic, the frames of f are still on the stack when then
// runs. After a runtime.Goexit, protect does not return.
func protect(f func() error, then func(outcome)) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			then(outcome{panicked: newPanicked(v)})
		} else {
			then(outcome{exited: true})
		}
	}()
	err := f()
	returned = true
	then(outcome{err: err})
}

// insideOf reports whether a function of this package, named without the package, is one of those that have led here.
func insideOf(function string) bool {
	pcs := make([]uintptr, 64)
	n := runtime.Callers(2, pcs)
	for n == len(pcs) {
		pcs = make([]uintptr, 4*len(pcs))
		n = runtime.Callers(2, pcs)
	}
	name, _ := findFrame(pcs[:n], func(f runtime.Frame) bool {
		return ownFunction(f.Function) && strings.HasSuffix(f.Function, "."+function)
	})
	return name != ""
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
