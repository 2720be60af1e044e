package premain

import (
	"context"
	"time"
)

// Program is the shape of the function that [Main] and [Run] run: main itself. One that returns an int returns the exit
// code. One that takes a context is told by it when to return.
type Program interface {
	~func() | ~func() error | ~func(context.Context) error | ~func() int
}

// Main runs the life of the program: the constructors and statics in their order, then run, then the destructors in
// reverse, and ends the process. It never returns. It is all that func main does:
//
//	func main() { premain.Main(run) }
//
// The exit code is 0 if run returns nil or nothing, and what run returns if that is an int. After an error, Main prints
// it behind the name of the program, unless the message is empty, and the code is the one that the first error in its
// tree with a method ExitCode() int tells (0, too), or 1 if there is none or it is not in the range from 0 to 255.
// (What run itself returns is left to the system, which may keep eight bits of it.) After a panic, the code is 101; see
// [PanicStatus]. A destructor that fails turns 0 into 1; one that is left behind does not.
//
// Main may be called once in a process, when packages have been initialised, and neither with nor after [Run]. Another
// call is an error that ends the program with 1. Main panics if run is nil.
func Main[F Program](run F, opts ...MainOption) { runMain(newProgram(run), opts) }

// Run runs the same life as [Main] and returns the exit code instead of ending the process: for a signal, 128 and its
// number. So that it can return whatever run does, run and the constructors are not called on the goroutine of the
// caller. It may be called once in a process, when packages have been initialised, and neither with nor after [Main];
// another call prints an error and returns 1. Run panics if run is nil.
//
// Without the Go runtime, run is called by Run itself, and [Exit] ends the program.
func Run[F Program](run F, opts ...MainOption) (code int) { return runLife(newProgram(run), opts) }

// Start runs the constructors and statics, unless they have run already, for programs whose main is not premain's:
// libraries, test binaries, functions that cgo exports. It returns when all have completed, or with an error after
// those that had completed have been dropped again. ctx limits the time that Start takes; the context of the
// constructors has its values, and lives until the destructors run. Errors are those of constructors, of ctx, wrong
// declarations, and calls by a constructor, by a destructor, or while packages initialise. The exit code of the error
// is that of [Main], as its method ExitCode or 1 if it has none.
//
// The last of the functions stop that have been returned runs the destructors. stop returns what went wrong in them,
// and nil if it is called again; ctx limits their time, as does [Deadline]. Afterwards Start begins anew. In a life
// that [Main] or [Run] has begun or joined, stop does nothing. If main returns without stop, the destructors run in a
// linked build only, as for os.Exit.
//
// A constructor must not wait for another goroutine that calls Start, nor a destructor.
//
// Of the options of several calls, those of the one that begins the life count. Signals are left alone, unless
// [Signals] names some.
func Start(ctx context.Context, opts ...MainOption) (stop func(context.Context) error, err error) {
	return startLife(ctx, opts)
}

// MainOption is a property of the life of the program.
type MainOption struct{ apply func(*settings) }

// settings are what the options of a life have set.
type settings struct {
	signalSettings
	grace       time.Duration
	deadline    time.Duration
	panicStatus int
	onPanic     func(v any, stack []byte)
}

// Grace sets for how long, after a signal, a function that takes a context may go on before the destructors run all the
// same. The default is 10 seconds; with 0 or less, nothing is waited for.
func Grace(d time.Duration) MainOption {
	return MainOption{func(s *settings) { s.grace = d }}
}

// Deadline sets the time for all destructors together, after which the process leaves without the rest, whose names it
// prints. The default is 10 seconds; with 0 or less, no destructor runs. A destructor that may hang has a [Timeout], or
// those behind it may not get their turn.
func Deadline(d time.Duration) MainOption {
	return MainOption{func(s *settings) { s.deadline = d }}
}

// PanicStatus sets the exit code after a panic, from 0 to 255. The default is 101, as in Rust: the 2 of the Go runtime
// is also what package flag uses for bad usage.
func PanicStatus(code int) MainOption {
	return MainOption{func(s *settings) { s.panicStatus = code }}
}

// OnPanic lets f be called after a panic in main, in a constructor or in a function given to [Go] has been printed, and
// before the destructors run, with the value and the stack as printed. It has the time set by [Deadline]. Under
// GOTRACEBACK=crash, nothing has been printed yet.
func OnPanic(f func(v any, stack []byte)) MainOption {
	return MainOption{func(s *settings) { s.onPanic = f }}
}

// Exit ends the program with an exit code from anywhere, in order: the destructors run, and the process leaves. It does
// not return, runs nobody's deferred functions, and does not wait for what other goroutines do. Of several calls at the
// same moment, the first one counts. In a life of [Run], the process goes on, and Run returns the code. Outside a life,
// before [Main] for example, Exit calls the functions of [OnExit] and then os.Exit.
//
// Since Exit does not return, a destructor that waits for its caller, as the Shutdown of an HTTP server waits for
// handlers, waits in vain until its time is up. Such a caller uses Go(func() { Exit(code) }) and returns.
//
// In a linked build, os.Exit and what calls it, as log.Fatal does, end the program in the same way. Plain Go
// cannot see those: there the process leaves at once.
func Exit(code int) { exit(code) }

// OnExit lets f be called when the program begins to end, before the destructors run; the function that was registered
// last is called first. It may be registered at any time. While the destructors run, it is called next; afterwards, it
// waits for the next life, if there is one. Without a life, [Exit] calls it, and os.Exit in a linked build.
//
// A panic of f is printed and turns the exit code 0 into 1; f has the time set by [Deadline]. cancel takes f back, and
// may be called repeatedly. OnExit panics if f is nil.
func OnExit(f func()) (cancel func()) { return onExit(f) }
