package lifetest

import (
	"strings"
	"testing"
)

// TestFaults lets each kind of fault happen in each place.
func TestFaults(t *testing.T) {
	const anyway = " -e -d -c -b -a" // the other destructors run
	b, c := place("ways", "// step b"), place("ways", "// step c")
	left := func(call string) string {
		return `ways: ` + b + `: destructor b has called ` + call + `; it is left behind`
	}
	test(t, "ways", []life{
		// A constructor. What had completed is dropped, main never runs.
		{name: "constructor fails", args: "constructor=error", want: ended("exit status 1", "+a -a", `ways: `+b+`: constructor b: no luck`)},
		{name: "constructor with context fails", args: "constructor.ctx=error", want: ended("exit status 1", "+a +b -b -a", `ways: `+c+`: constructor c: no luck`)},
		{name: "constructor fails with code", args: "constructor=code:42", want: ended("exit status 42", "+a -a", `ways: `+b+`: constructor b: no luck: code 42`)},
		{name: "constructor fails with code 0", args: "constructor=code:0", want: ended("exit status 0", "+a -a", `ways: `+b+`: constructor b: no luck: code 0`)},
		{name: "constructor fails, and a destructor", args: "constructor.ctx=code:42 destructor=error", want: ended("exit status 42", "+a +b -b -a",
			`ways: `+c+`: constructor c: no luck: code 42`, `ways: `+b+`: destructor b: no luck`)},
		{name: "constructor panics", args: "constructor=panic:boom", want: ended("exit status 101", "+a -a", `ways: `+b+`: constructor b panicked`, `panic: boom`, trace)},
		{name: "constructor panics, OnPanic and PanicStatus", args: "constructor=panic:boom onpanic= panicstatus=9",
			want: ended("exit status 9", "+a onpanic(boom,panic:boom,true) -a", `ways: `+b+`: constructor b panicked`, `panic: boom`, trace)},
		{name: "constructor fails with a nil pointer in an error", args: "constructor=typed.nil", want: ended("exit status 101", "+a -a",
			`ways: `+b+`: constructor b panicked`, `panic: runtime error: invalid memory address or nil pointer dereference`, trace0)},
		{name: "constructor calls Goexit", args: "constructor=Goexit", want: ended("exit status 1", "+a -a", `ways: `+b+`: constructor b: called runtime\.Goexit; return an error instead`)},
		{name: "constructor exits", args: "constructor=Exit:3", want: ended("exit status 3", "+a -a")},
		{name: "constructor exits with 0", args: "constructor=Exit:0", want: ended("exit status 0", "+a -a")},
		{name: "constructor calls os.Exit", args: "constructor=os.Exit:3", want: ended("exit status 3", "+a -a"), plain: skipped("exit status 3", "+a")},
		{name: "constructor calls os.Exit with 0", args: "constructor.ctx=os.Exit:0", want: ended("exit status 0", "+a +b -b -a"), plain: skipped("exit status 0", "+a +b")},
		{name: "constructor calls log.Fatal", args: "constructor=log.Fatal:sorry", want: ended("exit status 1", "+a -a", `sorry`), plain: skipped("exit status 1", "+a", `sorry`)},
		{name: "constructor completes after the end began", args: "constructor=later:Exit:3,sleep:100ms", want: ended("exit status 3", "+a sleeping -a")},

		// A destructor. The others run all the same; 0 becomes 1.
		{name: "destructor fails", args: "destructor=error", want: ended("exit status 1", whole, `ways: `+b+`: destructor b: no luck`)},
		{name: "destructor fails with code", args: "destructor=code:42", want: ended("exit status 1", whole, `ways: `+b+`: destructor b: no luck: code 42`)},
		{name: "destructor fails after an error", args: "run.error=code:3 destructor=error", want: ended("exit status 3", whole, `ways: no luck: code 3`, `ways: `+b+`: destructor b: no luck`)},
		{name: "destructor panics", args: "destructor=panic:boom", want: ended("exit status 1", whole, `panic: boom`, trace, `ways: `+b+`: destructor b panicked: boom`)},
		{name: "destructor panics after an error", args: "run.error=code:3 destructor=panic:boom", want: ended("exit status 3", whole,
			`ways: no luck: code 3`, `panic: boom`, trace, `ways: `+b+`: destructor b panicked: boom`)},
		{name: "destructor panics after a panic", args: "run=panic:boom destructor=panic:again", want: ended("exit status 101", whole,
			`panic: boom`, trace, `panic: again`, trace, `ways: `+b+`: destructor b panicked: again`)},
		{name: "destructor calls Goexit", args: "destructor=Goexit", want: ended("exit status 1", whole, `ways: `+b+`: destructor b: called runtime\.Goexit; return an error instead`)},
		{name: "destructor starts a goroutine", args: "destructor=start:say:started", want: ended("exit status 0", begun+" -e -d -c -b started -a")},

		// One that is stuck is named and left behind, and the status is what it was to be.
		{name: "destructor hangs, Timeout, 0", args: "destructor=hang timeout=100ms", want: ended("exit status 0", begun+" -e -d -c -b hanging -a",
			`ways: `+b+`: destructor b has not returned within its timeout of 100ms; it is left behind`)},
		{name: "destructor hangs, Deadline, 0", args: "destructor=hang deadline=200ms", want: ended("exit status 0", begun+" -e -d -c -b hanging",
			`ways: `+b+`: destructor b has not returned within the deadline; it is left behind`,
			`ways: `+place("ways", "// step a")+`: destructor a has not run before the deadline`)},
		{name: "destructor hangs, Timeout", args: "run.error=code:3 destructor=hang timeout=100ms", want: ended("exit status 3", begun+" -e -d -c -b hanging -a",
			`ways: no luck: code 3`, `ways: `+b+`: destructor b has not returned within its timeout of 100ms; it is left behind`)},
		{name: "destructor hangs, Deadline", args: "run.error=code:3 destructor=hang deadline=200ms", want: ended("exit status 3", begun+" -e -d -c -b hanging",
			`ways: no luck: code 3`, `ways: `+b+`: destructor b has not returned within the deadline; it is left behind`,
			`ways: `+place("ways", "// step a")+`: destructor a has not run before the deadline`)},
		{name: "destructor hangs, Deadline before Timeout", args: "run.error=code:3 destructor=hang timeout=10s deadline=200ms", want: ended("exit status 3", begun+" -e -d -c -b hanging",
			`ways: no luck: code 3`, `ways: `+b+`: destructor b has not returned within the deadline; it is left behind`,
			`ways: `+place("ways", "// step a")+`: destructor a has not run before the deadline`)},
		{name: "destructor hangs after a panic", args: "run=panic:boom destructor=hang timeout=100ms", want: ended("exit status 101", begun+" -e -d -c -b hanging -a",
			`panic: boom`, trace, `ways: `+b+`: destructor b has not returned within its timeout of 100ms; it is left behind`)},
		{name: "destructor hangs after Exit", args: "run=Exit:3 destructor=hang timeout=100ms", want: ended("exit status 3", begun+" -e -d -c -b hanging -a",
			`ways: `+b+`: destructor b has not returned within its timeout of 100ms; it is left behind`)},
		{name: "destructor hangs after os.Exit", args: "run=os.Exit:3 destructor=hang timeout=100ms", want: ended("exit status 3", begun+" -e -d -c -b hanging -a",
			`ways: `+b+`: destructor b has not returned within its timeout of 100ms; it is left behind`), plain: skipped("exit status 3", begun)},
		{name: "destructor waits for its context, Timeout", args: "run.error=code:3 destructor=wait:Err timeout=200ms", want: ended("exit status 3", begun+" -e -d -c -b waiting -a",
			`ways: no luck: code 3`, `ways: `+b+`: destructor b: context deadline exceeded`)},
		{name: "destructor waits for its context, Deadline", args: "run.error=code:3 destructor=wait:Err deadline=400ms", want: ended("exit status 3", begun+" -e -d -c -b waiting -a",
			`ways: no luck: code 3`, `ways: `+b+`: destructor b: context deadline exceeded`)},

		// One that ends the process itself, which plain Go does not see. The status is kept.
		{name: "destructor exits", args: "run.error=code:3 destructor=Exit:4", want: ended("exit status 3", begun+anyway, `ways: no luck: code 3`, left(`premain\.Exit`))},
		{name: "destructor exits, 0", args: "destructor=Exit:4", want: ended("exit status 0", begun+anyway, left(`premain\.Exit`))},
		{name: "destructor exits after Exit", args: "run=Exit:3 destructor=Exit:4", want: ended("exit status 3", begun+anyway, left(`premain\.Exit`))},
		{name: "destructor exits after os.Exit", args: "run=os.Exit:3 destructor=Exit:4", want: ended("exit status 3", begun+anyway, left(`premain\.Exit`)), plain: skipped("exit status 3", begun)},
		{name: "destructor calls os.Exit", args: "run.error=code:3 destructor=os.Exit:4", want: ended("exit status 3", begun+anyway, `ways: no luck: code 3`, left(`os\.Exit`)),
			plain: skipped("exit status 4", begun+" -e -d -c -b", `ways: no luck: code 3`)},
		{name: "destructor calls os.Exit, 0", args: "destructor=os.Exit:4", want: ended("exit status 0", begun+anyway, left(`os\.Exit`)),
			plain: skipped("exit status 4", begun+" -e -d -c -b")},
		{name: "destructor calls os.Exit with 0", args: "run.error=code:3 destructor=os.Exit:0", want: ended("exit status 3", begun+anyway, `ways: no luck: code 3`, left(`os\.Exit`)),
			plain: skipped("exit status 0", begun+" -e -d -c -b", `ways: no luck: code 3`)},
		{name: "destructor calls os.Exit after Exit", args: "run=Exit:3 destructor=os.Exit:4", want: ended("exit status 3", begun+anyway, left(`os\.Exit`)),
			plain: skipped("exit status 4", begun+" -e -d -c -b")},
		{name: "destructor calls os.Exit after a panic", args: "run=panic:boom destructor=os.Exit:4", want: ended("exit status 101", begun+anyway, `panic: boom`, trace, left(`os\.Exit`)),
			plain: skipped("exit status 4", begun+" -e -d -c -b", `panic: boom`, trace)},
		{name: "destructor calls os.Exit after a failed constructor", args: "constructor.ctx=code:3 destructor=os.Exit:4", want: ended("exit status 3", "+a +b -b -a", `ways: `+c+`: constructor c: no luck: code 3`, left(`os\.Exit`)),
			plain: skipped("exit status 4", "+a +b -b", `ways: `+c+`: constructor c: no luck: code 3`)},
		{name: "destructor calls os.Exit after os.Exit", args: "run=os.Exit:3 destructor=os.Exit:4", want: ended("exit status 3", begun+anyway, left(`os\.Exit`)), plain: skipped("exit status 3", begun)},
		{name: "destructor calls os.Exit after os.Exit with 0", args: "run=os.Exit:0 destructor=os.Exit:4", want: ended("exit status 0", begun+anyway, left(`os\.Exit`)), plain: skipped("exit status 0", begun)},
		{name: "destructor calls os.Exit with 0 after os.Exit", args: "run=os.Exit:3 destructor=os.Exit:0", want: ended("exit status 3", begun+anyway, left(`os\.Exit`)), plain: skipped("exit status 3", begun)},
		{name: "destructor calls os.Exit after os.Exit on another goroutine", args: "run.ctx=go:os.Exit:3 destructor=os.Exit:4", want: ended("exit status 3", begun+anyway, left(`os\.Exit`)),
			plain: skipped("exit status 3", begun)},
		{name: "destructor calls log.Fatal", args: "run.error=code:3 destructor=log.Fatal:sorry", want: ended("exit status 3", begun+anyway, `ways: no luck: code 3`, `sorry`, left(`os\.Exit`)),
			plain: skipped("exit status 1", begun+" -e -d -c -b", `ways: no luck: code 3`, `sorry`)},
		{name: "destructor calls log.Fatal after log.Fatal", args: "run=log.Fatal:sorry destructor=log.Fatal:again", want: ended("exit status 1", begun+anyway, `sorry`, `again`, left(`os\.Exit`)),
			plain: skipped("exit status 1", begun, `sorry`)},
		{name: "destructor calls os.Exit on another goroutine", args: "run.error=code:3 destructor=later:os.Exit:4,sleep:100ms", want: ended("exit status 3", begun+" -e -d -c -b sleeping -a", `ways: no luck: code 3`),
			plain: skipped("exit status 4", begun+" -e -d -c -b sleeping", `ways: no luck: code 3`)},
	})
}

