package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// valued is a program that values compares: one that may have a value, computed when it starts or when it is linked.
type valued struct {
	name  string
	build program.Build
}

// worlds of a program with a value, in the order of the tables.
var worlds = []program.World{program.Linked, program.Plain}

var emptyProgram = valued{"an empty program", program.Build{Source: program.Empty{}, World: program.Plain}}

// bakedExample is an example with baked values.
type bakedExample struct {
	name, about string
	question    []string // arguments that look something up, and end the program with success
	input       string   // a file of the example that it reads from standard input
}

var bakedExamples = []bakedExample{
	{"useragent", "1,200 regular expressions and what they say of a browser, read from YAML", []string{"curl/8.5.0"}, "testdata/agents.txt"},
	{"spelling", "three dictionaries with 28,000 mistakes, linked by pointers", []string{"-of", "receive"}, "testdata/letter.txt"},
}

func (e bakedExample) source() program.Example { return program.Example{Name: e.name} }

// valueCost is what was measured of an executable with a value.
type valueCost struct {
	cost
	usual  []time.Duration
	faults int64
	memory measure.Memory
}

// values measures what the values of package bake cost and save. Each part is a question of its own.
func values(b *program.Builder, s scale, p *page) error {
	counter, err := measure.FindCounter()
	if err != nil {
		return err
	}
	p.paragraph("Variables of package bake: a plain program computes their values when it starts, a linked one has them as data. " +
		fmt.Sprintf("Instructions and times are those of the whole process, as in \"Start of a program\": counted by `%s`, the lowest of %d runs; the median of %d runs, with one thread and without the collector. ",
			counter.Command, s.counts, s.times) +
		"The programs of a table run in an order drawn for each round, since it shows what ran before: after a large program, the next one starts more slowly. " +
		fmt.Sprintf("\"As users have it\" is with the environment as it comes, all processors and the collector, in as many runs. "+
			"Page faults are those of such a run that the system answered without a disk: memory that was given out or file that was mapped, 4 kB each. "+
			"Linking is a build for which only the executable is missing, the median of %d. ", s.links) +
		"Before a program is measured, it has looked up many things in its value, in both worlds, and what it printed and its exit status have been compared: if they differ, there is no page.")
	for _, part := range []struct {
		title   string
		measure func(b *program.Builder, s scale, counter measure.Counter, p *page) error
	}{
		{"Two programs", valuesOfExamples},
		{"By the number of objects", valuesByNumber},
		{"Maps, which are filled at start", valuesInMaps},
		{"Variables of dependencies", valuesOfDependencies},
	} {
		p.subtitle(part.title)
		if err := part.measure(b, s, counter, p); err != nil {
			return err
		}
	}
	return nil
}

