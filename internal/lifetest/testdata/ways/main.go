// Ways lives and ends as its arguments tell, each KEY=VALUE. What the steps and main do are values of the form
// ACTION[,ACTION]…; see act.
//
//	constructor, constructor.ctx           steps b and c
//	destructor                             step b's
//	run, run.error, run.ctx, run.int       main, in each of its shapes
//	timeout                                the option of step b
//	deadline, grace, signals,
//	panicstatus, onpanic                   the options of Main
//
// Each thing that happens is a word on a line of standard output: +a when step a has completed, -a when it is dropped.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"premain.dev"
)

// What the steps refer to stands before them: Go initialises variables in the order in which they can be, and that is the
// order of the steps.
var variable string

// arguments are the program's.
var arguments = func() map[string]string {
	m := make(map[string]string)
	for _, arg := range os.Args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		m[key] = value
	}
	return m
}()

var (
	_ = premain.Constructor(func() { say("+a") }, premain.Name("a"), premain.Drop(func() { say("-a") }))               // step a
	_ = premain.Constructor(construct, premain.Name("b"), premain.Drop(destroy), timeout())                            // step b
	_ = premain.Constructor(constructContext, premain.Name("c"), premain.Drop(func() error { say("-c"); return nil })) // step c
	_ = premain.Static(&variable, func() string { say("+d"); return "d" }, premain.DropValue(func(v *string) { say("-" + *v) }))
	_ = premain.Destructor(func() { say("-e") })
)

func construct() error {
	err := act(context.Background(), arguments["constructor"])
	if err == nil {
		say("+b")
	}
	return err
}

func constructContext(ctx context.Context) error {
	err := act(ctx, arguments["constructor.ctx"])
	if err == nil {
		say("+c")
	}
	return err
}

func destroy(ctx context.Context) error {
	say("-b")
	return act(ctx, arguments["destructor"])
}

func main() {
	switch {
	case has("run.error"):
		premain.Main(func() error { say("run"); return act(context.Background(), arguments["run.error"]) }, options()...)
	case has("run.ctx"):
		premain.Main(func(ctx context.Context) error { say("run"); return act(ctx, arguments["run.ctx"]) }, options()...)
	case has("run.int"):
		premain.Main(func() int { say("run"); return number(arguments["run.int"]) }, options()...)
	}
	premain.Main(run, options()...)
}

func run() {
	say("run")
	act(context.Background(), arguments["run"])
}

// act does one thing after the other.
func act(ctx context.Context, actions string) error {
	for _, action := range strings.Split(actions, ",") {
		verb, what, _ := strings.Cut(action, ":")
		switch verb {
		case "", "return":
		case "say":
			say(what)
		case "print":
			fmt.Println("more")
		case "error":
			return errors.New("no luck")
		case "typed.nil":
			return (*fieldError)(nil)
		case "silent":
			return errors.New("")
		case "code":
			return fmt.Errorf("no luck: %w", codeError(number(what)))
		case "joined":
			return errors.Join(errors.New("no luck"), codeError(number(what)), codeError(number(what)+1))
		case "panic":
			panic(what)
		case "panic.nil":
			panic(nil)
		case "panic.error":
			panic(errors.New(what))
		case "dereference":
			var p *[]string
			*p = nil
		case "Exit":
			premain.Exit(number(what))
		case "os.Exit":
			os.Exit(number(what))
		case "log.Fatal":
			log.SetFlags(0)
			log.Fatal(what)
		case "Goexit":
			runtime.Goexit()
		case "defer":
			defer say("deferred")
		case "go": // and wait for what comes of it
			go act(ctx, what)
			select {}
		case "Go":
			premain.Go(func() { act(ctx, what) })
			select {}
		case "later": // on another goroutine, when this one has come to rest
			go func() {
				time.Sleep(50 * time.Millisecond)
				act(ctx, what)
			}()
		case "start":
			done := make(chan bool)
			go func() { act(ctx, what); close(done) }()
			<-done
		case "hang":
			say("hanging")
			select {}
		case "sleep":
			say("sleeping")
			time.Sleep(duration(what))
		case "wait": // for the context
			say("waiting")
			<-ctx.Done()
			switch what {
			case "Err":
				return ctx.Err()
			case "Cause":
				return context.Cause(ctx)
			case "wrapped":
				return fmt.Errorf("no luck: %w", ctx.Err())
			case "error":
				return errors.New("no luck")
			case "hang":
				select {}
			}
		case "OnExit":
			premain.OnExit(func() { say("exit1") })
			cancel := premain.OnExit(func() { say("exit2") })
			premain.OnExit(func() { say("exit3") })
			cancel()
		case "OnExit.do":
			premain.OnExit(func() { say("exit"); act(context.Background(), what) }) // OnExit.do
		case "flood":
			flood(ctx, true)
		case "flood.error":
			return flood(ctx, false)
		case "break":
			breakElsewhere()
		default:
			panic("no action " + action)
		}
	}
	return nil
}

// flood writes to standard output until the context ends, or that fails.
func flood(ctx context.Context, heedless bool) error {
	for ctx.Err() == nil {
		if _, err := os.Stdout.WriteString("y\n"); err != nil && !heedless {
			return err
		}
	}
	return nil
}

// fieldError panics when a nil one is printed.
type fieldError struct{ text string }

func (e *fieldError) Error() string { return e.text }

type codeError int

func (e codeError) Error() string { return fmt.Sprintf("code %d", int(e)) }
func (e codeError) ExitCode() int { return int(e) }

func timeout() (o premain.Option) {
	if has("timeout") {
		o = premain.Timeout(duration(arguments["timeout"]))
	}
	return o
}

func options() (list []premain.MainOption) {
	for key, value := range arguments {
		switch key {
		case "deadline":
			list = append(list, premain.Deadline(duration(value)))
		case "grace":
			list = append(list, premain.Grace(duration(value)))
		case "signals":
			list = append(list, premain.Signals(signals(value)...))
		case "panicstatus":
			list = append(list, premain.PanicStatus(number(value)))
		case "onpanic":
			list = append(list, premain.OnPanic(func(v any, stack []byte) {
				first, rest, _ := strings.Cut(string(stack), "\n")
				say(fmt.Sprintf("onpanic(%v,%s,%v)", v, strings.ReplaceAll(first, " ", ""), strings.Contains(rest, "main.act(")))
				act(context.Background(), value)
			}))
		}
	}
	return list
}

func has(key string) bool { _, ok := arguments[key]; return ok }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func duration(s string) time.Duration {
	d, err := time.ParseDuration(s)
	if err != nil {
		panic(err)
	}
	return d
}

// say writes a word, to standard output or to the file that LIFETEST_LOG names.
func say(word string) {
	if name := os.Getenv("LIFETEST_LOG"); name != "" {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
		if err == nil {
			f.WriteString(word + "\n")
			f.Close()
		}
		return
	}
	os.Stdout.WriteString(word + "\n")
}
