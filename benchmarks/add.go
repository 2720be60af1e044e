package main

import (
	"fmt"
	"strconv"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// registrations are the ways that add compares: the section first, then the one that the aim names, then others.
var registrations = []struct {
	name      string
	way       program.Way
	benchmark string // in internal/adding
}{
	{"Add to a section", program.Section, "Add"},
	{"append to []Item", program.Append, "Append"},
	{"append to []Item, not inlined", program.Call, "Call"},
	{"append to []*Item", program.Pointers, "Pointers"},
	{"map and lock", program.Map, "Map"},
}

const (
	ofSection = iota // indices of registrations
	ofAppend
	ofCall
	ofPointers
)

// prices are what an item costs in nanoseconds, one for each of the registrations.
type prices struct {
	title string
	ns    []float64
}

func add(b *program.Builder, s scale, p *page) error {
	p.paragraph("What it costs to register an item in a program that `go build` has built. The aim: an Add costs no more than twice an append to a slice in an init function. " +
		"Each item is registered by a statement of its own; where the function that appends is inlined, as Go does unless told otherwise, each statement has the whole append. Ratios are to that one.")

	registered, read, err := addInStarts(b, s)
	if err != nil {
		return err
	}
	p.subtitle("In real starts")
	p.paragraph(fmt.Sprintf("The programs of \"Start of a program\", %d packages with %s, %s or %s items in all, take their own time, from before the first package with items initialises until all have. "+
		"Everything is touched for the first time, memory and code. Nanoseconds an item, medians of %d runs that take turns, with GOMAXPROCS=1 and GOGC=off.",
		s.packages, whole(s.tiny), whole(s.few), whole(s.many), s.times))
	addTable(p, registered)
	p.paragraph("The same with the first read in main, of the number of items and the first one. A plain section then looks at who called Add.")
	addTable(p, read)

	warm, err := addWarm(b, s)
	if err != nil {
		return err
	}
	p.subtitle("Over and over")
	p.paragraph(fmt.Sprintf("Go benchmarks (`internal/adding`) fill new tables again and again in one process. "+
		"The collector runs between the rounds, outside the time. Nanoseconds an item, medians of %d runs of %s each, with GOMAXPROCS=1.", s.benches, s.benchtime))
	addTable(p, warm)

	p.subtitle("The aim")
	p.paragraph("Twice an append at most, which is the first ratio. The second is to the cheapest append of this run, whichever that is; rows with \"read\" hold the first read of the section besides, which is not a part of Add.")
	var rows [][]string
	for _, list := range [][]prices{registered, read, warm} {
		for _, of := range list {
			section, usual := of.ns[ofSection], of.ns[ofAppend]
			cheapest := min(usual, of.ns[ofCall], of.ns[ofPointers])
			rows = append(rows, []string{of.title,
				ratio(section, usual), yes(section <= 2*usual),
				ratio(section, cheapest), yes(section <= 2*cheapest)})
		}
	}
	p.table([]string{"Add", "to append to []Item", "at most 2", "to the cheapest append", "at most 2"}, rows)
	return nil
}

func addTable(p *page, list []prices) {
	header := []string{"ns an item"}
	for _, of := range list {
		header = append(header, of.title, "ratio")
	}
	var rows [][]string
	for i, r := range registrations {
		row := []string{r.name}
		for _, of := range list {
			row = append(row, fmt.Sprintf("%.1f", of.ns[i]), ratio(of.ns[i], of.ns[ofAppend]))
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
}

// addInStarts measures what happens once in a process: registration alone, and with the first read.
func addInStarts(b *program.Builder, s scale) (registered, read []prices, err error) {
	sizes := []int{s.tiny, s.few, s.many}
	var exes []string
	for _, n := range sizes {
		registered = append(registered, prices{title: whole(n) + " items"})
		read = append(read, prices{title: whole(n) + " items, read"})
		for _, r := range registrations {
			exe, err := b.Program(program.Build{
				Source: program.Table{Way: r.way, Packages: s.packages, Items: n, Clock: true},
				World:  program.Plain,
			})
			if err != nil {
				return nil, nil, err
			}
			exes = append(exes, exe)
		}
	}
	runs, err := measure.Interleaved(len(exes), s.times, func(i int) ([]time.Duration, error) {
		clocks, err := measure.Clocks(exes[i])
		if err == nil && len(clocks) != 2 {
			err = fmt.Errorf("a measured program printed %d times, not 2", len(clocks))
		}
		return clocks, err
	})
	if err != nil {
		return nil, nil, err
	}
	for i, clocks := range runs {
		var first, both []time.Duration
		for _, c := range clocks {
			first, both = append(first, c[0]), append(both, c[0]+c[1])
		}
		size := i / len(registrations)
		registered[size].ns = append(registered[size].ns, each(measure.Median(first), sizes[size]))
		read[size].ns = append(read[size].ns, each(measure.Median(both), sizes[size]))
	}
	return registered, read, nil
}

// addWarm measures the same work over and over in one process.
func addWarm(b *program.Builder, s scale) ([]prices, error) {
	exe, err := b.Test(program.Plain, "./internal/adding")
	if err != nil {
		return nil, err
	}
	runs, err := measure.Interleaved(1, s.benches, func(int) (map[string]float64, error) {
		return measure.GoBenchmarks(exe, s.benchtime, "ns/item")
	})
	if err != nil {
		return nil, err
	}
	medians := measure.Medians(runs[0])
	var list []prices
	for _, n := range []int{100, 10_000} {
		of := prices{title: "tables of " + whole(n)}
		for _, r := range registrations {
			of.ns = append(of.ns, medians[r.benchmark+"/"+strconv.Itoa(n)])
		}
		list = append(list, of)
	}
	return list, nil
}