// valuesOfExamples measures the start of whole programs, up to the end of a run with nothing to do.
func valuesOfExamples(b *program.Builder, s scale, counter measure.Counter, p *page) error {
	list := []valued{emptyProgram}
	for _, e := range bakedExamples {
		input, err := os.ReadFile(filepath.Join(b.Root(), "examples", e.name, filepath.FromSlash(e.input)))
		if err != nil {
			return err
		}
		if err := same(b, inBothWorlds(e.source()), string(input)); err != nil {
			return err
		}
		if err := same(b, inBothWorlds(e.source()), "", e.question...); err != nil {
			return err
		}
		list = append(list, valued{e.name + ", without its values", program.Build{Source: program.Example{Name: e.name, Without: true}, World: program.Plain}})
		for _, w := range worlds {
			list = append(list, valued{fmt.Sprintf("%s, %s", e.name, w), program.Build{Source: e.source(), World: w}})
		}
	}
	c, err := measureValues(b, s, counter, list)
	if err != nil {
		return err
	}
	answers, err := measureAnswers(b, s)
	if err != nil {
		return err
	}

	about := "The examples with baked values, with an empty standard input, so that they start and end: "
	for i, e := range bakedExamples {
		if i > 0 {
			about += "; "
		}
		about += fmt.Sprintf("%s, with %s", e.name, e.about)
	}
	p.paragraph(about + ". The empty program is `func main() {}`. \"Without its values\" is the plain program whose baked variables stay nil: " +
		"what its packages take in any case. (The list of mistakes comes with net/http, which makes spelling a program for the dynamic loader where there is a C compiler.) " +
		"The ratios are to the empty program.")
	none := c[emptyProgram.build]
	agent := c[program.Build{Source: bakedExamples[0].source(), World: program.Linked}]
	if err := startAim(b, s, p, none, agent); err != nil {
		return err
	}

	var starts, usual, sizes, memory [][]string
	for _, v := range list {
		this := c[v.build]
		starts = append(starts, []string{v.name,
			whole(this.Total), ratio(float64(this.Total), float64(none.Total)),
			milliseconds(this.time), ratio(float64(this.time), float64(none.time)), milliseconds(this.time - none.time)})
		answer := "-"
		if times := answers[v.build]; times != nil {
			answer = milliseconds(measure.Median(times))
		}
		usual = append(usual, []string{v.name,
			milliseconds(this.usualTime()), ratio(float64(this.usualTime()), float64(none.usualTime())), milliseconds(this.usualTime() - none.usualTime()), answer, whole(this.faults)})
		sizes = append(sizes, []string{v.name, whole(this.Bytes), whole(this.Data)})
		memory = append(memory, memoryRow(v.name, this.memory))
	}
	p.table([]string{"a start", "instructions", "ratio", "time, ms", "ratio", "beyond the empty program, ms"}, starts)
	if mask := "runtime.runGCProg"; agent.Functions != nil {
		p.paragraph(fmt.Sprintf("Of the %s instructions of useragent, linked, %s are in `%s`, which %s: %.1f for 100 bytes of it. The program's own packages execute %s.",
			whole(agent.Total), whole(agent.Functions[mask]), mask, reasons[mask], 100*each(int64(agent.Functions[mask]), agent.Data), whole(ownInstructions(agent.Functions))))
	}
	p.table([]string{"as users have it", "time, ms", "ratio", "beyond the empty program, ms", "with a question answered, ms", "page faults"}, usual)
	p.paragraph("The questions are `useragent curl/8.5.0` and `spelling -of receive`. What a value keeps for its first use, such as the machines of regular expressions, a question pays for in both worlds.")
	p.paragraph("Memory when all variables are initialised and main has not begun, with the collector as users have it. \"Live\" is the heap behind a collection then: a baked value is not in it, though the collector looks through it as through any variable. " +
		"Resident is what the process has of real memory, before and after that collection, which touches the value.")
	p.table(memoryHeader("bytes"), memory)
	p.table([]string{"executable, bytes", "file", "data that the collector scans"}, sizes)

	var links [][]string
	for _, e := range bakedExamples {
		rows, err := linkRows(b, s, e.name, e.source())
		if err != nil {
			return err
		}
		links = append(links, rows...)
	}
	p.paragraph("Linking, in brackets the ratio to go build. A linked build links twice, and computes the values twice to compare them.")
	p.table([]string{"linking", "go build", "premain build"}, links)
	return nil
}

// startAim compares the start of useragent with that of the empty program. What ran before makes a difference, so that a
// single order of the runs would choose the answer.
func startAim(b *program.Builder, s scale, p *page, none, agent valueCost) error {
	useragent := bakedExamples[0].source()
	var exes []string
	for _, build := range append([]program.Build{emptyProgram.build}, inBothWorlds(useragent)...) {
		exe, err := b.Program(build)
		if err != nil {
			return err
		}
		exes = append(exes, exe)
	}
	empty, linked, plain := exes[0], exes[1], exes[2]
	// after runs the two in turns, each after another program if there is one.
	after := func(other string) ([][]time.Duration, error) {
		return measure.Interleaved(2, s.times, func(i int) (time.Duration, error) {
			if other != "" {
				if _, err := measure.RunUsual(other); err != nil {
					return 0, err
				}
			}
			r, err := measure.RunUsual([]string{empty, linked}[i])
			return r.Time, err
		})
	}
	warm, err := after("")
	if err != nil {
		return err
	}
	cold, err := after(plain)
	if err != nil {
		return err
	}
	p.paragraph("The aim: useragent, linked, starts and ends at most 1 ms later than the empty program. How much later depends on what ran before, and so there are several answers: " +
		"in an order drawn for each round, among all programs of this part; with only the two taking turns; and with each of them right after useragent, plain. In brackets the middle half of the runs.")
	var rows [][]string
	for _, c := range []struct {
		name          string
		empty, linked []time.Duration
	}{
		{"one thread, no collector; among all programs below", none.times, agent.times},
		{"as users have it; among all programs below", none.usual, agent.usual},
		{"as users have it; only the two", warm[0], warm[1]},
		{"as users have it; each right after useragent, plain", cold[0], cold[1]},
	} {
		later := measure.Median(c.linked) - measure.Median(c.empty)
		rows = append(rows, []string{c.name, spread(c.empty), spread(c.linked), milliseconds(later), yes(later <= time.Millisecond)})
	}
	p.table([]string{"time, ms", "an empty program", "useragent, linked", "later by", "at most 1 ms"}, rows)
	return nil
}

