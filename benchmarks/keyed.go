package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// keyedTables are the tables of keys that a program can have when it starts.
var keyedTables = []struct {
	name  string
	way   program.Way
	world program.World
}{
	{byLinked, program.Section, program.Linked},
	{byPlain, program.Section, program.Plain},
	{"map, a literal", program.Map, program.Plain},
}

// keyedBuild returns a program with one of them.
func keyedBuild(table int, kind program.KeyKind, n int) program.Build {
	t := keyedTables[table]
	return program.Build{Source: program.Keyed{Way: t.way, Keys: kind, N: n, Packages: 10}, World: t.world}
}

// keyed measures what a table of keys costs before the first look-up, and in the executable.
func keyed(b *program.Builder, s scale, rust string, p *page) error {
	if err := keyedStart(b, s, rust, p); err != nil {
		return err
	}
	return keyedSize(b, s, p)
}

// firstFinding is what has been measured of a start and the first look-up.
type firstFinding struct {
	inits   measure.Inits
	numbers []int64 // of the first look-up: nanoseconds, allocations, bytes
}

func keyedStart(b *program.Builder, s scale, rust string, p *page) error {
	counter, err := measure.FindCounter()
	if err != nil {
		return err
	}
	const kind = program.ShortKeys
	var builds []program.Build
	var exes []string
	for table := range keyedTables {
		for _, n := range []int{0, s.few} {
			build := keyedBuild(table, kind, n)
			exe, err := b.Program(build)
			if err != nil {
				return err
			}
			builds, exes = append(builds, build), append(exes, exe)
		}
	}
	c, err := measureStart(b, s, counter, builds, measure.Shuffled)
	if err != nil {
		return err
	}
	own := func(pkg string) bool { return pkg == "main" || strings.HasPrefix(pkg, "bench/") }
	runs, err := measure.Interleaved(len(exes), s.benches, func(i int) (f firstFinding, err error) {
		if f.inits, err = measure.ReadInits(exes[i], own); err == nil {
			f.numbers, err = measure.Numbers(exes[i], "clock")
		}
		return f, err
	})
	if err != nil {
		return err
	}

	p.subtitle("Making the table")
	p.paragraph(fmt.Sprintf("Programs with %s keys, short strings, in 10 packages if they are a section's, and a main that looks one up. Initialisation is what GODEBUG=inittrace=1 says of the program's own packages "+
		"(a package with nothing to do is not in it); the first look-up takes its own time, and counts allocations; medians of %d runs. "+
		"Instructions (`%s`) and time are those of the whole process beyond the same program without keys, as in \"Start of a program\". "+
		"Of a linked program, they are the first look-up's and those of the Go runtime, which has more data to prepare for its collector. Rust's HashMap is made by `collect`, which knows the number of keys.", whole(s.few), s.benches, counter.Command))
	header := []string{"at start", "packages that initialise", "µs", "allocations", "bytes", "first look-up, µs", "allocations", "bytes", "instructions", "time, µs"}
	var rows [][]string
	for table, t := range keyedTables {
		some := 2*table + 1
		var took []time.Duration
		var numbers [3][]int64
		for _, f := range runs[some] {
			took = append(took, f.inits.Time)
			for i := range numbers {
				numbers[i] = append(numbers[i], f.numbers[i])
			}
		}
		inits := runs[some][0].inits
		without, with := c[builds[some-1]], c[builds[some]]
		rows = append(rows, []string{t.name, whole(inits.Packages), micro(measure.Median(took)), whole(inits.Allocations), whole(inits.Bytes),
			micro(time.Duration(measure.Median(numbers[0]))), whole(measure.Median(numbers[1])), whole(measure.Median(numbers[2])),
			whole(with.Total - without.Total), micro(with.time - without.time)})
	}
	if rust != "" {
		row, err := rustStart(b, s, rust, kind, len(header))
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
	return nil
}

// rustStart returns the row of Rust's program. It makes its table from keys that it has read, and nothing else of it can be compared.
func rustStart(b *program.Builder, s scale, rust string, kind program.KeyKind, columns int) ([]string, error) {
	file, err := b.KeyFile(kind, s.few)
	if err != nil {
		return nil, err
	}
	runs, err := measure.Interleaved(1, s.benches, func(int) ([]int64, error) {
		return measure.Numbers(rust, string(kind), file, strconv.Itoa(1))
	})
	if err != nil {
		return nil, err
	}
	var took []time.Duration
	var bytes []int64
	for _, numbers := range runs[0] {
		took, bytes = append(took, time.Duration(numbers[3])), append(bytes, numbers[4])
	}
	row := []string{byRust, "-", micro(measure.Median(took)), "-", whole(measure.Median(bytes))}
	for len(row) < columns {
		row = append(row, "-")
	}
	return row, nil
}

func keyedSize(b *program.Builder, s scale, p *page) error {
	p.subtitle("Bytes a key")
	p.paragraph(fmt.Sprintf("What a key and its value of one word take in the executable: the difference between the programs with %s and with %s keys, divided by theirs. "+
		"Without symbols and debugging information is what is mapped when the program runs. A map's literal has its keys and values in the executable, too, and once more in memory.", whole(s.few), whole(s.many)))
	header := []string{"bytes in the executable"}
	rows := make([][]string, len(keyedTables))
	for table, t := range keyedTables {
		rows[table] = []string{t.name}
	}
	for _, k := range keyKinds {
		header = append(header, k.name+": a further key", "without symbols")
		for table := range keyedTables {
			var images []program.Image
			for _, n := range []int{s.few, s.many} {
				exe, err := b.Program(keyedBuild(table, k.kind, n))
				if err != nil {
					return err
				}
				image, err := program.ReadImage(exe)
				if err != nil {
					return err
				}
				images = append(images, image)
			}
			further := func(part func(program.Image) int64) string {
				return fmt.Sprintf("%.0f", each(part(images[1])-part(images[0]), s.many-s.few))
			}
			rows[table] = append(rows[table], further(func(i program.Image) int64 { return i.Bytes }), further(func(i program.Image) int64 { return i.Loaded }))
		}
	}
	p.table(header, rows)
	return nil
}

func micro(d time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()*1e6) }
