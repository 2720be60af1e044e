package main

import (
	"fmt"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// reads are the benchmarks of internal/reading. The first of a group is what the others are held against.
var reads = []struct{ group, name, benchmark string }{
	{"all items", "range over []*Item", "RangeSlice"},
	{"all items", "range over All()", "All"},
	{"one item", "slice[i] of []*Item", "IndexSlice"},
	{"one item", "At(i)", "At"},
	{"one item", "map[string]*Item behind an RWMutex", "NameMap"},
	{"its index", "map[*Item]int behind an RWMutex", "IndexMap"},
	{"its index", "Index(p)", "Index"},
}

func reading(b *program.Builder, s scale, p *page) error {
	plain, linked, err := benchBothWorlds(b, s, "./internal/reading", "ns/item")
	if err != nil {
		return err
	}
	p.paragraph(fmt.Sprintf("Go benchmarks (`internal/reading`, also by `go test -bench .` and `premain test -bench .`) over a section of 100 items, and over slices and maps of the same items. "+
		"Every round looks at each of the 100 items once; Index is asked for them in order. Nanoseconds an item, medians of %d runs of %s each, the two test binaries in turns, with GOMAXPROCS=1. "+
		"A ratio is to the first row of the group, in the same world.", s.benches, s.benchtime))
	var rows [][]string
	first := reads[0]
	for _, r := range reads {
		if r.group != first.group {
			first = r
		}
		rows = append(rows, []string{
			r.group + ": " + r.name,
			fmt.Sprintf("%.2f", plain[r.benchmark]), ratio(plain[r.benchmark], plain[first.benchmark]),
			fmt.Sprintf("%.2f", linked[r.benchmark]), ratio(linked[r.benchmark], linked[first.benchmark]),
		})
	}
	p.table([]string{"ns an item", "plain", "ratio", "linked", "ratio"}, rows)
	return nil
}

// benchBothWorlds runs the Go benchmarks of a package in both worlds and returns the medians of what they report.
func benchBothWorlds(b *program.Builder, s scale, pkg, unit string) (plain, linked map[string]float64, err error) {
	var exes []string
	for _, w := range []program.World{program.Plain, program.Linked} {
		exe, err := b.Test(w, pkg)
		if err != nil {
			return nil, nil, err
		}
		exes = append(exes, exe)
	}
	runs, err := measure.Interleaved(len(exes), s.benches, func(i int) (map[string]float64, error) {
		return measure.GoBenchmarks(exes[i], s.benchtime, unit)
	})
	if err != nil {
		return nil, nil, err
	}
	return measure.Medians(runs[0]), measure.Medians(runs[1]), nil
}
