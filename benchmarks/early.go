package main

import (
	"fmt"
	"runtime"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// early is a program that notes when it gets to run before main, and when in main.
type early struct {
	name  string
	c     program.CKind // or
	build program.Build
}

var (
	staticC      = early{name: "C, static: constructor", c: program.Static} // what the others are held against
	earlyPreinit = early{name: "Go: preinit function", build: program.Build{Source: program.Early{Before: program.Preinit}, World: program.Linked}}

	earlies = []early{
		staticC,
		{name: "C, dynamic: constructor", c: program.Dynamic},
		{name: "C, static: its own entry", c: program.Bare},
		earlyPreinit,
		{name: "Go, PIE: preinit function", build: program.Build{Source: program.Early{Before: program.Preinit}, World: program.Linked, PIE: true}},
		{name: "Go with cgo: preinit function", build: program.Build{Source: program.Early{Before: program.PreinitAndCgo}, World: program.Linked}},
		{name: "Go with cgo: C constructor", build: program.Build{Source: program.Early{Before: program.Constructor}, World: program.Plain}},
		{name: "Go: nothing before main", build: program.Build{Source: program.Early{Before: program.Unready}, World: program.Plain}},
	}
)

func (e early) exe(b *program.Builder) (string, error) {
	if e.c != "" {
		return b.EarlyC(e.c)
	}
	return b.Program(e.build)
}

// preinit measures how long it takes until the first instruction of the user's runs.
func preinit(b *program.Builder, s scale, p *page) error {
	if runtime.GOOS != "linux" {
		p.paragraph("Skipped: functions run before the Go runtime on Linux only.")
		return nil
	}
	found, err := b.FindC()
	if err != nil {
		return err
	}
	if !found {
		p.paragraph("Skipped: there is no C compiler here, nor a constructor to compare with (apt-get install gcc).")
		return nil
	}
	var exes []string
	for _, e := range earlies {
		exe, err := e.exe(b)
		if err != nil {
			return err
		}
		exes = append(exes, exe)
	}
	moments, err := launch(b, exes, s.times)
	if err != nil {
		return err
	}

	p.paragraph("How long after execve the user's first instruction runs, before main and in main. The same process tells both: it takes the time by clock_gettime(2), " +
		"asked of the kernel directly, as its first action in a preinit function, in a constructor of C (`__attribute__((constructor))`), and in main. " +
		"A small C program starts the others, on one processor, and takes the time right before execve; what fork takes is not in it. " +
		fmt.Sprintf("Medians of %d runs, in brackets the middle half, in an order drawn for each round, with GOMAXPROCS=1, GOGC=off and GODEBUG=asyncpreemptoff=1. ", s.times) +
		"Ratios are to the static C program. Page faults are those from execve until then, which the system answers without a disk. " +
		"The entry of a C program that has none of the C library's start (-nostartfiles) is as early as a program can be: what the kernel takes.")
	var before, within [][]string
	reference := split(moments[0])
	for i, e := range earlies {
		this := split(moments[i])
		if e.build.Source != (program.Early{Before: program.Unready}) {
			before = append(before, row(e, this[0], reference[0]))
		}
		if e.c != program.Bare {
			within = append(within, row(e, this[1], reference[1]))
		}
	}
	p.table([]string{"before main", "after execve, ms", "ratio", "page faults"}, before)
	p.table([]string{"main of the same program", "after execve, ms", "ratio", "page faults"}, within)
	return nil
}

// launch returns the moments of each program: a pair for each run.
func launch(b *program.Builder, exes []string, runs int) ([][][2]measure.Moment, error) {
	exe, err := b.Launcher(measure.LauncherSource)
	if err != nil {
		return nil, err
	}
	l, err := measure.NewLauncher(exe)
	if err != nil {
		return nil, err
	}
	moments, err := measure.Shuffled(len(exes), runs, func(i int) ([2]measure.Moment, error) { return l.Launch(exes[i]) })
	if ended := l.Close(); err == nil {
		err = ended
	}
	return moments, err
}

// arrival is when something begins to run, in each run.
type arrival struct {
	times  []time.Duration
	faults []int64
}

// split returns when a program arrives before main, and in main.
func split(moments [][2]measure.Moment) (a [2]arrival) {
	for _, pair := range moments {
		for i, m := range pair {
			a[i].times = append(a[i].times, m.Time)
			a[i].faults = append(a[i].faults, m.Faults)
		}
	}
	return a
}

func row(e early, this, reference arrival) []string {
	return []string{e.name, spread(this.times),
		ratio(float64(measure.Median(this.times)), float64(measure.Median(reference.times))),
		whole(measure.Median(this.faults))}
}
