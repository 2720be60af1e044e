// Declarations makes the mistake in declaring steps that its argument names, or none.
package main

import (
	"context"
	"os"

	"premain.dev"
)

var mistake = func() string {
	if len(os.Args) > 1 {
		return os.Args[1]
	}
	return ""
}()

// on returns an option of the steps of one mistake.
func on(name string, o func() premain.Option) (none premain.Option) {
	if mistake == name {
		return o()
	}
	return none
}

// nilOn returns the function, but for one mistake, which nil makes.
func nilOn[F any](name string, f F) (none F) {
	if mistake == name {
		return none
	}
	return f
}

var (
	// Each is declared to run before or after the others only if that is the mistake at hand. A variable that refers to
	// itself through others does not compile, but After and Before together can make a cycle.
	first = premain.Constructor(say("+first"), premain.Name("first"), premain.Drop(say("-first")), // first
		on("reserved", func() premain.Option { return premain.Priority(100) }),
		on("negative", func() premain.Option { return premain.Priority(-1) }),
		on("late", func() premain.Option { return premain.Priority(65536) }))
	second = premain.Constructor(say("+second"), premain.Name("second"), // second
		on("cycle of 2", func() premain.Option { return premain.After(first) }),
		on("cycle of 2", func() premain.Option { return premain.Before(first) }),
		on("cycle of 3", func() premain.Option { return premain.After(first) }),
		on("cycles", func() premain.Option { return premain.After(first) }),
		on("cycles", func() premain.Option { return premain.Before(first) }),
		on("two mistakes", func() premain.Option { return premain.Priority(0) }))
	third = premain.Static(&value, func() int { return 3 }, premain.Name("third"), // third
		on("cycle of 3", func() premain.Option { return premain.After(second) }),
		on("cycle of 3", func() premain.Option { return premain.Before(first) }),
		on("two mistakes", func() premain.Option { return premain.Priority(1) }),
		on("DropValue of a string", func() premain.Option { return premain.DropValue(func(*string) {}) }),
		on("DropValue of a named type", func() premain.Option { return premain.DropValue(func(*number) {}) }),
		on("DropValue of an interface", func() premain.Option { return premain.DropValue(func(*any) {}) }),
		on("DropValue of nil", func() premain.Option { return premain.DropValue[int](nil) }),
		on("two Drops", func() premain.Option { return premain.Drop(func() {}) }),
		on("two Drops", func() premain.Option { return premain.DropValue(func(*int) {}) }))
	fourth = premain.Constructor(nilOn("nil Constructor", say("+fourth")), // fourth
		on("same name", func() premain.Option { return premain.Name("second") }),
		on("After nil", func() premain.Option { return premain.After(nil) }),
		on("After nil step", func() premain.Option { var none *premain.Step; return premain.After(first, none) }),
		on("Before nil", func() premain.Option { return premain.Before(first, nil) }),
		on("After of no step", func() premain.Option { return premain.After(new(premain.Step)) }),
		on("cycles", func() premain.Option { return premain.After(third) }),
		on("cycles", func() premain.Option { return premain.Before(third) }),
		on("Timeout of 0", func() premain.Option { return premain.Timeout(0) }),
		on("DropValue of a Constructor", func() premain.Option { return premain.DropValue(func(*int) {}) }),
		on("Drop of nil", func() premain.Option { return premain.Drop((func())(nil)) }))
	_ = premain.Destructor(nilOn("nil Destructor", func(context.Context) error { return nil }), // fifth
		on("Drop of a Destructor", func() premain.Option { return premain.Drop(func() {}) }))
	_ = premain.Static(nilOn("nil variable", &value), func() (int, error) { return value, nil }) // sixth
	_ = premain.Static(&value, nilOn("nil Static", func() int { return value }))                 // seventh
)

var value int

type number int

func main() {
	switch mistake {
	case "nil Main":
		premain.Main((func())(nil)) // nil Main
	case "nil Run":
		premain.Run((func() int)(nil)) // nil Run
	case "nil Go":
		premain.Go(nil) // nil Go
	case "nil OnExit":
		premain.OnExit(nil) // nil OnExit
	}
	premain.Main(say("run"))
}

func say(word string) func() { return func() { os.Stdout.WriteString(word + "\n") } }
