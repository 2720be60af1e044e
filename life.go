//go:build !premain_bare

package premain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"premain.dev/internal/phase"
)

// runMain is Main.
func runMain(p program, opts []MainOption) {
	l, place := &process, callerPlace()
	if err := l.use("premain.Main", place); err != nil {
		printError(err)
		Exit(1)
	}
	if life, ok := l.begin("premain.Main", place, nil, opts); ok {
		l.run(life, p)
	}
	select {} // the goroutine that ends the life ends the process
}

// runLife is Run.
func runLife(p program, opts []MainOption) (code int) {
	l, place := &process, callerPlace()
	left := make(chan int, 1)
	if err := l.use("premain.Run", place); err != nil {
		printError(err)
		return 1
	}
	go func() {
		if life, ok := l.begin("premain.Run", place, left, opts); ok {
			l.run(life, p)
		}
	}()
	return <-left
}

// startLife is Start.
func startLife(ctx context.Context, opts []MainOption) (stop func(context.Context) error, err error) {
	place := callerPlace()
	if err := afterInitialisation("premain.Start", place); err != nil {
		return nil, err
	}
	return process.start(ctx, place, opts)
}

// signalSettings are what [Signals] has set.
type signalSettings struct {
	signals    []os.Signal
	signalsSet bool
}

var defaults = settings{grace: 10 * time.Second, deadline: 10 * time.Second, panicStatus: 101}

// Signals sets the signals that end the program in order. The default are INT, TERM and HUP where the system has them.
// A signal that is ignored when the life begins stays ignored. (The Go runtime knows that of INT and HUP only.)
// A broken standard output ends the program, too, unless Signals is given none at all.
func Signals(sig ...os.Signal) MainOption {
	sig = slices.Clone(sig)
	return MainOption{func(s *settings) { s.signals, s.signalsSet = sig, true }}
}

// program is a [Program] in its widest form.
type program struct {
	run   func(context.Context) (code int, err error)
	waits bool // takes a context
}

func newProgram(f any) program {
	v := reflect.ValueOf(f)
	if v.IsNil() {
		panic(callerPlace() + ": the function to run is nil; give it one")
	}
	if t := reflect.TypeFor[func() int](); v.CanConvert(t) {
		run := v.Convert(t).Interface().(func() int)
		return program{run: func(context.Context) (int, error) { return run(), nil }}
	}
	run, waits := adapt(f)
	return program{func(ctx context.Context) (int, error) {
		err := run(ctx)
		return exitCode(err), err
	}, waits}
}

// process is the life of this process.
var process life

// life is the life of a program, from its constructors to its destructors.
type life struct {
	mu        sync.Mutex
	turn      int       // who begins a life or replaces steps, as of takeTurn; 0 for nobody
	turns     int       // how many turns there have been
	free      sync.Cond // turn is 0, or the life has ended and the process goes on
	alive     bool      // constructors have begun to run, and the destructors have not all run
	lives     int       // how many lives have begun in this process
	used      string    // where Main or Run has been called
	owned     bool      // Main or Run runs this life, not Start alone
	starts    int       // calls of Start whose stop has not been called
	settings  settings
	order     []*Step // all steps, in the order in which they run
	completed []*Step // those that have run and not been dropped
	onExit    []*exitFunction
	ctx       context.Context
	cancel    context.CancelCauseFunc
	waits     bool      // what runs now takes a context
	signal    os.Signal // the first that came
	closed    bool      // nothing is dropped any more
	ending    *ending   // nil as long as nothing has ended the life
	dropping  []*dropping
	left      chan int // takes the exit code of Run
	began     time.Time

	holder atomic.Int32 // who leaves the process; see ending.leave
	tracer atomic.Pointer[tracer]
	report atomic.Pointer[report]
}

// takeTurn waits until nobody else begins a life, ends one or replaces steps. It fails on a goroutine for which
// somebody else would wait in vain. It needs l.mu, which it gives up while it waits.
func (l *life) takeTurn(caller, place string) (turn int, err error) {
	for l.turn != 0 || l.ending != nil {
		switch {
		case insideOf("(*life).constructStep"):
			return 0, fmt.Errorf("%s: %s is called by a constructor; the constructors run already, declare what has to come first with premain.After", place, caller)
		case insideOf("(*life).drop"):
			return 0, fmt.Errorf("%s: %s is called by a destructor", place, caller)
		}
		if l.free.L == nil {
			l.free.L = &l.mu
		}
		l.free.Wait()
	}
	l.turns++
	l.turn = l.turns
	return l.turn, nil
}

// endTurn ends a turn, unless the end of the life has done so: who ended up in a life that is over never returns.
func (l *life) endTurn(turn int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turn == turn {
		l.turn = 0
		l.free.Broadcast()
	}
}

