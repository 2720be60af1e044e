package main

import (
	"fmt"
	"runtime"
	"slices"
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
	constructorC = early{name: "C, static: constructor", c: program.Static} // what the others are held against
	dynamicC     = early{name: "C, dynamic: constructor", c: program.Dynamic}
	entryC       = early{name: "C, static: its own entry", c: program.Bare}

	preinitGo      = early{name: "Go: preinit function", build: program.Build{Source: program.Early{Before: program.Preinit}, World: program.Linked}}
	preinitPIE     = early{name: "Go, PIE: preinit function", build: program.Build{Source: program.Early{Before: program.Preinit}, World: program.Linked, PIE: true}}
	preinitCgo     = early{name: "Go with cgo: preinit function", build: program.Build{Source: program.Early{Before: program.PreinitAndCgo}, World: program.Linked}}
	constructorCgo = early{name: "Go with cgo: constructor of C", build: program.Build{Source: program.Early{Before: program.Constructor}, World: program.Plain}}
	onlyMain       = early{name: "Go: nothing before main", build: program.Build{Source: program.Early{Before: program.OnlyMain}, World: program.Plain}}

	earlies = []early{constructorC, dynamicC, entryC, preinitGo, preinitPIE, preinitCgo, constructorCgo, onlyMain}
)

func (e early) exe(b *program.Builder) (string, error) {
	if e.c != "" {
		return b.EarlyC(e.c)
	}
	return b.Program(e.build)
}

// arrival is when a program gets to run, in each run, and what it has done until it does so before main.
type arrival struct {
	before, main noted
	steps        measure.Steps
	counted      bool // has been what steps says
}

type noted struct {
	times  []time.Duration
	faults []int64
}

func (n *noted) add(m measure.Moment) {
	n.times = append(n.times, m.Time)
	n.faults = append(n.faults, m.Faults)
}

// preinit measures how long it takes until the first instruction of the user's runs.
func preinit(b *program.Builder, s scale, p *page) error {
	if !slices.Contains([]string{"linux/amd64", "linux/arm64", "linux/riscv64"}, runtime.GOOS+"/"+runtime.GOARCH) {
		p.paragraph("Skipped: no functions run before the Go runtime on " + runtime.GOOS + "/" + runtime.GOARCH + ".")
		return nil
	}
	found, err := b.FindC()
	if err != nil {
		return err
	}
	if !found {
		p.paragraph("Skipped: there is no C compiler here, and so no constructor to compare with (apt-get install gcc).")
		return nil
	}
	arrivals, err := measureArrivals(b, s)
	if err != nil {
		return err
	}
	p.paragraph("How long after execve the user's first instruction runs, before main and in main. The same process tells both: its first action in a preinit function, " +
		"in a constructor of C (`__attribute__((constructor))`) and in main is to ask the kernel for the time, by the system call clock_gettime. " +
		"A small C program starts the others, all on one processor, and takes the time right before execve; what fork takes is not in it. " +
		fmt.Sprintf("Medians of %d runs, in brackets the middle half, in an order drawn for each round, with GOMAXPROCS=1, GOGC=off and GODEBUG=asyncpreemptoff=1. ", s.times) +
		"Ratios are to the static C program. Page faults are those from execve until then that the system answers without a disk. " +
		"The entry of a C program without the C library's start (-nostartfiles) is as early as a program can be: what comes before is the kernel's.")
	reference := arrivals[constructorC]
	var before, inMain [][]string
	for _, e := range earlies {
		this := arrivals[e]
		if e != onlyMain {
			before = append(before, arrivalRow(e, this.before, reference.before))
		}
		if e != entryC {
			inMain = append(inMain, arrivalRow(e, this.main, reference.main))
		}
	}
	p.table([]string{"before main", "after execve, ms", "ratio", "page faults"}, before)
	if reference.counted && arrivals[preinitGo].counted {
		reasonsOfArrival(p, arrivals)
	}
	p.table([]string{"main of the same programs", "after execve, ms", "ratio", "page faults"}, inMain)

	aimOfPreinit(p, arrivals)
	return nil
}

