package lifetest

import "testing"

// TestRun runs the life of a program without its end.
func TestRun(t *testing.T) {
	const up, down = "+a +b ", " -b -a"
	b := place("entries", "// step b")
	twice := func(second, marker string) string {
		return `entries: \S+/testdata/entries/main\.go:\d+: premain\.` + second + ` is called though the life of the program has been run at ` +
			place("entries", marker) + `; call Main or Run once`
	}
	scenarios(t, []life{
		{name: "Run", want: ended("exit status 0", up+"run"+down+" code0 end")},
		{name: "Run, error", want: ended("exit status 0", up+"-b -a code1 end", `entries: no luck`)},
		{name: "Run, int", want: ended("exit status 0", up+"-b -a code7 end")},
		{name: "Run, panic", want: ended("exit status 0", up+"-b -a code101 end", `panic: boom`, trace)},
		{name: "Run, Go panic", want: ended("exit status 0", up+"-b -a code101 end", `panic: boom`, trace)},
		{name: "Run, Exit", want: ended("exit status 0", up+"-b -a code3 end")},
		{name: "Run, go Exit", want: ended("exit status 0", up+"-b -a code3 end")},
		{name: "Run, Goexit", want: ended("exit status 0", up+"-b -a code3 end")},
		{name: "Run, os.Exit", want: ended("exit status 3", up+"-b -a"), plain: skipped("exit status 3", "+a +b")},
		{name: "Run, failing constructor", want: ended("exit status 0", "+a -a code1 end", `entries: `+b+`: constructor b: no luck`)},
		{name: "Run, failing destructor", want: ended("exit status 0", up+"run"+down+" code1 end", `entries: `+b+`: destructor b: no luck`)},
		{name: "Run, constructor exits", want: ended("exit status 0", "+a -a code4 end")},
		{name: "Run, constructor calls Goexit", want: ended("exit status 0", "+a -a code1 end", `entries: `+b+`: constructor b: called runtime\.Goexit; return an error instead`)},
		{name: "Run, destructor calls os.Exit", want: ended("exit status 0", up+"-b -a code3 end", `entries: `+b+`: destructor b has called os\.Exit; it is left behind`),
			plain: skipped("exit status 4", "+a +b -b")},

		// What it leaves behind does nothing more to the program.
		{name: "Run, Exit beside a constructor", want: ended("exit status 0", "+a -a code3 end")},
		{name: "Run, Exit beside main", want: ended("exit status 0", up+"-b -a code3 end")},
		{name: "Run, Exit beside main, which fails later", want: ended("exit status 0", up+"-b -a code3 end")},

		// Afterwards there is no life any more.
		{name: "Run, then Exit", want: ended("exit status 5", up+"-b -a code0")},
		{name: "Run, then panic", want: ended("exit status 2", up+"-b -a code0", `panic: boom.*`, rest)},

		// A life is run once.
		{name: "Main, Main", want: ended("exit status 1", up+"-b -a", twice("Main", "// first Main"))},
		{name: "Main, go Main", want: ended("exit status 1", up+"-b -a", twice("Main", "// another Main"))},
		{name: "Main, Run", want: ended("exit status 0", up+"code1 -b -a", twice("Run", "// Main before Run"))},
		{name: "Run, Run", want: ended("exit status 0", up+"-b -a code0 code1 end", twice("Run", "// first Run"))},
		{name: "Run in Run", want: ended("exit status 0", up+"code1 -b -a code0 end", twice("Run", "// outer Run"))},
		{name: "Run, Main", want: ended("exit status 1", up+"-b -a code0", twice("Main", "// Run before Main"))},
	})
}