// begin starts the life for Main or Run, including the constructors, and returns its number and whether the program may
// run. If not, the life has ended.
func (l *life) begin(caller, place string, left chan int, opts []MainOption) (life int, ok bool) {
	l.mu.Lock()
	turn, err := l.takeTurn(caller, place)
	began := false
	if err == nil {
		defer l.endTurn(turn)
		l.owned, l.left = true, left
		began, err = l.prepare(context.Background(), place, opts)
	}
	life = l.lives
	l.mu.Unlock()
	if err != nil {
		printErrors(err)
		l.end(&ending{code: 1})
		return life, false
	}
	if began {
		l.equip()
	}
	l.watch(true)
	if !began {
		return life, true
	}
	return life, l.construct(life, func(s *Step, o outcome) {
		l.mu.Lock()
		sig := l.signal
		l.mu.Unlock()
		switch {
		case o.panicked != nil:
			printLine(fmt.Sprintf("%s: %v panicked", s.Place(), s))
			l.panicked(life, o.panicked)
		case sig != nil && errors.Is(o.err, context.Canceled):
			l.end(&ending{of: life, signal: sig})
		default:
			err := o.failure(s.Place(), s)
			printError(err)
			l.end(&ending{of: life, code: exitCode(err), signal: sig})
		}
	})
}

// use notes that Main or Run has been called. Both together may be called once.
func (l *life) use(caller, place string) error {
	if err := afterInitialisation(caller, place); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used != "" {
		return fmt.Errorf("%s: %s is called though the life of the program has been run at %s; call Main or Run once", place, caller, l.used)
	}
	l.used = place
	return nil
}

// afterInitialisation refuses a call that is made while packages initialise: there may be steps to come.
func afterInitialisation(caller, place string) error {
	if onStack(func(f runtime.Frame) bool { return strings.HasPrefix(f.Function, "runtime.doInit") }) {
		return fmt.Errorf("%s: %s is called while packages initialise; call it in func main or later", place, caller)
	}
	return nil
}

// prepare puts the steps in order and begins the life, unless Start has, and reports whether it did. It needs l.mu.
func (l *life) prepare(ctx context.Context, place string, opts []MainOption) (began bool, err error) {
	if !l.alive {
		l.settings = defaults
	}
	for _, o := range opts {
		if o.apply != nil { // those of Main and Run count in a life of Start, too
			o.apply(&l.settings)
		}
	}
	if l.alive {
		return false, nil
	}
	phase.Seal(place)
	declared := make([]*Step, 0, steps.Len())
	for _, s := range steps.All() {
		atomic.StoreInt32(&s.state, int32(Pending))
		declared = append(declared, s)
	}
	if l.order, err = arrange(declared); err != nil {
		return false, err
	}
	l.completed, l.starts = nil, 0
	l.signal, l.closed = nil, false
	l.ctx, l.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	l.alive = true
	l.lives++
	l.began = time.Now()
	return true, nil
}

// equip does what is due when a life has begun, and must not be done with a lock held.
func (l *life) equip() {
	if l.tracer.Load() == nil {
		l.traceByEnvironment()
	}
	l.mu.Lock()
	order := l.order
	l.mu.Unlock()
	l.keepReport(func(r report) { r.begin(order) })
	installExitHooks()
}

// construct runs the steps on this goroutine and reports whether all have completed. When one has not, it calls fail;
// when the life ends meanwhile, it does not return.
func (l *life) construct(life int, fail func(*Step, outcome)) bool {
	l.mu.Lock()
	order, ctx := l.order, l.ctx
	l.mu.Unlock()
	for _, s := range order {
		if !l.constructStep(life, ctx, s, fail) {
			return false
		}
		switch sig, over := l.complete(life, s); {
		case over:
			select {}
		case sig != nil:
			l.end(&ending{of: life, signal: sig})
			return false
		}
	}
	place, _ := phase.Sealed()
	phase.EndConstructors(place)
	if err := endEditing(readOnly); err != nil {
		printError(fmt.Errorf("premain: items of a section.Mutable stay writable: %w", err))
	}
	return true
}

// over reports whether a life has ended, or is ending. It needs l.mu.
func (l *life) over(life int) bool { return !l.alive || l.ending != nil || l.lives != life }

// current returns the number of the life that runs.
func (l *life) current() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lives
}

// complete notes that a step has completed, and tells whether that was late.
func (l *life) complete(life int, s *Step) (sig os.Signal, over bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waits = false
	if l.lives == life && !l.closed {
		l.setState(s, Completed)
		l.completed = append(l.completed, s)
	}
	return l.signal, l.over(life)
}

// constructStep runs one step and reports whether it has completed.
func (l *life) constructStep(life int, ctx context.Context, s *Step, fail func(*Step, outcome)) (ok bool) {
	l.mu.Lock()
	if l.over(life) {
		l.mu.Unlock()
		select {}
	}
	l.waits = s.waits
	began := l.began
	l.setState(s, Running)
	l.mu.Unlock()
	if s.body == nil { // a destructor
		return true
	}
	measured := l.tracer.Load().begin(began)
	protect(func() error { return s.body(ctx) }, func(o outcome) {
		measured.end(s.kind, s, o)
		if o.ok() {
			ok = true
			return
		}
		l.mu.Lock()
		if l.lives == life {
			l.setState(s, Failed)
		}
		over := l.over(life)
		l.mu.Unlock()
		if over {
			select {} // the life has ended otherwise, and that is what is reported
		}
		fail(s, o)
	})
	return ok
}