// spread writes a median and the middle half.
func spread(times []time.Duration) string {
	low, high := measure.Quartiles(times)
	return fmt.Sprintf("%s (%s to %s)", milliseconds(measure.Median(times)), milliseconds(low), milliseconds(high))
}

// valuesByNumber measures values of a few and of many objects.
func valuesByNumber(b *program.Builder, s scale, counter measure.Counter, p *page) error {
	source := func(nodes int) program.Value { return program.Value{Shape: program.Tree, Entries: nodes} }
	sizes := append([]int{0}, s.nodes[:]...)
	build := func(w program.World, nodes int) program.Build { return program.Build{Source: source(nodes), World: w} }
	var list []valued
	for _, n := range sizes {
		if err := same(b, inBothWorlds(source(n)), "", "all"); err != nil {
			return err
		}
		for _, w := range worlds {
			list = append(list, valued{fmt.Sprintf("%s nodes, %s", whole(n), w), build(w, n)})
		}
	}
	c, err := measureValues(b, s, counter, list)
	if err != nil {
		return err
	}
	most := s.nodes[len(s.nodes)-1]
	p.paragraph("A generated program with one baked variable: the root of a balanced tree, whose nodes have a name, a number, two children and a pointer to the next node by name. " +
		"A node is two objects, since its name is computed. main looks up the first name. " +
		fmt.Sprintf("\"A node\" is what the program with %s nodes takes beyond the one of the same world without any, divided by their number.", whole(most)))

	inMilliseconds := func(n int64) string { return milliseconds(time.Duration(n)) }
	for _, t := range []struct {
		title  string
		node   string
		number func(valueCost) int64
		format func(int64) string
		places int // of what a node takes
	}{
		{"instructions", "a node", func(c valueCost) int64 { return int64(c.Total) }, whole[int64], 1},
		{"time, ms", "ns a node", func(c valueCost) int64 { return int64(c.time) }, inMilliseconds, 1},
		{"as users have it, ms", "ns a node", func(c valueCost) int64 { return int64(c.usualTime()) }, inMilliseconds, 1},
		{"page faults", "a node", func(c valueCost) int64 { return c.faults }, whole[int64], 4},
		{"live heap, bytes", "a node", func(c valueCost) int64 { return c.memory.Live }, whole[int64], 1},
		{"executable, bytes", "a node", func(c valueCost) int64 { return c.Bytes }, whole[int64], 1},
	} {
		header := []string{t.title}
		for _, n := range sizes {
			header = append(header, whole(n)+" nodes")
		}
		var rows [][]string
		for _, w := range worlds {
			row := []string{string(w)}
			for _, n := range sizes {
				row = append(row, t.format(t.number(c[build(w, n)])))
			}
			node := each(t.number(c[build(w, most)])-t.number(c[build(w, 0)]), most)
			rows = append(rows, append(row, fmt.Sprintf("%.*f", t.places, node)))
		}
		ratios := []string{"plain to linked"}
		for _, n := range sizes {
			ratios = append(ratios, ratio(float64(t.number(c[build(program.Plain, n)])), float64(t.number(c[build(program.Linked, n)]))))
		}
		rows = append(rows, append(ratios, "-"))
		p.table(append(header, t.node), rows)
	}

	var links [][]string
	for _, n := range sizes {
		rows, err := linkRows(b, s, whole(n)+" nodes", source(n))
		if err != nil {
			return err
		}
		links = append(links, rows...)
	}
	p.paragraph("Linking, in brackets the ratio to go build. What it takes without nodes is the price of having a baked variable at all; what it takes beyond that is for computing, comparing and laying out the value.")
	p.table([]string{"linking", "go build", "premain build"}, links)
	return nil
}

