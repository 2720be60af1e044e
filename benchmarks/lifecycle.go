package main

import (
	"fmt"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// life is a way to have functions called before the work of a program begins.
type life struct {
	name  string
	means program.Means
	world program.World
}

var lives = []life{
	{"init functions", program.InitFunctions, program.Plain}, // what the others are held against
	{"calls in main", program.Calls, program.Plain},
	{"sync.Once, used in main", program.Once, program.Plain},
	{"sync.OnceValue, used in main", program.OnceValue, program.Plain},
	{"constructors, plain", program.Constructors, program.Plain},
	{"constructors, linked", program.Constructors, program.Linked},
	{"fx: Invoke", program.FxInvoke, program.Plain},
	{"fx: Provide, Invoke", program.FxProvide, program.Plain},
}

// minimal are programs without any function but main.
var minimal = []life{
	{"main, os.Exit", program.Calls, program.Plain},
	{"main, signal.Notify, os.Exit", program.Notify, program.Plain},
	{"premain.Main, plain", program.Constructors, program.Plain},
	{"premain.Main, linked", program.Constructors, program.Linked},
	{"fx.New, Start, Stop", program.FxInvoke, program.Plain},
}

func (l life) build(s scale, functions int) program.Build {
	means := l.means
	if functions == 0 { // what makes no difference without functions
		switch means {
		case program.Calls, program.Once, program.OnceValue:
			means = program.InitFunctions
		case program.FxProvide:
			means = program.FxInvoke
		}
	}
	return program.Build{Source: program.Life{Means: means, Packages: s.packages, Functions: functions}, World: l.world}
}

func (l life) minimal() program.Build {
	return program.Build{Source: program.Life{Means: l.means}, World: l.world}
}

func lifecycle(b *program.Builder, s scale, p *page) error {
	counter, err := measure.FindCounter()
	if err != nil {
		return err
	}
	fxVersion, found, err := b.FindFx()
	if err != nil {
		return err
	}
	lives, minimal := lives, minimal
	if !found {
		lives, minimal = withoutFx(lives), withoutFx(minimal)
	}
	var builds []program.Build
	seen := make(map[program.Build]bool)
	for _, l := range lives {
		for _, build := range []program.Build{l.build(s, 0), l.build(s, s.few)} {
			if !seen[build] {
				seen[build] = true
				builds = append(builds, build)
			}
		}
	}
	for _, l := range minimal {
		builds = append(builds, l.minimal())
	}
	c, err := measureStart(b, s, counter, builds, measure.Interleaved)
	if err != nil {
		return err
	}
	allocated, err := measureAllocations(b, s, builds)
	if err != nil {
		return err
	}

	p.paragraph(fmt.Sprintf("A generated program: %d packages with %s functions in all, each of which takes the next number and sets a variable, and a main that checks that all have run. "+
		"They are init functions; or main calls each, by its name or through a getter with a sync.Once or a sync.OnceValue of its own; or each is a premain.Constructor; or main gives each to fx.Invoke, or to fx.Provide with an fx.Invoke that asks for its result, and calls Start and Stop. "+
		"None has a destructor. Instructions and times are those of the whole process, as in \"Start of a program\". The ratio is to the program with init functions.",
		s.packages, whole(s.few)))
	if found {
		p.paragraph(fmt.Sprintf("fx is go.uber.org/fx %s, with fx.NopLogger.", fxVersion))
	} else {
		p.paragraph(fmt.Sprintf("Skipped: fx, since go.uber.org/fx %s cannot be downloaded here.", fxVersion))
	}
	p.paragraph("\"A function\" is what the program takes beyond the one without functions, which has the same packages, divided by their number.")
	p.subtitle("Before the work of a program begins")
	lifeTables(p, s, lives, c, allocated)
	p.subtitle("The life cycle alone")
	p.paragraph("A main package that prints a line by package fmt and has nothing else: as its func main, which calls os.Exit; the same, but it asks for the signals that premain.Main asks for; as the function given to premain.Main; between Start and Stop of fx, which asks for signals, too. Ratios are to the first.")
	minimalTable(p, minimal, c, allocated)
	return nil
}

func withoutFx(lives []life) []life {
	var rest []life
	for _, l := range lives {
		if l.means != program.FxInvoke && l.means != program.FxProvide {
			rest = append(rest, l)
		}
	}
	return rest
}

// allocation is what a program has allocated before its work begins.
type allocation struct{ times, bytes int64 }

// measureAllocations asks programs of their own: the others are not to spend time on it.
func measureAllocations(b *program.Builder, s scale, builds []program.Build) (map[program.Build]allocation, error) {
	allocated := make(map[program.Build]allocation)
	for _, build := range builds {
		source := build.Source.(program.Life)
		source.Allocations = true
		exe, err := b.Program(program.Build{Source: source, World: build.World})
		if err != nil {
			return nil, err
		}
		numbers, err := measure.Numbers(exe)
		if err == nil && len(numbers) != 2 {
			err = fmt.Errorf("a measured program printed %d numbers, not 2", len(numbers))
		}
		if err != nil {
			return nil, err
		}
		allocated[build] = allocation{numbers[0], numbers[1]}
	}
	return allocated, nil
}

func lifeTables(p *page, s scale, lives []life, c costs, allocated map[program.Build]allocation) {
	var instructions, times, sizes, allocations [][]string
	reference := c[lives[0].build(s, s.few)]
	for _, l := range lives {
		none, some := c[l.build(s, 0)], c[l.build(s, s.few)]
		instructions = append(instructions, []string{
			l.name, whole(none.Total), whole(some.Total), ratio(float64(some.Total), float64(reference.Total)),
			fmt.Sprintf("%.1f", each(some.Total-none.Total, s.few)),
		})
		times = append(times, []string{
			l.name, milliseconds(none.time), milliseconds(some.time), ratio(float64(some.time), float64(reference.time)),
			fmt.Sprintf("%.0f", each(some.time-none.time, s.few)),
		})
		sizes = append(sizes, []string{
			l.name, whole(none.Bytes), whole(some.Bytes), ratio(float64(some.Bytes), float64(reference.Bytes)),
			fmt.Sprintf("%.0f", each(some.Bytes-none.Bytes, s.few)),
		})
		before, after := allocated[l.build(s, 0)], allocated[l.build(s, s.few)]
		allocations = append(allocations, []string{
			l.name, whole(before.times), whole(after.times), fmt.Sprintf("%.1f", each(after.times-before.times, s.few)),
			whole(before.bytes), whole(after.bytes), fmt.Sprintf("%.0f", each(after.bytes-before.bytes, s.few)),
		})
	}
	functions := whole(s.few) + " functions"
	p.table([]string{"instructions", "no functions", functions, "ratio", "a function"}, instructions)
	p.table([]string{"time, ms", "no functions", functions, "ratio", "ns a function"}, times)
	p.table([]string{"executable, bytes", "no functions", functions, "ratio", "a function"}, sizes)
	p.paragraph("Allocations are those of the whole process until its work begins, the Go runtime's included, as runtime.MemStats has them.")
	p.table([]string{"allocations", "no functions", functions, "a function", "bytes: no functions", functions, "a function"}, allocations)
}

func minimalTable(p *page, minimal []life, c costs, allocated map[program.Build]allocation) {
	first := c[minimal[0].minimal()]
	var rows [][]string
	for _, l := range minimal {
		build := l.minimal()
		this := c[build]
		rows = append(rows, []string{
			l.name,
			whole(this.Total), ratio(float64(this.Total), float64(first.Total)),
			milliseconds(this.time), ratio(float64(this.time), float64(first.time)),
			whole(this.Bytes), ratio(float64(this.Bytes), float64(first.Bytes)),
			whole(allocated[build].times),
		})
	}
	p.table([]string{"a program without functions", "instructions", "ratio", "time, ms", "ratio", "executable, bytes", "ratio", "allocations"}, rows)
}
