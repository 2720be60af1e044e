//go:build !premain_bare

package premain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync/atomic"
	"syscall"
	"time"
)

// exit is Exit.
func exit(code int) {
	l := &process
	l.strayed("premain.Exit")
	l.mu.Lock()
	idle := l.idle()
	l.mu.Unlock()
	if idle {
		os.Exit(code)
	}
	l.end(&ending{code: code})
	select {}
}

// onExit is OnExit.
func onExit(f func()) (cancel func()) {
	if f == nil {
		panic(callerPlace() + ": OnExit of nil; give it a function")
	}
	l, e := &process, &exitFunction{f, callerPlace()}
	installExitHooks()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onExit = append(l.onExit, e)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if i := slices.Index(l.onExit, e); i >= 0 {
			l.onExit = slices.Delete(l.onExit, i, i+1)
		}
	}
}

type exitFunction struct {
	f     func()
	place string
}

func (*exitFunction) String() string { return "function of OnExit" }

// ending is how the life ends.
type ending struct {
	of       int             // the number of the life, or 0 for whichever there is
	code     int             // -1 if os.Exit has one other than 0
	signal   os.Signal       // to be raised, or nil
	stopped  bool            // by what Start has returned
	ctx      context.Context // limits the time of the destructors, or nil
	hook     bool            // inside os.Exit, in a linked build
	crash    any             // the value of a panic with which the runtime is to end the process, or nil
	failures error           // what went wrong with the destructors
	failed   bool            // one of them has failed, which is more than to be left behind
	survived bool            // the process goes on

	done chan struct{} // closed when the destructors have run
}

// end ends the life, and the process if that is due. If another goroutine does so already, that one counts, and end
// only goes on if that one is a stop.
func (l *life) end(e *ending) {
	for {
		l.mu.Lock()
		other := l.claim(e)
		l.mu.Unlock()
		if other == nil {
			l.finish(e)
			return
		}
		l.outlive(other)
	}
}

// claim makes e the ending of the life, unless there is another one, which it returns. It needs l.mu.
func (l *life) claim(e *ending) (other *ending) {
	switch {
	case l.ending != nil:
		return l.ending
	case e.of != 0 && l.over(e.of):
		return past
	}
	e.done = make(chan struct{})
	l.ending = e
	return nil
}

// past stands for the end of a life that is over.
var past = func() *ending {
	e := &ending{done: make(chan struct{})}
	close(e.done)
	return e
}()

// finish ends the life as claimed.
func (l *life) finish(e *ending) {
	l.takeDown(e)
	if e.failed && e.code == 0 {
		e.code = 1
	}
	if e.crash == nil {
		l.keepReport(report.end)
	}
	l.mu.Lock()
	left := l.left
	e.survived = e.stopped || left != nil && !e.hook && e.crash == nil
	if e.survived {
		l.unwatch()
		l.alive, l.ending, l.left, l.owned = false, nil, nil, false
		l.turn = 0 // of a goroutine that goes no further
		l.free.Broadcast()
	}
	l.mu.Unlock()
	close(e.done)
	switch {
	case !e.survived:
		e.leave(l)
	case !e.stopped:
		if e.signal != nil {
			e.code = signalStatus(e.signal)
		}
		left <- e.code
	}
}

// outlive waits for a stop, and for ever if the life ends otherwise.
func (l *life) outlive(e *ending) {
	<-e.done
	if !e.stopped {
		select {}
	}
}

// Who leaves the process, in life.holder. The runtime runs the hooks of os.Exit under a lock, and one of ours may have
// to stay there.
const (
	nobody int32 = iota
	leaver       // a goroutine that has called leave, through os.Exit
	aHook        // a hook that stays until another goroutine has left, without os.Exit
	gone         // the leaver, whose os.Exit has come to the first of our hooks
)

// leave ends the process after the destructors.
func (e *ending) leave(l *life) {
	switch {
	case e.hook && e.code != 1: // os.Exit goes on with its own code
		stayAhead()
		return
	case e.crash != nil:
		l.holder.CompareAndSwap(nobody, leaver)
		panic(e.crash)
	case e.signal != nil:
		raise(e.signal)
		e.code = signalStatus(e.signal) // the process is still alive, as process 1 of a container is
	}
	if !e.hook && l.holder.CompareAndSwap(nobody, leaver) {
		os.Exit(e.code)
	}
	syscall.Exit(e.code)
}