// TestMistakes declares steps in the wrong way. No step runs then.
func TestMistakes(t *testing.T) {
	at := func(marker string) string { return place("declarations", "// "+marker) }
	// refused is a mistake that is found when the life begins, and panics one that is found where it is made.
	refused := func(lines ...string) result {
		for i, line := range lines {
			if !strings.HasPrefix(line, "\t") {
				lines[i] = `declarations: ` + line
			}
		}
		return ended("exit status 1", "", lines...)
	}
	panics := func(message string) result { return ended("exit status 2", "", `panic: `+message, rest) }
	first, second, third, fourth := at("first"), at("second"), at("third"), at("fourth")
	rows := []life{
		{name: "none", want: ended("exit status 0", "+first +second +fourth run -first")},

		{name: "reserved", want: refused(first + `: constructor first has the priority 100; .*`)},
		{name: "negative", want: refused(first + `: constructor first has the priority -1; .*`)},
		{name: "late", want: refused(first + `: constructor first has the priority 65536; .*`)},
		{name: "two mistakes", want: refused(second+`: constructor second has the priority 0; .*`, third+`: static third has the priority 1; .*`)},
		{name: "same name", want: refused(fourth + `: constructor second has the same name as the constructor second at ` + second + `; .*`)},
		{name: "After nil", want: refused(fourth + `: constructor \S+ has After\(nil\); .*`)},
		{name: "After nil step", want: refused(fourth + `: constructor \S+ has After\(nil\); .*`)},
		{name: "Before nil", want: refused(fourth + `: constructor \S+ has Before\(nil\); .*`)},
		{name: "After of no step", want: refused(fourth + `: constructor \S+ has After of a step that is none; .*`)},
		{name: "Timeout of 0", want: refused(fourth + `: constructor \S+ has the timeout 0s; .*`)},
		{name: "cycle of 2", want: refused(first+`: constructor first would have to run before itself; remove one of`,
			"\t"+second+`: constructor second is after constructor first, declared at `+first,
			"\t"+second+`: constructor second is before constructor first, declared at `+first)},
		{name: "cycle of 3", want: refused(first+`: constructor first would have to run before itself; remove one of`,
			"\t"+second+`: constructor second is after constructor first, declared at `+first,
			"\t"+third+`: static third is after constructor second, declared at `+second,
			"\t"+third+`: static third is before constructor first, declared at `+first)},
		{name: "cycles", want: refused(first+`: constructor first would have to run before itself; remove one of`,
			"\t"+second+`: constructor second is after constructor first, declared at `+first,
			"\t"+second+`: constructor second is before constructor first, declared at `+first,
			third+`: static third would have to run before itself; remove one of`,
			"\t"+fourth+`: constructor \S+ is after static third, declared at `+third,
			"\t"+fourth+`: constructor \S+ is before static third, declared at `+third)},

		{name: "DropValue of a string", want: panics(third + `: DropValue has a func\(\*string\), and the variable is of type int; .*`)},
		{name: "DropValue of a named type", want: panics(third + `: DropValue has a func\(\*main\.number\), and the variable is of type int; .*`)},
		{name: "DropValue of an interface", want: panics(third + `: DropValue has a func\(\*interface \{\}\), and the variable is of type int; .*`)},
		{name: "DropValue of a Constructor", want: panics(fourth + `: DropValue is for a Static, and this is a constructor; .*`)},
		{name: "DropValue of nil", want: panics(third + `: DropValue of nil; .*`)},
		{name: "Drop of nil", want: panics(fourth + `: Drop of nil; .*`)},
		{name: "two Drops", want: panics(third + `: two functions that drop one step; .*`)},
		{name: "Drop of a Destructor", want: panics(at("fifth") + `: a Destructor has no Drop; .*`)},
		{name: "nil Constructor", want: panics(fourth + `: a constructor of nil; .*`)},
		{name: "nil Destructor", want: panics(at("fifth") + `: a destructor of nil; .*`)},
		{name: "nil variable", want: panics(at("sixth") + `: a static without a variable .*`)},
		{name: "nil Static", want: panics(at("seventh") + `: a static without .*`)},
		{name: "nil Main", want: panics(at("nil Main") + `: the function to run is nil; .*`)},
		{name: "nil Run", want: panics(at("nil Run") + `: the function to run is nil; .*`)},
		{name: "nil Go", want: panics(at("nil Go") + `: Go of nil; .*`)},
		{name: "nil OnExit", want: panics(at("nil OnExit") + `: OnExit of nil; .*`)},
	}
	for i := range rows {
		name := rows[i].name
		rows[i].start = func(_ *testing.T, c *child) { c.cmd.Args = append(c.cmd.Args, name) }
	}
	test(t, "declarations", rows)
}
