// Entries begins its life by Main, Run or Start, as the scenario does that its argument names. It prints what happens
// as program ways does.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"premain.dev"
)

var (
	_ = premain.Constructor(func(ctx context.Context) error { return upA(ctx) }, premain.Name("a"), premain.Drop(func(ctx context.Context) error { say("-a"); return downA(ctx) })) // step a
	_ = premain.Constructor(func(ctx context.Context) error { return upB(ctx) }, premain.Name("b"), premain.Drop(func(ctx context.Context) error { say("-b"); return downB(ctx) })) // step b
)

// What the steps do, for scenarios to change.
var (
	upA, upB     = saying("+a"), saying("+b")
	downA, downB = nothing, nothing
)

func nothing(context.Context) error { return nil }

func saying(word string) func(context.Context) error {
	return func(context.Context) error { say(word); return nil }
}

func failing(message string) func(context.Context) error {
	return func(context.Context) error { return errors.New(message) }
}

func hanging(context.Context) error { say("hanging"); time.Sleep(time.Hour); return nil }

func main() {
	scenario, ok := scenarios[os.Args[1]]
	if !ok {
		panic("no scenario " + os.Args[1])
	}
	scenario()
	say("end")
}

var background = context.Background()

// scenarios are what the program can do. They say code3, for example, when Run has returned 3.
var scenarios = map[string]func(){
	"Run":             func() { code(premain.Run(func() { say("run") })) },
	"Run, error":      func() { code(premain.Run(func() error { return errors.New("no luck") })) },
	"Run, int":        func() { code(premain.Run(func() int { return 7 })) },
	"Run, panic":      func() { code(premain.Run(func() { panic("boom") })) },
	"Run, Go panic":   func() { code(premain.Run(func() { premain.Go(func() { panic("boom") }); select {} })) },
	"Run, Exit":       func() { code(premain.Run(func() { premain.Exit(3) })) },
	"Run, go Exit":    func() { code(premain.Run(func() { go premain.Exit(3); select {} })) },
	"Run, Goexit":     func() { code(premain.Run(func() { go later(func() { premain.Exit(3) }); runtime.Goexit() })) },
	"Run, os.Exit":    func() { code(premain.Run(func() { os.Exit(3) })) },
	"Run, hang":       func() { code(premain.Run(func() { hanging(background) })) },
	"Run, wait":       func() { code(premain.Run(wait)) },
	"Run, then Exit":  func() { code(premain.Run(func() {})); premain.Exit(5) },
	"Run, then hang":  func() { code(premain.Run(func() {})); hanging(background) },
	"Run, then panic": func() { code(premain.Run(func() {})); premain.Go(func() { panic("boom") }); select {} },
	"Run, failing constructor": func() {
		upB = failing("no luck")
		code(premain.Run(func() { say("run") }))
	},
	"Run, failing destructor": func() {
		downB = failing("no luck")
		code(premain.Run(func() { say("run") }))
	},
	"Run, constructor exits": func() {
		upB = func(context.Context) error { premain.Exit(4); return nil }
		code(premain.Run(func() { say("run") }))
	},
	"Run, constructor calls Goexit": func() {
		upB = func(context.Context) error { runtime.Goexit(); return nil }
		code(premain.Run(func() { say("run") }))
	},
	"Run, destructor calls os.Exit": func() {
		downB = func(context.Context) error { os.Exit(4); return nil }
		code(premain.Run(func() int { return 3 }))
	},

	// Run does not wait for what it leaves behind, and that must not live on.
	"Run, Exit beside a constructor": func() {
		upB = func(context.Context) error { go premain.Exit(3); return pause() }
		code(premain.Run(func() { say("run") }))
		pause()
		pause()
	},
	"Run, Exit beside main": func() {
		code(premain.Run(func() error { go premain.Exit(3); return pause() }))
		pause()
		pause()
	},
	"Run, Exit beside main, which fails later": func() {
		code(premain.Run(func() error { go premain.Exit(3); pause(); return errors.New("no luck") }))
		pause()
		pause()
	},

	// One life is run once.
	"Main, Main":    func() { premain.Main(func() { premain.Main(func() {}) }) },                            // first Main
	"Main, go Main": func() { premain.Main(func() { go func() { premain.Main(func() {}) }(); select {} }) }, // another Main
	"Main, Run":     func() { premain.Main(func() { code(premain.Run(func() {})) }) },                       // Main before Run
	"Run, Run": func() {
		code(premain.Run(func() {})) // first Run
		code(premain.Run(func() { say("again") }))
	},
	"Run in Run": func() { code(premain.Run(func() { code(premain.Run(func() {})) })) }, // outer Run
	"Run, Main": func() {
		code(premain.Run(func() {})) // Run before Main
		premain.Main(func() { say("again") })
	},

	"Start": func() {
		stop := start(background)
		say("run")
		stopped(stop)
	},
	"Start twice": func() {
		first, second := start(background), start(background)
		stopped(first)
		stopped(first)
		say("run")
		stopped(second)
		stopped(second)
	},
	"Start and stop on many goroutines": func() {
		var up atomic.Int32
		upA = func(context.Context) error { up.Add(1); return nil }
		downB = func(context.Context) error { up.Add(-1); return nil }
		upB = nothing
		stdout := os.Stdout
		os.Stdout, _ = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		var wg sync.WaitGroup
		var wrong atomic.Int32
		for range 4 {
			wg.Go(func() {
				for range 5000 {
					stop, err := premain.Start(background)
					if err != nil || up.Load() != 1 || stop(background) != nil {
						wrong.Add(1)
					}
				}
			})
		}
		wg.Wait()
		os.Stdout = stdout
		say(fmt.Sprint("wrong", wrong.Load(), "up", up.Load()))
	},
	"Start on many goroutines": func() {
		var wg sync.WaitGroup
		var mu sync.Mutex
		var stops []func(context.Context) error
		for range 16 {
			wg.Go(func() {
				stop := start(background)
				mu.Lock()
				defer mu.Unlock()
				stops = append(stops, stop)
			})
		}
		wg.Wait()
		say("run")
		for _, stop := range stops {
			wg.Go(func() { stop(background) })
		}
		wg.Wait()
	},
	"Start again": func() {
		for range 3 {
			stop := start(background)
			say("run")
			stopped(stop)
		}
	},
	"Start while stopping": func() {
		downA = func(context.Context) error { time.Sleep(100 * time.Millisecond); return nil }
		stop := start(background)
		done := make(chan bool)
		go func() { stopped(stop); close(done) }()
		time.Sleep(50 * time.Millisecond)
		again := start(background)
		<-done
		stopped(again)
	},
	"Start, error": func() {
		upB = failing("no luck")
		_, err := premain.Start(background)
		fail(err)
		upB = saying("+b")
		stopped(start(background))
	},
	"Start, error, failing destructor": func() {
		upB, downA = failing("no luck"), failing("no luck either")
		_, err := premain.Start(background)
		fail(err)
	},
	"Start, panic": func() {
		upB = func(context.Context) error { panic("boom") }
		_, err := premain.Start(background)
		fail(err)
	},
	"Start, Exit in a constructor": func() {
		upB = func(context.Context) error { premain.Exit(4); return nil }
		premain.Start(background)
	},
	"Start, failing destructors": func() {
		downA, downB = failing("no luck"), func(context.Context) error { panic("boom") }
		stop := start(background)
		fail(stop(background))
		fail(stop(background))
	},
	"Start in a constructor": func() {
		upB = func(context.Context) error {
			_, err := premain.Start(background) // in a constructor
			return err
		}
		_, err := premain.Start(background)
		fail(err)
	},
	"Start in a destructor": func() {
		downB = func(context.Context) error {
			_, err := premain.Start(background) // in a destructor
			return err
		}
		fail(start(background)(background))
	},

	// The context of Start.
	"Start, context": func() {
		type key struct{}
		ctx, cancel := context.WithCancel(context.WithValue(background, key{}, "value"))
		var kept context.Context
		upB = func(ctx context.Context) error { kept = ctx; say("+" + ctx.Value(key{}).(string)); return nil }
		downB = func(ctx context.Context) error { say(fmt.Sprint(kept.Err() != nil, ctx.Err() != nil)); return nil }
		stop := start(ctx)
		cancel()
		time.Sleep(10 * time.Millisecond)
		say(fmt.Sprint(kept.Err()))
		stopped(stop)
	},
	"Start, context is done": func() {
		ctx, cancel := context.WithCancel(background)
		cancel()
		_, err := premain.Start(ctx) // is done
		fail(err)
		stopped(start(background))
	},
	"Start, context ends": func() {
		ctx, cancel := context.WithCancelCause(background)
		upB = func(ctx context.Context) error {
			cancel(errors.New("too late"))
			<-ctx.Done()
			return context.Cause(ctx)
		}
		_, err := premain.Start(ctx)
		fail(err)
	},
	"Start, context ends unheeded": func() {
		ctx, cancel := context.WithCancel(background)
		upB = func(context.Context) error { say("+b"); cancel(); return nil }
		_, err := premain.Start(ctx) // ends unheeded
		fail(err)
	},
	"Start, context of stop": func() {
		downB = hanging
		stop := start(background)
		ctx, cancel := context.WithTimeout(background, 100*time.Millisecond)
		defer cancel()
		fail(stop(ctx))
	},
	"Start, Deadline": func() {
		downB = hanging
		fail(start(background, premain.Deadline(100*time.Millisecond))(background))
	},

	// The end of the program is the last stop.
	"Start, Exit":                  func() { start(background); premain.Exit(3) },
	"Start, panic in Go":           func() { start(background); premain.Go(func() { panic("boom") }); time.Sleep(time.Hour) },
	"Start, os.Exit":               func() { start(background); os.Exit(3) },
	"Start, end":                   func() { start(background) },
	"Start, hang":                  func() { start(background); hanging(background) },
	"Start, Exit of a stopped one": func() { stopped(start(background)); premain.Exit(3) },

	// Start beside Main and Run.
	"Start, Main": func() {
		stop := start(background)
		say("main")
		premain.Main(func() { stopped(stop); say("run") })
	},
	"Main, Start": func() {
		premain.Main(func() { stop := start(background); stopped(stop); say("run") })
	},
	"Run, Start": func() {
		code(premain.Run(func() {}))
		stop := start(background)
		say("run")
		stopped(stop)
	},
	"Run, constructor exits, Start": func() {
		upB = func(context.Context) error { premain.Exit(4); return nil }
		code(premain.Run(func() { say("run") }))
		upB = saying("+b")
		stopped(start(background))
	},
	"Run while stopping": func() {
		downA = func(context.Context) error { time.Sleep(100 * time.Millisecond); return nil }
		stop := start(background)
		go stopped(stop)
		time.Sleep(50 * time.Millisecond)
		code(premain.Run(func() { say("run") }))
	},
	"Start, stop, Run": func() {
		stopped(start(background))
		code(premain.Run(func() { say("run") }))
	},
	"Main, Start in a constructor's goroutine": func() {
		done := make(chan bool)
		upB = func(context.Context) error {
			go func() { stopped(start(background)); close(done) }()
			time.Sleep(50 * time.Millisecond)
			say("+b")
			return nil
		}
		premain.Main(func() { <-done; say("run") })
	},
}

func start(ctx context.Context, opts ...premain.MainOption) func(context.Context) error {
	stop, err := premain.Start(ctx, opts...)
	if err != nil {
		fail(err)
	}
	return stop
}

// stopped calls what Start has returned, which must not fail.
func stopped(stop func(context.Context) error) {
	if err := stop(background); err != nil {
		fail(err)
	}
}

// fail prints an error on standard error, with a mark before each line, as the errors that premain prints have none.
func fail(err error) {
	for line := range strings.SplitSeq(fmt.Sprint(err), "\n") {
		os.Stderr.WriteString("! " + line + "\n")
	}
}

func code(n int) { say(fmt.Sprint("code", n)) }

func later(f func()) { time.Sleep(50 * time.Millisecond); f() }

func pause() error { time.Sleep(100 * time.Millisecond); return nil }

func wait(ctx context.Context) error { say("waiting"); <-ctx.Done(); return ctx.Err() }

func say(word string) { os.Stdout.WriteString(word + "\n") }