// valuesInMaps measures what is not plain data.
func valuesInMaps(b *program.Builder, s scale, counter measure.Counter, p *page) error {
	ways := []struct {
		name  string
		shape program.Shape
		world program.World
	}{
		{"map, linked", program.Hashed, program.Linked},
		{"map, plain", program.Hashed, program.Plain},
		{"sorted slice, linked", program.Sorted, program.Linked},
		{"sorted slice, plain", program.Sorted, program.Plain},
		{"sorted slice of literals, plain", program.Literals, program.Plain},
	}
	source := func(shape program.Shape, entries int) program.Value {
		return program.Value{Shape: shape, Entries: entries}
	}
	var list []valued
	for _, n := range []int{0, s.entries} {
		var builds []program.Build
		for _, w := range ways {
			build := program.Build{Source: source(w.shape, n), World: w.world}
			builds = append(builds, build)
			list = append(list, valued{w.name, build})
		}
		if err := same(b, builds, "", "all"); err != nil { // whatever the shape
			return err
		}
	}
	c, err := measureValues(b, s, counter, list)
	if err != nil {
		return err
	}
	entries := whole(s.entries) + " entries"
	p.paragraph(fmt.Sprintf("A map cannot be data: its hashes are seeded anew in every process. A linked program has the pairs of a baked map as data and fills the map from them when it starts; "+
		"a plain one computes the pairs besides. A generated program with %s, from names that are computed to numbers; main looks up the first. "+
		"Next to it the same as a sorted slice, and as a slice that a generator of code would have written out as literals: what to choose where a start counts. "+
		"The ratio is to the plain map.", entries))
	reference := c[program.Build{Source: source(program.Hashed, s.entries), World: program.Plain}]
	var starts, usual, memory [][]string
	for _, w := range ways {
		none, some := c[program.Build{Source: source(w.shape, 0), World: w.world}], c[program.Build{Source: source(w.shape, s.entries), World: w.world}]
		starts = append(starts, []string{w.name,
			whole(none.Total), whole(some.Total), ratio(float64(some.Total), float64(reference.Total)), fmt.Sprintf("%.1f", each(some.Total-none.Total, s.entries)),
			milliseconds(none.time), milliseconds(some.time), ratio(float64(some.time), float64(reference.time)), fmt.Sprintf("%.0f", each(some.time-none.time, s.entries))})
		usual = append(usual, []string{w.name,
			milliseconds(none.usualTime()), milliseconds(some.usualTime()), ratio(float64(some.usualTime()), float64(reference.usualTime())),
			whole(some.faults), whole(some.Bytes - none.Bytes), fmt.Sprintf("%.0f", each(some.Bytes-none.Bytes, s.entries))})
		memory = append(memory, memoryRow(w.name, some.memory))
	}
	p.table([]string{"a start", "instructions: no entries", entries, "ratio", "an entry", "time, ms: no entries", entries, "ratio", "ns an entry"}, starts)
	p.table([]string{"as users have it", "time, ms: no entries", entries, "ratio", "page faults", "executable: bytes more", "an entry"}, usual)
	p.table(memoryHeader(entries+", bytes"), memory)
	return nil
}

// valuesOfDependencies measures variables of modules that know nothing of premain.
func valuesOfDependencies(b *program.Builder, s scale, counter measure.Counter, p *page) error {
	if err := same(b, inBothWorlds(program.Dependency{}), "", "all"); err != nil {
		return err
	}
	list := []valued{emptyProgram}
	for _, w := range worlds {
		list = append(list, valued{string(w), program.Build{Source: program.Dependency{}, World: w}})
	}
	c, err := measureValues(b, s, counter, list)
	if err != nil {
		return err
	}
	p.paragraph("A generated program that uses three variables of modules: `Registry` of github.com/alecthomas/chroma/v2/styles, which is made of 74 files of XML and holds 75 maps, " +
		"and `decimalLn10` and `decimalInvLn10` of github.com/cockroachdb/apd/v3, which are made of text. The linked program has them baked because `-bake` names them; the modules' sources are untouched. " +
		"More such variables, and Caddy's: [programs.md](programs.md). The ratios are to the empty program.")
	none := c[emptyProgram.build]
	var starts, memory [][]string
	for _, v := range list {
		this := c[v.build]
		starts = append(starts, []string{v.name,
			whole(this.Total), ratio(float64(this.Total), float64(none.Total)),
			milliseconds(this.time), ratio(float64(this.time), float64(none.time)),
			milliseconds(this.usualTime()), ratio(float64(this.usualTime()), float64(none.usualTime())), whole(this.faults), whole(this.Bytes)})
		memory = append(memory, memoryRow(v.name, this.memory))
	}
	p.table([]string{"a start", "instructions", "ratio", "time, ms", "ratio", "as users have it, ms", "ratio", "page faults", "executable, bytes"}, starts)
	p.table(memoryHeader("bytes"), memory)
	return nil
}

// ownInstructions adds up those of a program's own packages.
func ownInstructions(functions map[string]int) (sum int) {
	for name, n := range functions {
		if program.Own(name) {
			sum += n
		}
	}
	return sum
}

