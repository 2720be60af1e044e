package lifetest

import "testing"

// What testdata/ways prints.
const (
	begun   = "+a +b +c +d run"
	dropped = "-e -d -c -b -a"
	whole   = begun + " " + dropped
)

// skipped is what is expected in the plain world of a life that os.Exit ends: destructors are skipped there.
func skipped(status, stdout string, stderr ...string) *result {
	r := ended(status, stdout, stderr...)
	return &r
}

// TestWaysOut ends programs in all ways that do not need the system's help.
func TestWaysOut(t *testing.T) {
	b := place("ways", "// step b")
	test(t, "ways", []life{
		// What main returns.
		{name: "return", args: "run=return", want: ended("exit status 0", whole)},
		{name: "return nil", args: "run.error=return", want: ended("exit status 0", whole)},
		{name: "return nil with context", args: "run.ctx=return", want: ended("exit status 0", whole)},
		{name: "int", args: "run.int=7", want: ended("exit status 7", whole)},
		{name: "int 0", args: "run.int=0", want: ended("exit status 0", whole)},
		{name: "error", args: "run.error=error", want: ended("exit status 1", whole, `ways: no luck`)},
		{name: "error with context", args: "run.ctx=error", want: ended("exit status 1", whole, `ways: no luck`)},
		{name: "error without message", args: "run.error=silent", want: ended("exit status 1", whole)},
		{name: "error with code", args: "run.error=code:42", want: ended("exit status 42", whole, `ways: no luck: code 42`)},
		{name: "error with code 0", args: "run.error=code:0", want: ended("exit status 0", whole, `ways: no luck: code 0`)},
		{name: "error with code 255", args: "run.error=code:255", want: ended("exit status 255", whole, `ways: no luck: code 255`)},
		{name: "error with code 256", args: "run.error=code:256", want: ended("exit status 1", whole, `ways: no luck: code 256`)},
		{name: "error with code -1", args: "run.error=code:-1", want: ended("exit status 1", whole, `ways: no luck: code -1`)},
		{name: "joined errors with codes", args: "run.error=joined:4", want: ended("exit status 4", whole, `ways: no luck`, `code 4`, `code 5`)},

		{name: "nil pointer in an error", args: "run.error=typed.nil", want: ended("exit status 101", whole, `panic: runtime error: invalid memory address or nil pointer dereference`, trace0)},

		// Panics.
		{name: "panic", args: "run=defer,panic:boom", want: ended("exit status 101", begun+" deferred "+dropped, `panic: boom`, trace)},
		{name: "panic with error", args: "run.error=panic.error:boom", want: ended("exit status 101", whole, `panic: boom`, trace)},
		{name: "panic of the runtime", args: "run.ctx=dereference", want: ended("exit status 101", whole,
			`panic: runtime error: invalid memory address or nil pointer dereference`, trace)},
		{name: "panic with GOTRACEBACK=none", args: "run=panic:boom", env: []string{"GOTRACEBACK=none"}, want: ended("exit status 101", whole, `panic: boom`)},
		{name: "panic with GOTRACEBACK=all", args: "run=panic:boom", env: []string{"GOTRACEBACK=all"}, want: ended("exit status 101", whole, `panic: boom`, trace, rest)},
		{name: "PanicStatus", args: "run=panic:boom panicstatus=2", want: ended("exit status 2", whole, `panic: boom`, trace)},
		{name: "OnPanic", args: "run=panic:boom onpanic=", want: ended("exit status 101", begun+" onpanic(boom,panic:boom,true) "+dropped, `panic: boom`, trace)},
		{name: "OnPanic panics", args: "run=panic:boom onpanic=panic:again", want: ended("exit status 101", begun+" onpanic(boom,panic:boom,true) "+dropped,
			`panic: boom`, trace, `panic: again`, trace, rest)},
		{name: "OnPanic hangs", args: "run=panic:boom onpanic=hang deadline=200ms", want: ended("exit status 101", begun+" onpanic(boom,panic:boom,true) hanging "+dropped,
			`panic: boom`, trace, `ways: the function of OnPanic has not returned within 200ms; it is left behind`)},
		{name: "OnPanic calls Goexit", args: "run=panic:boom onpanic=Goexit", want: ended("exit status 101", begun+" onpanic(boom,panic:boom,true) "+dropped, `panic: boom`, trace)},
		{name: "panic with nil", args: "run=panic.nil", want: ended("exit status 101", whole, `panic: (runtime error: )?panic called with nil argument.*`, trace)},
		{name: "panic with nil of old", args: "run=panic.nil", env: []string{"GODEBUG=panicnil=1"}, want: ended("exit status 101", whole, `panic: nil`, trace)},
		{name: "OnPanic exits", args: "run=panic:boom onpanic=Exit:3", want: ended("exit status 3", begun+" onpanic(boom,panic:boom,true) "+dropped, `panic: boom`, trace)},
		{name: "panic in Go", args: "run=Go:panic:boom", want: ended("exit status 101", whole, `panic: boom`, trace)},
		{name: "panic in Go in a constructor", args: "constructor=Go:panic:boom", want: ended("exit status 101", "+a -a", `panic: boom`, trace)},
		{name: "panic in Go in a destructor", args: "run.error=code:3 destructor=Go:panic:boom timeout=200ms", want: ended("exit status 3", whole,
			`ways: no luck: code 3`, `panic: boom`, trace, `ways: `+b+`: destructor b has not returned within its timeout of 200ms; it is left behind`)},

		// premain.Exit and OnExit.
		{name: "Exit", args: "run=defer,Exit:3", want: ended("exit status 3", whole)},
		{name: "Exit 0", args: "run=Exit:0", want: ended("exit status 0", whole)},
		{name: "Exit with context", args: "run.ctx=Exit:3", want: ended("exit status 3", whole)},
		{name: "Exit on another goroutine", args: "run=go:Exit:3", want: ended("exit status 3", whole)},
		{name: "Exit on another goroutine with context", args: "run.ctx=later:Exit:3,wait:hang", want: ended("exit status 3", begun+" waiting "+dropped)},
		{name: "Exit when main returns on the end of its context", args: "run.ctx=later:Exit:3,wait:Err", want: ended("exit status 3", begun+" waiting "+dropped)},
		{name: "Exit when main panics on the end of its context", args: "run.ctx=later:Exit:3,wait,panic:boom", want: result{"exit status 3", begun + " waiting " + dropped, anything}},
		{name: "Exit in Go", args: "run=Go:Exit:3", want: ended("exit status 3", whole)},
		{name: "Exit in a constructor", args: "constructor=Exit:3", want: ended("exit status 3", "+a -a")},
		{name: "Exit in a constructor on another goroutine", args: "constructor.ctx=go:Exit:3", want: ended("exit status 3", "+a +b -b -a")},
		{name: "Exit in a destructor", args: "run.error=code:3 destructor=Exit:4", want: ended("exit status 3", whole,
			`ways: no luck: code 3`, `ways: `+b+`: destructor b has called premain\.Exit; it is left behind`)},
		{name: "Exit in a destructor on another goroutine", args: "run.error=code:3 destructor=go:Exit:4 timeout=200ms", want: ended("exit status 3", whole,
			`ways: no luck: code 3`, `ways: `+b+`: destructor b has not returned within its timeout of 200ms; it is left behind`)},
		{name: "Exit with a failing destructor", args: "run=Exit:0 destructor=error", want: ended("exit status 1", whole, `ways: `+b+`: destructor b: no luck`)},
		{name: "Exit 3 with a failing destructor", args: "run=Exit:3 destructor=error", want: ended("exit status 3", whole, `ways: `+b+`: destructor b: no luck`)},
		{name: "OnExit", args: "run=OnExit", want: ended("exit status 0", begun+" exit3 exit1 "+dropped)},
		{name: "OnExit in a constructor", args: "constructor=OnExit run.error=error", want: ended("exit status 1", begun+" exit3 exit1 "+dropped, `ways: no luck`)},
		{name: "OnExit in a destructor", args: "destructor=OnExit", want: ended("exit status 0", begun+" -e -d -c -b exit3 exit1 -a")},
		{name: "OnExit in OnExit", args: "run=OnExit.do:OnExit", want: ended("exit status 0", begun+" exit exit3 exit1 "+dropped)},
		{name: "OnExit panics", args: "run=OnExit.do:panic:boom", want: ended("exit status 1", begun+" exit "+dropped,
			`panic: boom`, trace, `ways: `+place("ways", "// OnExit.do")+`: function of OnExit panicked: boom`)},
		{name: "OnExit exits", args: "run=OnExit.do:Exit:4,Exit:3", want: ended("exit status 3", begun+" exit "+dropped,
			`ways: `+place("ways", "// OnExit.do")+`: function of OnExit has called premain\.Exit; it is left behind`)},

		// runtime.Goexit leaves the program running.
		{name: "Goexit, then Exit", args: "run=later:Exit:3,Goexit", want: ended("exit status 3", whole)},
		{name: "Goexit, then panic in Go", args: "run=later:Go:panic:boom,Goexit", want: ended("exit status 101", whole, `panic: boom`, trace)},

		// What plain Go does not see. There, it skips destructors.
		{name: "os.Exit", args: "run=os.Exit:3", want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
		{name: "os.Exit 0", args: "run=os.Exit:0", want: ended("exit status 0", whole), plain: skipped("exit status 0", begun)},
		{name: "os.Exit with context", args: "run.ctx=os.Exit:3", want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
		{name: "os.Exit on another goroutine", args: "run=go:os.Exit:3", want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
		{name: "os.Exit on another goroutine with context", args: "run.ctx=later:os.Exit:3,wait:hang",
			want: ended("exit status 3", begun+" waiting "+dropped), plain: skipped("exit status 3", begun+" waiting")},
		{name: "os.Exit when main returns on the end of its context", args: "run.ctx=later:os.Exit:3,wait:Err",
			want: ended("exit status 3", begun+" waiting "+dropped), plain: skipped("exit status 3", begun+" waiting")},
		{name: "os.Exit after Goexit", args: "run=later:os.Exit:3,Goexit", want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
		{name: "os.Exit in Go", args: "run=Go:os.Exit:3", want: ended("exit status 3", whole), plain: skipped("exit status 3", begun)},
		{name: "os.Exit in OnExit", args: "run=OnExit.do:os.Exit:4,Exit:3", want: ended("exit status 3", begun+" exit "+dropped,
			`ways: `+place("ways", "// OnExit.do")+`: function of OnExit has called os\.Exit; it is left behind`), plain: skipped("exit status 4", begun+" exit")},
		{name: "os.Exit with OnExit", args: "run=OnExit,os.Exit:3", want: ended("exit status 3", begun+" exit3 exit1 "+dropped), plain: skipped("exit status 3", begun)},
		{name: "os.Exit with a failing destructor", args: "run=os.Exit:0 destructor=error", want: ended("exit status 1", whole, `ways: `+b+`: destructor b: no luck`),
			plain: skipped("exit status 0", begun)},
		{name: "os.Exit 3 with a failing destructor", args: "run=os.Exit:3 destructor=error", want: ended("exit status 3", whole, `ways: `+b+`: destructor b: no luck`),
			plain: skipped("exit status 3", begun)},
		{name: "log.Fatal", args: "run=log.Fatal:sorry", want: ended("exit status 1", whole, `sorry`), plain: skipped("exit status 1", begun, `sorry`)},
		{name: "log.Fatal on another goroutine", args: "run=go:log.Fatal:sorry", want: ended("exit status 1", whole, `sorry`), plain: skipped("exit status 1", begun, `sorry`)},
	})
}
