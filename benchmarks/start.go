package main

import (
	"fmt"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// entrant is a program that start compares, but for the number of its items.
type entrant struct {
	name  string
	way   program.Way
	world program.World
	pie   bool
}

var (
	empty    = entrant{"no items, no table", program.Nothing, program.Plain, false}
	emptyPIE = entrant{"no items, no table, PIE", program.Nothing, program.Plain, true}

	linked    = entrant{"section, linked", program.Section, program.Linked, false}
	linkedPIE = entrant{"section, linked, PIE", program.Section, program.Linked, true}
	plain     = entrant{"section, plain", program.Section, program.Plain, false}
	appended  = entrant{"append in init", program.Append, program.Plain, false}
	mapped    = entrant{"map and lock in init", program.Map, program.Plain, false}

	entrants = []entrant{linked, linkedPIE, plain, appended, mapped}
)

func (e entrant) build(s scale, items int, own bool) program.Build {
	return program.Build{
		Source: program.Table{Way: e.way, Packages: s.packages, Items: items, OwnFunctions: own},
		World:  e.world,
		PIE:    e.pie,
	}
}

// costs is what was measured of each executable.
type costs map[program.Build]cost

type cost struct {
	measure.Count
	program.Image
	times []time.Duration
	time  time.Duration // their median
}

func start(b *program.Builder, s scale, p *page) error {
	counter, err := measure.FindCounter()
	if err != nil {
		return err
	}
	builds := []program.Build{empty.build(s, 0, false), emptyPIE.build(s, 0, false)}
	for _, own := range []bool{false, true} {
		for _, e := range entrants {
			builds = append(builds, e.build(s, s.few, own), e.build(s, s.many, own))
		}
	}
	c, err := measureStart(b, s, counter, builds, measure.Interleaved)
	if err != nil {
		return err
	}

	few, many := whole(s.few), whole(s.many)
	p.paragraph(fmt.Sprintf("A generated program: %d packages with %s or %s items in all, and a main that imports them and reads the number of items and the first one. "+
		"An item is `struct{Name, Help string; Run func() error}`, a constant. The map is as in `database/sql`: keyed by name, behind an RWMutex, refusing a second item of a name. "+
		"The program without items has the same packages. PIE is -buildmode=pie, all others are -buildmode=exe.", s.packages, few, many))
	p.paragraph(fmt.Sprintf("Instructions are those of the whole process in user space, the dynamic loader's and the Go runtime's included, counted by `%s`: the lowest of %d runs, since what disturbs a run only adds. "+
		"Times are from starting the process to its end: the median of %d runs. All programs take turns, with GOMAXPROCS=1, GOGC=off and GODEBUG=asyncpreemptoff=1, so that one run is like the next.",
		counter.Command, s.counts, s.times))
	p.paragraph("\"An item of N\" is what the program takes beyond the one without items, divided by N. \"A further item\" is the difference between the two numbers of items, divided by theirs. The ratio is to the linked program, the whole process with the larger number of items.")
	lowest, highest := measure.Quartiles(c[empty.build(s, 0, false)].times)
	p.paragraph(fmt.Sprintf("How well these times can tell: the middle half of the runs of the program without items took between %s and %s ms.", milliseconds(lowest), milliseconds(highest)))
	p.subtitle("One function a package, whatever the number of items")
	startTables(p, s, c, false)
	p.subtitle("Every item with a function of its own")
	startTables(p, s, c, true)
	p.subtitle("What grows in a linked start")
	growth(p, s, c)
	return nil
}

// turns runs variants of something in turns, a number of times.
type turns func(n, runs int, measure func(variant int) (time.Duration, error)) ([][]time.Duration, error)

func measureStart(b *program.Builder, s scale, counter measure.Counter, builds []program.Build, turns turns) (costs, error) {
	exes := make([]string, len(builds))
	for i, want := range builds {
		var err error
		if exes[i], err = b.Program(want); err != nil {
			return nil, err
		}
	}
	counts, err := measure.Interleaved(len(exes), s.counts, func(i int) (measure.Count, error) { return counter.Count(exes[i]) })
	if err != nil {
		return nil, err
	}
	times, err := turns(len(exes), s.times, func(i int) (time.Duration, error) { return measure.Time(exes[i]) })
	if err != nil {
		return nil, err
	}
	c := make(costs)
	for i, want := range builds {
		image, err := program.ReadImage(exes[i])
		if err != nil {
			return nil, err
		}
		c[want] = cost{measure.Lowest(counts[i]), image, times[i], measure.Median(times[i])}
	}
	return c, nil
}

func startTables(p *page, s scale, c costs, own bool) {
	var instructions, times, sizes [][]string
	for _, e := range []entrant{empty, emptyPIE} {
		none := c[e.build(s, 0, false)]
		instructions = append(instructions, []string{e.name, whole(none.Total), whole(none.Total), "-", "-", "-", "-"})
		times = append(times, []string{e.name, milliseconds(none.time), milliseconds(none.time), "-", "-", "-"})
		sizes = append(sizes, []string{e.name, whole(none.Bytes), whole(none.Bytes), "-", whole(none.Relocations)})
	}
	reference := c[linked.build(s, s.many, own)]
	further := s.many - s.few
	for _, e := range entrants {
		without := empty
		if e.pie {
			without = emptyPIE
		}
		none, few, many := c[without.build(s, 0, false)], c[e.build(s, s.few, own)], c[e.build(s, s.many, own)]
		instructions = append(instructions, []string{
			e.name, whole(few.Total), whole(many.Total),
			fmt.Sprintf("%.1f", each(few.Total-none.Total, s.few)),
			fmt.Sprintf("%.1f", each(many.Total-none.Total, s.many)),
			fmt.Sprintf("%.1f", each(many.Total-few.Total, further)),
			ratio(float64(many.Total), float64(reference.Total)),
		})
		times = append(times, []string{
			e.name, milliseconds(few.time), milliseconds(many.time),
			fmt.Sprintf("%.1f", each(many.time-none.time, s.many)),
			fmt.Sprintf("%.1f", each(many.time-few.time, further)),
			ratio(float64(many.time), float64(reference.time)),
		})
		sizes = append(sizes, []string{
			e.name, whole(few.Bytes), whole(many.Bytes),
			fmt.Sprintf("%.0f", each(many.Bytes-few.Bytes, further)),
			whole(many.Relocations),
		})
	}
	few, many := whole(s.few), whole(s.many)
	p.table([]string{"instructions", few + " items", many + " items", "an item of " + few, "an item of " + many, "a further item", "ratio"}, instructions)
	p.table([]string{"time, ms", few + " items", many + " items", "ns an item of " + many, "ns a further item", "ratio"}, times)
	p.table([]string{"executable, bytes", few + " items", many + " items", "a further item", "relocations for the loader, " + many + " items"}, sizes)
}