// stayAhead lets the goroutine that is about to leave os.Exit's hooks leave the process, too. Others that have called
// os.Exit, destructors among them, wait for the lock around the hooks, and could otherwise overtake it with their exit
// codes.
func stayAhead() { runtime.GOMAXPROCS(1) }

// exitHook is called by os.Exit in linked builds, with whether the exit code is 0.
func exitHook(success bool) {
	l := &process
	if l.holder.Load() == gone {
		return
	}
	l.strayed("os.Exit")
	l.mu.Lock()
	idle := l.idle()
	l.mu.Unlock()
	if idle {
		return
	}
	e := &ending{hook: true}
	if !success {
		e.code = -1
	}
	l.mu.Lock()
	other := l.claim(e)
	l.mu.Unlock()
	switch {
	case other == nil:
		l.finish(e)
	case other.hook: // by an earlier one of our hooks in the same call of os.Exit
	case l.holder.Load() == leaver && insideOf("(*ending).leave"):
		l.holder.Store(gone)
		stayAhead()
	case l.holder.CompareAndSwap(nobody, aHook):
		<-other.done
		if !other.survived {
			select {}
		}
		l.holder.Store(nobody)
		if success && other.failed {
			syscall.Exit(1)
		}
	default: // another goroutine leaves the process, and its exit code counts
		<-other.done
		if other.signal == nil && other.crash == nil {
			syscall.Exit(other.code)
		}
		select {}
	}
}

// idle reports whether there is nothing to end. It needs l.mu.
func (l *life) idle() bool { return !l.alive && l.ending == nil && len(l.onExit) == 0 }

// takeDown runs the functions of OnExit and the destructors, and notes what goes wrong. Each is called at most once.
func (l *life) takeDown(e *ending) {
	deadline := l.deadline()
	l.mu.Lock()
	cancel := l.cancel
	l.mu.Unlock()
	if cancel != nil {
		cancel(errEnding)
	}
	ctx := e.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	for {
		d := l.nextDrop()
		if d == nil {
			return
		}
		var err error
		if ctx.Err() != nil || !time.Now().Before(deadline) {
			err = leftBehindError{fmt.Sprintf("%s: %v has not run before the deadline", d.place, d.what)}
		} else {
			err = l.drop(ctx, deadline, d, e.hook)
		}
		if err == nil {
			continue
		}
		if !errors.As(err, new(leftBehindError)) {
			e.failed = true
		}
		e.failures = errors.Join(e.failures, err)
		if !e.stopped {
			printError(err)
		}
	}
}

// deadline returns when destructors that begin now have to have ended.
func (l *life) deadline() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.alive { // functions of OnExit in a program that has not begun its life
		return time.Now().Add(defaults.deadline)
	}
	return time.Now().Add(l.settings.deadline)
}

// errEnding is the cause of the context's cancellation when no signal is.
var errEnding = fmt.Errorf("the program ends: %w", context.Canceled)

// dropping is a destructor, or a function of OnExit, that runs when the life ends.
type dropping struct {
	step    *Step // nil for a function of OnExit
	what    fmt.Stringer
	place   string
	f       func(context.Context) error
	timeout time.Duration

	goroutine atomic.Uint64
	strayed   chan string // what it has called to end the process
	done      chan outcome
}

// destructorName names the destructor of a step in messages.
type destructorName struct{ *Step }

func (d destructorName) String() string { return "destructor " + d.Name() }

// nextDrop takes what is to run next, or closes the life.
func (l *life) nextDrop() *dropping {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.onExit); n > 0 {
		x := l.onExit[n-1]
		l.onExit = l.onExit[:n-1]
		return &dropping{what: x, place: x.place, f: func(context.Context) error { x.f(); return nil }}
	}
	for n := len(l.completed); n > 0; n = len(l.completed) {
		s := l.completed[n-1]
		l.completed = l.completed[:n-1]
		if d := l.destructorOf(s); d != nil {
			return d
		}
	}
	l.closed = true
	return nil
}

// destructorOf returns the destructor of a completed step. A step without one is dropped at once.
func (l *life) destructorOf(s *Step) *dropping {
	if s.drop == nil {
		l.setState(s, Dropped)
		return nil
	}
	return &dropping{step: s, what: destructorName{s}, place: s.Place(), f: s.drop, timeout: s.timeout}
}