// TestStart begins lives with Start.
func TestStart(t *testing.T) {
	const all = "+a +b -b -a"
	a, b := place("entries", "// step a"), place("entries", "// step b")
	scenarios(t, []life{
		{name: "Start", want: ended("exit status 0", "+a +b run -b -a end")},
		{name: "Start twice", want: ended("exit status 0", "+a +b run -b -a end")},
		{name: "Start on many goroutines", want: ended("exit status 0", "+a +b run -b -a end")},
		{name: "Start and stop on many goroutines", want: ended("exit status 0", "wrong0up0 end")},
		{name: "Start again", want: ended("exit status 0", "+a +b run -b -a +a +b run -b -a +a +b run -b -a end")},
		{name: "Start while stopping", want: ended("exit status 0", all+" "+all+" end")},

		// Its error leaves nothing behind, and is not printed.
		{name: "Start, error", want: ended("exit status 0", "+a -a "+all+" end", `! `+b+`: constructor b: no luck`)},
		{name: "Start, error, failing destructor", want: ended("exit status 0", "+a -a end", `! `+b+`: constructor b: no luck`, `! `+a+`: destructor a: no luck either`)},
		{name: "Start, panic", want: ended("exit status 0", "+a -a end", `panic: boom`, trace, `! `+b+`: constructor b panicked: boom`)},
		{name: "Start, Exit in a constructor", want: ended("exit status 4", "+a -a")},
		{name: "Start in a constructor", want: ended("exit status 0", "+a -a end", `! `+b+`: constructor b: `+place("entries", "// in a constructor")+`: premain\.Start is called by a constructor; .*`)},

		// So does what its stop returns.
		{name: "Start, failing destructors", want: ended("exit status 0", all+" end", `panic: boom`, trace,
			`! `+b+`: destructor b panicked: boom`, `! `+a+`: destructor a: no luck`, `! <nil>`)},
		{name: "Start in a destructor", want: ended("exit status 0", all+" end",
			`! `+b+`: destructor b: `+place("entries", "// in a destructor")+`: premain\.Start is called by a destructor`)},
		{name: "Start, Deadline", want: ended("exit status 0", "+a +b -b hanging end",
			`! `+b+`: destructor b has not returned within the deadline; it is left behind`, `! `+a+`: destructor a has not run before the deadline`)},

		// Contexts: that of the constructors has the values of Start's, and outlives it.
		{name: "Start, context", want: ended("exit status 0", "+a +value <nil> -b true false -a end")},
		{name: "Start, context is done", want: ended("exit status 0", all+" end", `! `+place("entries", "// is done")+`: premain\.Start: context canceled`)},
		{name: "Start, context ends", want: ended("exit status 0", "+a -a end", `! `+b+`: constructor b: too late`)},
		{name: "Start, context ends unheeded", want: ended("exit status 0", all+" end", `! `+place("entries", "// ends unheeded")+`: premain\.Start: context canceled`)},
		{name: "Start, context of stop", want: ended("exit status 0", "+a +b -b hanging end",
			`! `+b+`: destructor b has not returned before the context of stop was done; it is left behind`, `! `+a+`: destructor a has not run before the .*`)},

		// The end of the program is the last stop. For plain Go, the return of main.main is an os.Exit.
		{name: "Start, Exit", want: ended("exit status 3", all)},
		{name: "Start, Exit of a stopped one", want: ended("exit status 3", all)},
		{name: "Start, panic in Go", want: ended("exit status 101", all, `panic: boom`, trace)},
		{name: "Start, os.Exit", want: ended("exit status 3", all), plain: skipped("exit status 3", "+a +b")},
		{name: "Start, end", want: ended("exit status 0", "+a +b end -b -a"), plain: skipped("exit status 0", "+a +b end")},

		// Main and Run take over a life that Start has begun; in one that they have begun, stop does nothing.
		{name: "Start, Main", want: ended("exit status 0", "+a +b main run -b -a")},
		{name: "Main, Start", want: ended("exit status 0", "+a +b run -b -a")},
		{name: "Main, Start in a constructor's goroutine", want: ended("exit status 0", "+a +b run -b -a")},
		{name: "Run, Start", want: ended("exit status 0", all+" code0 +a +b run -b -a end")},
		{name: "Run, constructor exits, Start", want: ended("exit status 0", "+a -a code4 "+all+" end")},
		{name: "Run while stopping", want: ended("exit status 0", all+" +a +b run -b -a code0 end")},
		{name: "Start, stop, Run", want: ended("exit status 0", all+" +a +b run -b -a code0 end")},
	})
}

// scenarios runs rows each of which is named after a scenario of testdata/entries.
func scenarios(t *testing.T, rows []life) {
	for i := range rows {
		name := rows[i].name
		rows[i].start = func(_ *testing.T, c *child) { c.cmd.Args = append(c.cmd.Args, name) }
	}
	test(t, "entries", rows)
}

// TestTooEarly begins the life of the program in an init function, when steps may be still to come.
func TestTooEarly(t *testing.T) {
	rows := []life{
		{name: "Main", want: ended("exit status 1", "", `initmain: \S+/testdata/initmain/main\.go:\d+: premain\.Main is called while packages initialise; .*`)},
		{name: "Run", want: ended("exit status 1", "", `initmain: \S+/testdata/initmain/main\.go:\d+: premain\.Run is called while packages initialise; .*`)},
		{name: "Start", want: ended("exit status 1", "", `\S+/testdata/initmain/main\.go:\d+: premain\.Start is called while packages initialise; .*`)},
	}
	for i := range rows {
		name := rows[i].name
		rows[i].start = func(_ *testing.T, c *child) { c.cmd.Args = append(c.cmd.Args, name) }
	}
	test(t, "initmain", rows)
}

// TestBystander lets a destructor call os.Exit while a goroutine that is no destructor's sits there.
func TestBystander(t *testing.T) {
	plain := ended("exit status 9", "-a")
	test(t, "bystander", []life{{
		name: "os.Exit", plain: &plain,
		want: ended("exit status 3", "-a -b -c", `bystander: \S+/main\.go:\d+: destructor b has called os\.Exit; it is left behind`),
	}})
}
