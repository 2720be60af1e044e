// Package premain runs the life of a program: what comes before main, main itself, and what comes after it, whichever
// way the program ends.
//
//	package store
//
//	var DB *sql.DB
//
//	var Open = premain.Constructor(open, premain.Drop(closeDB))
//
//	func open(ctx context.Context) (err error) { … }
//	func closeDB() error                       { return DB.Close() }
//
//	package main
//
//	func main() { premain.Main(run) }
//
//	func run(ctx context.Context) error { … }
//
// # Steps
//
// A step is a package-level variable that [Constructor], [Destructor] or [Static] initialises, directly or through a
// function of one's own that only returns such a call. The steps of all packages of the program run before main, in an
// order that is the same for every build of the program: first what others are declared to run after ([After],
// [Before]), then by [Priority], then in package initialisation order and in the order in which Go initialises the
// variables. All declarations are checked before the first step runs: a cycle, a priority that is reserved, or a name
// that is given twice is an error that names the places.
//
// As for any package-level variable, a step is part of the program if its package is. A function must not refer to the
// variable that declares its own step; that is an initialisation cycle for Go.
//
// # Ways out
//
// What has completed is dropped in reverse order, once, on a goroutine of its own, when
//
//   - run returns, with or without an error,
//   - run or a function given to [Go] panics,
//   - anything calls [Exit],
//   - INT, TERM or HUP comes, or nobody reads the standard output any more (see [Signals], [Grace]),
//   - a step fails or panics: then main never runs,
//   - anything calls os.Exit or log.Fatal, in a linked build (premain build). Plain Go skips destructors then as
//     it skips deferred functions.
//
// See [Main] for the exit code. After a signal that run did not answer by returning nil, the process ends by
// that signal, as far as its parent can see. A second signal, half a second or more after the first one, ends the
// process at once.
//
// Destructors cannot hold up the end for ever: see [Timeout] and [Deadline]. One that is stuck, or itself calls
// os.Exit, is named on standard error and left behind; the exit code stays what it was to be. (Plain Go cannot see that
// os.Exit; the process leaves.)
//
// No Go program can catch a panic on a goroutine that a go statement has started, a fatal error of the runtime, or
// SIGKILL. [CrashReport] leaves a report of those.
//
// After runtime.Goexit on its main goroutine, the program runs on until something ends it. A program whose life has
// begun waits for signals, so the Go runtime does not notice when all of its goroutines are asleep.
//
// # Priorities elsewhere
//
//	here       GCC, ELF, ctor             static_init
//	0–100      reserved                   65435–65535
//	Early      101                        65434
//	Default    500 (ctor's default)       65035
//	Late       65535 (GCC's default)      0 (the default)
//
// # Two worlds
//
// The same program does the same under plain go build and in a linked build, but for os.Exit as above. A linked build
// refuses a program that has steps and nothing that runs them, which plain Go cannot notice, but premain vet can; a
// linked test binary runs them before its tests. See package premaintest.
//
// # Without the Go runtime
//
// In a program for a board (see package [premain.dev/bare]), steps are the same, in the same order, with the same messages, which go to the
// console. The destructors run when run returns, with or without an error, when run panics, when a step fails, and when anything calls
// [Exit]. They do not when the program ends by bare.Exit, which is what ends the machine or the process and nothing else, or by
// what cannot be recovered, like a full stack: that goes to the panic handler at once. A panic in run or in a step does not go to the panic
// handler; it is printed as by bare.Report, and the exit code is that of [PanicStatus].
//
// There is neither a signal nor a clock, so that [Signals], [Grace], [Deadline] and [Timeout] are accepted and have no effect, and a
// context is never cancelled. A destructor that calls [Exit] is left behind; the rest run inside that call. In a life of [Run], Exit ends the
// program. Go, Trace, TraceJSON and CrashReport are not there.
//
// Without an allocator (the tier core), steps have room for 256 others in all their [After] and [Before] together, and [Start] and
// [OnExit] cannot be used.
package premain