// aimOfPreinit compares like with like.
func aimOfPreinit(p *page, arrivals map[early]arrival) {
	p.paragraph("The aim: a preinit function runs at most 1.1 times as late as a constructor of C.")
	var rows [][]string
	for _, c := range []struct {
		name                 string
		preinit, constructor early
	}{
		{"Go, and C, static", preinitGo, constructorC},
		{"Go, PIE, and C, dynamic, both by the dynamic loader", preinitPIE, dynamicC},
		{"Go with cgo, both", preinitCgo, constructorCgo},
	} {
		ours, theirs := measure.Median(arrivals[c.preinit].before.times), measure.Median(arrivals[c.constructor].before.times)
		rows = append(rows, []string{c.name, milliseconds(ours), milliseconds(theirs), ratio(float64(ours), float64(theirs)), yes(float64(ours) <= 1.1*float64(theirs))})
	}
	p.table([]string{"after execve, ms", "preinit function", "constructor", "ratio", "at most 1.1"}, rows)
}

// measureArrivals launches all programs in turns.
func measureArrivals(b *program.Builder, s scale) (map[early]arrival, error) {
	exe, err := b.Launcher(measure.LauncherSource)
	if err != nil {
		return nil, err
	}
	var exes []string
	for _, e := range earlies {
		exe, err := e.exe(b)
		if err != nil {
			return nil, err
		}
		exes = append(exes, exe)
	}
	l, err := measure.NewLauncher(exe)
	if err != nil {
		return nil, err
	}
	moments, err := measure.Shuffled(len(exes), s.times, func(i int) ([2]measure.Moment, error) { return l.Launch(exes[i]) })
	if ended := l.Close(); err == nil {
		err = ended
	}
	if err != nil {
		return nil, err
	}
	arrivals := make(map[early]arrival)
	for i, e := range earlies {
		var a arrival
		for _, m := range moments[i] {
			a.before.add(m[0])
			a.main.add(m[1])
		}
		if e != onlyMain {
			if a.steps, a.counted, err = measure.CountSteps(exes[i], s.steps); err != nil {
				return nil, err
			}
		}
		arrivals[e] = a
	}
	return arrivals, nil
}

func arrivalRow(e early, this, reference noted) []string {
	return []string{e.name, spread(this.times),
		ratio(float64(measure.Median(this.times)), float64(measure.Median(reference.times))),
		whole(measure.Median(this.faults))}
}

// reasonsOfArrival says what the time before the first instruction goes into. CPUID deserves a column of its own: it is
// what a start on a virtual machine mostly is.
func reasonsOfArrival(p *page, arrivals map[early]arrival) {
	entry := arrivals[entryC]
	cpuid := (measure.Median(entry.main.times) - measure.Median(entry.before.times)) / program.CPUIDs
	without := func(e early) time.Duration {
		return measure.Median(arrivals[e].before.times) - time.Duration(arrivals[e].steps.CPUIDs)*cpuid
	}
	var rows [][]string
	for _, e := range earlies {
		if this := arrivals[e]; this.counted {
			rows = append(rows, []string{e.name, whole(this.steps.Instructions), whole(this.steps.SystemCalls), whole(this.steps.CPUIDs),
				milliseconds(without(e)), ratio(float64(without(e)), float64(without(constructorC)))})
		}
	}
	p.paragraph("What they do until then, counted an instruction at a time (ptrace), in the program and in the dynamic loader. " +
		fmt.Sprintf("The instruction CPUID, in which a virtual machine has to ask its host, takes %.1f µs here, the median of %d in a row. ", cpuid.Seconds()*1e6, program.CPUIDs) +
		"The last columns are the times above without that, as on a machine where it takes nothing.")
	p.table([]string{"before main", "instructions", "system calls", "CPUID", "ms without CPUID", "ratio"}, rows)
}
