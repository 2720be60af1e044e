//go:build premain_bare

package premain

import (
	"context"

	"premain.dev/bare"
	"premain.dev/internal/phase"
)

// Without the Go runtime, a program has one goroutine, and neither signals nor a clock.

// signal is what an os.Signal is.
type signal interface {
	String() string
	Signal()
}

// signalSettings are what [Signals] has set: nothing.
type signalSettings struct{}

// Signals sets the signals that end the program in order. Without the Go runtime, there are none.
func Signals(sig ...signal) MainOption { return MainOption{} }

// life is the life of the program.
type life struct {
	alive    bool      // constructors have begun to run, and the destructors have not all run
	used     callPlace // where Main or Run has been called
	starts   int       // calls of Start whose stop has not been called
	settings settings
	last     *Step // that has completed and not been dropped
	onExit   *exitFunction

	ending   bool
	code     int // with which the program ends
	dropping *Step
	leaving  bool // a function of OnExit is being called
}

var process life

const defaultPanicStatus = 101

// background is context.Background in programs of which a package imports package context. Others have no use for it, and it would bring them
// the methods of package time that return strings.
//
//premain:imported context.Background
var background func() context.Context

// theContext is what functions of the user's get.
func theContext() context.Context {
	if background == nil {
		return nil
	}
	return background()
}

// newProgram returns a [Program] in its widest form.
func newProgram(f any) action {
	run := actionOf(f)
	if run.f == nil {
		refuse("the function to run is nil; give it one")
	}
	return run
}

// runMain is Main.
func runMain(run action, opts []MainOption) {
	l := &process
	if !l.use("premain.Main") {
		exit(1)
	}
	l.run(run, "premain.Main", opts)
	bare.Exit(l.code)
}

// runLife is Run.
func runLife(run action, opts []MainOption) (code int) {
	l := &process
	if !l.use("premain.Run") {
		return 1
	}
	l.run(run, "premain.Run", opts)
	return l.code
}

// use notes that Main or Run has been called. Both together may be called once.
func (l *life) use(caller string) bool {
	at := callerPlace()
	if l.used.file != "" {
		print(programName, ": ", at.file, ":", at.line, ": ", caller, " is called though the life of the program has been run at ", l.used.file, ":", l.used.line, "; call Main or Run once\n")
		return false
	}
	l.used = at
	return true
}

// run runs a life from its beginning to its end.
func (l *life) run(run action, caller string, opts []MainOption) {
	code, ok := l.begin(caller, opts)
	if ok {
		o := protect(func() (int, error) { return run.run(theContext()) }, nil)
		if o.err != nil {
			printError(o.err)
		}
		code = l.codeAfter(&o)
	}
	l.end(code)
}

// begin puts the steps in order and runs the constructors, unless Start has, and reports whether the program may run. If not, the
// life has to be ended with the code.
func (l *life) begin(caller string, opts []MainOption) (code int, ok bool) {
	if !l.alive {
		l.settings = settings{panicStatus: defaultPanicStatus}
	}
	for _, o := range opts {
		if o.apply != nil {
			o.apply(&l.settings)
		}
	}
	if l.alive {
		return 0, true
	}
	phase.Seal(caller)
	for i := range steps.Len() {
		steps.At(i).setState(Pending)
	}
	first, ok := arrange()
	if !ok {
		return 1, false
	}
	l.alive = true
	for s := first; s != nil; s = s.later {
		if code, ok := l.construct(s); !ok {
			return code, false
		}
	}
	phase.EndConstructors(caller)
	return 0, true
}

// construct runs a step and reports whether it has completed.
func (l *life) construct(s *Step) (code int, ok bool) {
	s.setState(Running)
	o := protect(s.run, func() {
		printPlace(s)
		print(" panicked\n")
	})
	if o.panicked || o.err != nil {
		s.setState(Failed)
		if o.err != nil {
			printPlace(s)
			print(": ", o.err.Error(), "\n")
		}
		return l.codeAfter(&o), false
	}
	s.setState(Completed)
	s.completed, l.last = l.last, s
	return 0, true
}

// run calls the function of a step.
func (s *Step) run() (code int, err error) {
	switch {
	case s.compute != nil:
		err = s.compute.compute(s.variable)
		return exitCode(err), err
	case s.body.f != nil:
		return s.body.run(theContext())
	}
	return 0, nil // a destructor
}

// runDrop calls the destructor of a step.
func (s *Step) runDrop() (code int, err error) {
	if s.value != nil {
		s.value.drop(s.variable)
		return 0, nil
	}
	return s.drop.run(theContext())
}

func (s *Step) setState(state State) { s.state = int32(state) }

// codeAfter returns the exit code after a function of the program, and calls that of OnPanic.
func (l *life) codeAfter(o *outcome) int {
	if !o.panicked {
		return o.code
	}
	if f := l.settings.onPanic; f != nil {
		protect(func() (int, error) { f(o.value, nil); return 0, nil }, nil)
	}
	return l.settings.panicStatus
}

// outcome is how a function of the user's has ended.
type outcome struct {
	code     int
	err      error
	panicked bool
	value    any // of the panic
}

// protect calls f and tells how it ended. It prints a panic, after what announce prints, while the frames of f are still on the stack.
func protect(f func() (code int, err error), announce func()) (o outcome) {
	returned := false
	defer func() {
		if returned {
			return
		}
		o = outcome{panicked: true, value: recover()}
		if announce != nil {
			announce()
		}
		printPanic(o.value)
	}()
	o.code, o.err = f()
	if o.err != nil { // its method may panic
		_ = o.err.Error()
	}
	returned = true
	return o
}

// startLife is Start.
func startLife(ctx context.Context, opts []MainOption) (stop func(context.Context) error, err error) {
	l := &process
	if err := ctx.Err(); err != nil && !l.alive {
		return nil, err
	}
	if code, ok := l.begin("premain.Start", opts); !ok {
		l.end(code)
		return nil, startError(code)
	}
	l.starts++
	stopped := false
	return func(context.Context) error {
		if stopped {
			return nil
		}
		stopped = true
		if l.starts--; l.starts > 0 || l.used.file != "" || !l.alive {
			return nil
		}
		if l.end(0); l.code != 0 {
			return stopError{}
		}
		return nil
	}, nil
}

// startTests is for test binaries, which need the Go runtime.
func startTests() {}

// startError is what Start returns.
type startError int

func (e startError) Error() string {
	return "premain.Start: a step has failed, or is declared in a way that is wrong; what has been printed says more"
}
func (e startError) ExitCode() int { return int(e) }

// stopError is what the function that Start returns does.
type stopError struct{}

func (stopError) Error() string { return "a destructor has failed; what has been printed says more" }

// exitCode returns the exit code for an error.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if code, ok := toldCode(err); ok && code >= 0 && code <= 255 {
		return code
	}
	return 1
}

// exitCoder is a variable, as an error's method As may keep its address.
var exitCoder interface{ ExitCode() int }

// toldCode returns what the first error in a tree tells that has a code. (errors.As would need a heap.)
func toldCode(err error) (code int, ok bool) {
	for err != nil {
		if e, ok := err.(interface{ ExitCode() int }); ok {
			return e.ExitCode(), true
		}
		if e, ok := err.(interface{ As(any) bool }); ok && e.As(&exitCoder) {
			return exitCoder.ExitCode(), true
		}
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			for _, err := range e.Unwrap() {
				if code, ok := toldCode(err); ok {
					return code, true
				}
			}
			return 0, false
		default:
			return 0, false
		}
	}
	return 0, false
}