func (c valueCost) usualTime() time.Duration { return measure.Median(c.usual) }

func memoryHeader(what string) []string {
	return []string{what, "allocations", "allocated", "live", "resident", "after the collection"}
}

func memoryRow(name string, m measure.Memory) []string {
	return []string{name, whole(m.Allocations), whole(m.Allocated), whole(m.Live), whole(m.Resident), whole(m.Collected)}
}

func measureValues(b *program.Builder, s scale, counter measure.Counter, list []valued) (map[program.Build]valueCost, error) {
	builds := make([]program.Build, len(list))
	exes := make([]string, len(list))
	for i, v := range list {
		builds[i] = v.build
		var err error
		if exes[i], err = b.Program(v.build); err != nil {
			return nil, err
		}
	}
	starts, err := measureStart(b, s, counter, builds, measure.Shuffled)
	if err != nil {
		return nil, err
	}
	usual, err := measure.Shuffled(len(exes), s.times, func(i int) (measure.Usual, error) { return measure.RunUsual(exes[i]) })
	if err != nil {
		return nil, err
	}
	c := make(map[program.Build]valueCost)
	for i, build := range builds {
		exe, err := b.Program(program.Build{Source: program.Memory{Of: build.Source}, World: build.World})
		if err != nil {
			return nil, err
		}
		memory, err := measure.ReadMemory(exe)
		if err != nil {
			return nil, err
		}
		this := valueCost{cost: starts[build], memory: memory}
		var faults []int64
		for _, r := range usual[i] {
			this.usual = append(this.usual, r.Time)
			faults = append(faults, r.Faults)
		}
		this.faults = measure.Median(faults)
		c[build] = this
	}
	return c, nil
}

// measureAnswers measures examples that start and use their values once.
func measureAnswers(b *program.Builder, s scale) (map[program.Build][]time.Duration, error) {
	var builds []program.Build
	var exes []string
	var questions [][]string
	for _, e := range bakedExamples {
		for _, w := range worlds {
			build := program.Build{Source: e.source(), World: w}
			exe, err := b.Program(build)
			if err != nil {
				return nil, err
			}
			builds, exes, questions = append(builds, build), append(exes, exe), append(questions, e.question)
		}
	}
	runs, err := measure.Shuffled(len(exes), s.times, func(i int) (time.Duration, error) {
		r, err := measure.RunUsual(exes[i], questions[i]...)
		return r.Time, err
	})
	if err != nil {
		return nil, err
	}
	answers := make(map[program.Build][]time.Duration)
	for i, build := range builds {
		answers[build] = runs[i]
	}
	return answers, nil
}

// linkRows measures what it takes to link a program, in both worlds.
func linkRows(b *program.Builder, s scale, name string, source program.Source) ([][]string, error) {
	builds := []program.Build{{Source: source, World: program.Plain}, {Source: source, World: program.Linked}} // as in the header
	costs, err := measure.Interleaved(len(builds), s.links, func(i int) (program.Cost, error) { return b.Relink(builds[i]) })
	if err != nil {
		return nil, err
	}
	return [][]string{
		costRow(name+", ms", costs, func(c program.Cost) time.Duration { return c.Wall }),
		costRow("the same, processor time, ms", costs, func(c program.Cost) time.Duration { return c.CPU }),
	}, nil
}

func inBothWorlds(source program.Source) (builds []program.Build) {
	for _, w := range worlds {
		builds = append(builds, program.Build{Source: source, World: w})
	}
	return builds
}

// same runs programs that should do the same, and compares all that can be seen of them.
func same(b *program.Builder, builds []program.Build, stdin string, args ...string) error {
	var first measure.Outcome
	for i, build := range builds {
		exe, err := b.Program(build)
		if err != nil {
			return err
		}
		o, err := measure.RunOutcome(exe, stdin, args...)
		if err != nil {
			return err
		}
		if o.Stdout == "" {
			return fmt.Errorf("%+v with %q prints nothing that could be compared: %s", build, args, summary(o))
		}
		if i == 0 {
			first = o
		}
		if o != first {
			return fmt.Errorf("with %q, these do not do the same:\n%+v: %s\n%+v: %s", args, builds[0], summary(first), build, summary(o))
		}
	}
	return nil
}

// summary writes an outcome, or its beginning.
func summary(o measure.Outcome) string {
	const most = 1000
	s := fmt.Sprintf("status %d, errors %q, output %q", o.Status, o.Stderr, o.Stdout)
	return s[:min(len(s), most)]
}