// drop runs one destructor on a goroutine of its own and waits for it.
func (l *life) drop(parent context.Context, deadline time.Time, d *dropping, inHook bool) error {
	limit, limitName := time.Until(deadline), "the deadline"
	if d.timeout > 0 && d.timeout < limit {
		limit, limitName = d.timeout, "its timeout of "+d.timeout.String()
	}
	expired := time.NewTimer(limit)
	defer expired.Stop()
	// A destructor that heeds its context is to have the time to return.
	ctx, release := context.WithTimeout(parent, limit-min(limit/10, 100*time.Millisecond))
	defer release()
	d.strayed, d.done = make(chan string, 1), make(chan outcome, 1)
	l.mu.Lock()
	l.dropping = append(l.dropping, d)
	began := l.began
	l.mu.Unlock()
	var measured *measurement
	if d.step != nil {
		l.setState(d.step, Dropping)
		measured = l.tracer.Load().begin(began)
	}
	go func() {
		d.goroutine.Store(goroutineID())
		protect(func() error { return d.f(ctx) }, func(o outcome) {
			if o.panicked != nil {
				o.panicked.print()
			}
			if d.step != nil {
				measured.end(destructor, d.step, o)
			}
			d.done <- o
		})
	}()
	// While one of our hooks is inside os.Exit, another os.Exit hangs before it comes to a hook.
	var look <-chan time.Time
	wait := 10 * time.Millisecond
	if haveExitHooks {
		look = time.After(wait)
	}
	for {
		select {
		case o := <-d.done:
			select {
			case call := <-d.strayed:
				return d.leftBehind("has called " + call)
			default:
			}
			return l.dropped(d, o)
		case call := <-d.strayed:
			return d.leftBehind("has called " + call)
		case <-look:
			if (inHook || l.holder.Load() == aHook) && hangsInExit(d.goroutine.Load()) {
				return d.leftBehind("has called os.Exit")
			}
			wait = min(2*wait, time.Second)
			look = time.After(wait)
		case <-expired.C:
			return d.leftBehind("has not returned within " + limitName)
		case <-parent.Done():
			select {
			case o := <-d.done: // because of the context
				return l.dropped(d, o)
			case <-time.After(100 * time.Millisecond):
			}
			return d.leftBehind("has not returned before the context of stop was done")
		}
	}
}

// leftBehindError is the error of a destructor that the process does not wait for. It does not change the exit code.
type leftBehindError struct{ text string }

func (e leftBehindError) Error() string { return e.text }

func (d *dropping) leftBehind(what string) error {
	return leftBehindError{fmt.Sprintf("%s: %v %s; it is left behind", d.place, d.what, what)}
}

// dropped notes that a destructor has returned.
func (l *life) dropped(d *dropping, o outcome) error {
	l.mu.Lock()
	l.dropping = slices.DeleteFunc(l.dropping, func(x *dropping) bool { return x == d })
	l.mu.Unlock()
	if d.step != nil {
		l.setState(d.step, Dropped)
	}
	if o.ok() {
		return nil
	}
	return o.failure(d.place, d.what)
}

// strayed ends this goroutine if it is that of a destructor, which is about to end the process by the named call.
func (l *life) strayed(call string) {
	l.mu.Lock()
	dropping := slices.Clone(l.dropping)
	l.mu.Unlock()
	if len(dropping) == 0 {
		return
	}
	id := goroutineID()
	for _, d := range dropping {
		if id != 0 && d.goroutine.Load() == id {
			select {
			case d.strayed <- call:
			default:
			}
			if call == "os.Exit" {
				go replaceExitHook() // once the runtime has released the lock that it holds around this one
			}
			runtime.Goexit()
		}
	}
}

// hangsInExit reports whether a goroutine is inside os.Exit.
func hangsInExit(id uint64) bool {
	for size := 1 << 16; ; size *= 4 {
		b := make([]byte, size)
		if n := runtime.Stack(b, true); n < size {
			b = b[:n]
		} else if size < 16<<20 {
			continue
		}
		header := fmt.Appendf(nil, "\ngoroutine %d [", id)
		_, stack, _ := bytes.Cut(b, header)
		stack, _, _ = bytes.Cut(stack, []byte("\n\n"))
		return bytes.Contains(stack, []byte("\nos.Exit("))
	}
}