func (l *life) setState(s *Step, state State) {
	atomic.StoreInt32(&s.state, int32(state))
	l.keepReport(func(r report) { r.update(s, state) })
}

// run runs the program and ends the life.
func (l *life) run(life int, p program) {
	l.mu.Lock()
	ctx, sig := l.ctx, l.signal
	if l.over(life) {
		l.mu.Unlock()
		return
	}
	l.waits = p.waits
	l.mu.Unlock()
	if sig != nil && !p.waits {
		l.end(&ending{of: life, signal: sig})
		return
	}
	var code int
	protect(func() (err error) {
		code, err = p.run(ctx)
		return err
	}, func(o outcome) {
		l.mu.Lock()
		over, sig := l.over(life), l.signal
		if l.lives == life {
			l.waits = false
		}
		l.mu.Unlock()
		switch {
		case o.exited && (over || sig == nil):
			select {} // as in Go: the program goes on without its main goroutine
		case o.exited:
			l.end(&ending{of: life, signal: sig})
		case o.panicked != nil:
			l.panicked(life, o.panicked)
		case o.err == nil:
			l.end(&ending{of: life, code: code})
		default:
			if sig == nil {
				sig = brokenOutput(o.err)
			}
			if !over && (sig == nil || !expected(o.err)) {
				printError(o.err)
			}
			l.end(&ending{of: life, code: code, signal: sig})
		}
	})
}

// expected reports whether an error is what one expects of a function whose context has been cancelled.
func expected(err error) bool {
	return errors.Is(err, context.Canceled) || brokenOutput(err) != nil
}

// start is Start.
func (l *life) start(ctx context.Context, place string, opts []MainOption) (stop func(context.Context) error, err error) {
	l.mu.Lock()
	turn, err := l.takeTurn("premain.Start", place)
	if err != nil {
		l.mu.Unlock()
		return nil, err
	}
	defer l.endTurn(turn)
	if l.alive {
		l.starts++
		stop = l.stopper(l.lives)
		l.mu.Unlock()
		return stop, nil
	}
	if err := ctx.Err(); err != nil {
		l.mu.Unlock()
		return nil, fmt.Errorf("%s: premain.Start: %w", place, err)
	}
	_, err = l.prepare(ctx, place, opts)
	cancel, life := l.cancel, l.lives
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	l.equip()
	l.watch(false)
	release := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	defer release()
	var failure error
	ok := l.construct(life, func(s *Step, o outcome) {
		l.mu.Lock()
		sig := l.signal
		l.mu.Unlock()
		if sig != nil {
			l.end(&ending{of: life, signal: sig})
		}
		failure = o.failure(s.Place(), s)
		if o.panicked != nil {
			o.panicked.print()
		}
		failure = errors.Join(failure, l.stop(life, context.WithoutCancel(ctx)))
	})
	if !ok {
		return nil, failure
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: premain.Start: %w", place, err), l.stop(life, context.WithoutCancel(ctx)))
	}
	l.mu.Lock()
	l.starts++
	l.mu.Unlock()
	return l.stopper(life), nil
}

// stopper returns the function by which a caller of Start gives up its part in a life.
func (l *life) stopper(life int) func(context.Context) error {
	var once sync.Once
	return func(ctx context.Context) (err error) {
		once.Do(func() {
			e := &ending{of: life, stopped: true, ctx: ctx}
			l.mu.Lock()
			last := false
			if !l.over(life) {
				l.starts--
				last = l.starts == 0 && !l.owned && l.claim(e) == nil
			}
			l.mu.Unlock()
			if last {
				l.finish(e)
				err = e.failures
			}
		})
		return err
	}
}

// stop ends a life that Start has begun, without the process.
func (l *life) stop(life int, ctx context.Context) error {
	e := &ending{of: life, stopped: true, ctx: ctx}
	l.end(e)
	return e.failures
}

// startTests begins the life in linked test binaries, before their tests.
func startTests() {
	if steps.Len() == 0 {
		return
	}
	if _, err := process.start(context.Background(), "the start of the tests", nil); err != nil {
		printErrors(err)
		os.Exit(max(1, exitCode(err)))
	}
}

// exitCode returns the exit code for an error.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	var coder interface{ ExitCode() int }
	if errors.As(err, &coder) {
		if code := coder.ExitCode(); code >= 0 && code <= 255 {
			return code
		}
	}
	return 1
}

// programName returns the name under which the program was called.
func programName() string {
	if len(os.Args) == 0 {
		return "program"
	}
	return strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
}
