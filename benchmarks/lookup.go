package main

import (
	"fmt"
	"strconv"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// keyKinds are the keys that are looked up, with the aims: how many times as fast as Go's map section.Map is to be.
var keyKinds = []struct {
	kind      program.KeyKind
	name      string
	about     string
	hit, miss float64
}{
	{program.ShortKeys, "short strings", "strings of 1 to 8 bytes, letters and digits", 2, 1},
	{program.LongKeys, "long strings", "strings of 30 to 60 bytes, of which many begin alike", 0, 0},
	{program.WordKeys, "integers", "random uint64", 3, 1},
}

// finding is what a look-up takes, in nanoseconds.
type finding struct{ hit, miss, chained float64 }

// findings are those of all contenders, by name, with one kind of keys and one number of them.
type findings map[string]finding

const (
	byNothing = "the loop alone"
	byLinked  = "section.Map, linked"
	byPlain   = "section.Map, plain"
	byMap     = "map"
	byRust    = "Rust's HashMap"
)

// lookup measures how long it takes to find a key, and what a table of keys costs before.
func lookup(b *program.Builder, s scale, p *page) error {
	rust, err := b.RustLookup()
	if err != nil {
		return err
	}
	about := ""
	for _, k := range keyKinds {
		about += k.name + " (" + k.about + "), "
	}
	p.paragraph("Look-ups in tables with the same keys: " + about + "and values of one word, which a hit reads. The programs of both worlds have them all: " +
		"`section.Map`, a `map` literal of values, slices.BinarySearch in a slice of keys, and a switch that returns an index. " +
		"Rust's program has a `HashMap` of its library with the hash that is the default (`rustc -Copt-level=3`). What is looked up is read from a file, the same for all: each key as often as any other, shuffled, " +
		fmt.Sprintf("at least %s; for misses, at least %s other keys of the same kind. ", whole(1<<15), whole(1000)) +
		"All have the same loop, in a function of its own for each. \"The loop alone\" reads the keys. \"A hit behind another\" is a hit in a loop where the place of the next key depends on what was found, so that look-ups do not overlap. " +
		fmt.Sprintf("Nanoseconds a look-up: in each process the lowest of %d rounds, in which the tables take turns, and of %d processes of each program, in turns, the median. A ratio is to Go's map and to Rust's. "+
			"All but the linked section.Map is measured in the plain program.", s.rounds, s.benches))
	if rust == "" {
		p.paragraph("Not measured: Rust's HashMap (there is no rustc here).")
	}
	if last := s.keys[len(s.keys)-1]; last > s.switched {
		p.paragraph(fmt.Sprintf("There is no switch for more than %s keys: with 100,000 cases of strings, the compiler does not come to an end in reasonable time.", whole(s.switched)))
	}
	var aims [][]string
	for _, k := range keyKinds {
		for _, n := range s.keys {
			f, err := measureLookups(b, s, k.kind, rust, n)
			if err != nil {
				return err
			}
			p.table([]string{fmt.Sprintf("%s keys, %s", whole(n), k.name), "hit, ns", "to map", "to Rust", "miss, ns", "to map", "to Rust", "hit behind another, ns", "to map", "to Rust"},
				f.rows())
			aims = append(aims, f.aims(fmt.Sprintf("%s, %s keys", k.name, whole(n)), k.hit, k.miss))
		}
	}
	p.subtitle("The aim of looking up")
	p.paragraph("How many times as fast as Go's map section.Map is in a linked program. The aims: twice with short strings, three times with integers, and a miss no slower than Go's.")
	p.table([]string{"times as fast as map", "hit", "aim", "holds", "miss", "aim", "holds", "hit behind another"}, aims)
	p.paragraph("Where an aim is missed, two things limit. Up to 1,000 keys it is instructions: the function that Get calls for an integer has 36 (amd64, disassembled), of which 18 are the hash and the way to the slot; the others are the call, the check that the section has been sealed, and the way of the key through memory, which generic code takes. With 100,000 keys it is caches: pilot, slot and item are read one after the other, and the slots alone have 2 MiB; Go's map has its keys and values in one place, and so is ahead where look-ups wait for each other.")
	p.paragraph("Published, and not measured here: the crate scattered-collect for Rust says of its map with 1,000 keys that it is made in 11.6 µs, and that three look-ups take 13.8 ns.")
	return keyed(b, s, rust, p)
}

func measureLookups(b *program.Builder, s scale, kind program.KeyKind, rust string, n int) (findings, error) {
	file, err := b.KeyFile(kind, n)
	if err != nil {
		return nil, err
	}
	rounds := strconv.Itoa(s.rounds)
	source := program.Lookup{Keys: kind, N: n, Packages: min(n, 10), Switch: n <= s.switched}
	const inLinked, inPlain, inRust = 0, 1, 2 // commands
	var commands [][]string
	for _, w := range []program.World{program.Linked, program.Plain} {
		exe, err := b.Program(program.Build{Source: source, World: w})
		if err != nil {
			return nil, err
		}
		commands = append(commands, []string{exe, file, rounds})
	}
	if rust != "" {
		commands = append(commands, []string{rust, string(kind), file, rounds})
	}
	runs, err := measure.Interleaved(len(commands), s.benches, func(i int) ([]int64, error) {
		return measure.Numbers(commands[i][0], commands[i][1:]...)
	})
	if err != nil {
		return nil, err
	}
	// of returns the medians of what a program has printed for a table.
	of := func(command, table int) finding {
		var medians [3]float64
		for i := range medians {
			var all []int64
			for _, numbers := range runs[command] {
				all = append(all, numbers[3*table+i])
			}
			medians[i] = float64(measure.Median(all)) / 1000
		}
		return finding{medians[0], medians[1], medians[2]}
	}
	f := findings{byNothing: of(inPlain, 0), byLinked: of(inLinked, 1), byPlain: of(inPlain, 1)}
	for i, name := range program.LookupTables[1:] {
		if table := 2 + i; 3*table < len(runs[inPlain][0]) {
			f[name] = of(inPlain, table)
		}
	}
	if rust != "" {
		f[byRust] = of(inRust, 0)
	}
	return f, nil
}

func (f findings) rows() (rows [][]string) {
	for _, name := range append([]string{byNothing, byLinked, byPlain}, append(program.LookupTables[1:], byRust)...) {
		this, ok := f[name]
		if !ok {
			continue
		}
		row := []string{name}
		for _, part := range []func(finding) float64{
			func(f finding) float64 { return f.hit },
			func(f finding) float64 { return f.miss },
			func(f finding) float64 { return f.chained },
		} {
			row = append(row, fmt.Sprintf("%.2f", part(this)), ratio(part(this), part(f[byMap])))
			if r, ok := f[byRust]; ok {
				row = append(row, ratio(part(this), part(r)))
			} else {
				row = append(row, "-")
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// aims compares with the aims for hits and misses. 0 is no aim.
func (f findings) aims(name string, hit, miss float64) []string {
	ours, theirs := f[byLinked], f[byMap]
	row := []string{name}
	for _, c := range []struct{ faster, aim float64 }{{theirs.hit / ours.hit, hit}, {theirs.miss / ours.miss, miss}} {
		row = append(row, fmt.Sprintf("%.2f", c.faster))
		if c.aim == 0 {
			row = append(row, "-", "-")
		} else {
			row = append(row, fmt.Sprintf("%.0f", c.aim), yes(c.faster >= c.aim))
		}
	}
	return append(row, ratio(theirs.chained, ours.chained))
}
