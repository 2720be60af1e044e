package linkstep

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/confine"
	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/record"
)

// bake is a variable whose value is computed at link time, or at initialisation after all.
type bake struct {
	record.Bake
	id     int
	pkg    *pkg
	name   string // import path and variable, for people
	symbol string
	orders *contents // the section of which it is the order
	items  []string  // what tells its items from others, before they are sorted
	plain  string    // why it is computed at initialisation
}

// values are what the link step knows of the baked variables of a program.
type values struct {
	bakes  []*bake // by id, in the order of initialisation
	result *evaluation.Result
	tables evaluation.Tables
	list   []*evaluation.Value // as laid out last
	took   [2]time.Duration    // the two evaluations

	restorer string // the archive of the package that repairs values at start, if it is needed
}

// bakes collects the variables to be baked, in the order of initialisation.
func (p *program) bakes(options Options, modules moduleList, sections []*contents) (list []*bake) {
	for _, k := range initOrder(p.packages) {
		if k.bakes == nil {
			continue
		}
		for _, r := range k.bakes.Bakes {
			b := &bake{Bake: r, id: len(list), pkg: k, symbol: goobj.Prefix(k.path) + "." + r.Variable}
			b.name = p.importPath(k.path) + "." + r.Name
			if b.plain = r.Plain; b.plain == "" {
				b.plain = options.rules.exclude(b, modules)
			}
			if r.Order != "" {
				b.sort(sections)
			}
			list = append(list, b)
		}
	}
	return list
}

// evaluate computes the values of a program's baked variables.
func (l *linking) evaluate() (*values, error) {
	v := &values{bakes: l.program.bakes(l.options, l.cfg.modules(), l.sections)}
	l.dropStrings(v.bakes)
	if !slices.ContainsFunc(v.bakes, (*bake).wanted) {
		return v, nil
	}
	e := evaluator{linking: l, values: v, dir: filepath.Join(l.dir, "evaluation")}
	compute := e.compute
	if l.options.Board != "" {
		compute = func() error { return v.takeOver(l) }
	}
	switch err := compute(); {
	case errors.Is(err, confine.ErrCannotRun):
		goos, goarch := l.program.target()
		v.giveUp(l.program, fmt.Sprintf("this machine does not run programs for %s/%s", goos, goarch))
		return v, nil
	case errors.Is(err, evaluation.ErrRuntime):
		v.giveUp(l.program, err.Error())
		return v, nil
	case err != nil:
		return nil, err
	}
	if l.options.HostedTo != "" {
		return v, nil
	}
	for _, b := range v.bakes {
		if b.wanted() && b.orders != nil {
			if err := b.orders.sortBy(v.result.Uint32s(b.id)); err != nil {
				return nil, err
			}
		}
	}
	if l.options.Board == "" && v.result.FixUps(v.tables) {
		v.restorer = filepath.Join(e.dir, "restorer.a")
		return v, e.compileRestorer(v.restorer)
	}
	return v, nil
}

// sort looks for the section of which a value is the order. There is nothing to compute for one that has to be sorted when it is read.
func (b *bake) sort(sections []*contents) {
	i := slices.IndexFunc(sections, func(c *contents) bool { return c.name == b.Order })
	if i < 0 || len(sections[i].items) < 2 || !sections[i].constant() {
		b.plain = notSorted
		return
	}
	b.orders, b.items = sections[i], sections[i].identities()
}

// notSorted is why the order of a section is not computed that has no items, or none that are constant.
const notSorted = "there is nothing to sort"

// compute links the evaluation program and runs it, unless that is known to be in vain.
func (e *evaluator) compute() error {
	if err := confine.Runs(e.program.target()); err != nil {
		return err
	}
	if err := os.MkdirAll(e.dir, 0o777); err != nil {
		return err
	}
	if err := e.link(); err != nil {
		return err
	}
	return e.run()
}

// giveUp lets all values be computed at initialisation.
func (v *values) giveUp(p *program, reason string) { p.giveUp(v.bakes, reason) }

// giveUp lets values be computed at initialisation, and says so on standard output: see choose.
func (p *program) giveUp(bakes []*bake, reason string) {
	n, sections := 0, 0
	for _, b := range bakes {
		switch {
		case !b.wanted():
			continue
		case b.orders != nil:
			sections++
		default:
			n++
		}
		b.plain = reason
	}
	if n > 0 {
		fmt.Fprintf(os.Stdout, "premain: %s: its link-time values (%d) are computed at initialisation: %s\n", p.path, n, reason)
	}
	if sections > 0 {
		fmt.Fprintf(os.Stdout, "premain: %s: its sections that Compare sorts (%d) are sorted when they are first read: %s\n", p.path, sections, reason)
	}
}

// dropStrings takes the linker's flags that set baked variables (-X) away: in a plain build, a variable that has an initialiser
// with a call gets that value after all.
func (l *linking) dropStrings(bakes []*bake) {
	baked := make(map[string]bool)
	for _, b := range bakes {
		baked[b.symbol] = true
	}
	var kept []string
	for i := 0; i < len(l.args); i++ {
		n := 1 // arguments that belong together
		flag, value, ok := strings.Cut(strings.Replace(l.args[i], "--", "-", 1), "=")
		if flag == "-X" && !ok && i+1 < len(l.args) {
			value, n = l.args[i+1], 2
		}
		name, _, _ := strings.Cut(value, "=")
		dot := strings.LastIndexByte(name, '.')
		if flag != "-X" || dot < 0 || !baked[goobj.Prefix(name[:dot])+name[dot:]] {
			kept = append(kept, l.args[i:i+n]...)
		}
		i += n - 1
	}
	l.args = kept
	_, l.at = flagValue(l.args, "-importcfg")
}

// lays reports whether the value of a variable is data in the program.
func (v *values) lays(symbol goobj.Target) bool {
	prefix, i := symbol.Index()
	return slices.ContainsFunc(v.bakes, func(b *bake) bool {
		s, ok := b.variable()
		return b.wanted() && ok && s.Index == i && goobj.Prefix(b.pkg.path) == prefix
	})
}

// valuesObject returns an object with the values alone, or nil if there are none.
func (l *linking) valuesObject() (*goobj.Object, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.ContainsFunc(l.values.bakes, (*bake).wanted) {
		return nil, nil
	}
	b := goobj.NewBuilder(l.program.host().object)
	if err := l.values.define(b, l.program); err != nil {
		return nil, err
	}
	return goobj.Parse(b.Bytes())
}

// blame begins a message about what a computation does.
func (b *bake) blame() string {
	what := "its function"
	if b.Order != "" {
		what = "Compare of its items"
	}
	return fmt.Sprintf("%s: %s: %s ", b.Place, b.Name, what)
}

// wanted reports whether a value is computed at link time.
func (b *bake) wanted() bool { return b.plain == "" }

// variable returns the variable in the object of its package.
func (b *bake) variable() (goobj.Symbol, bool) {
	s, ok := b.pkg.object.Lookup(b.symbol)[b.symbol]
	return s, ok
}

// fallBack lets a value be computed at initialisation.
func (b *bake) fallBack(to *goobj.Builder) {
	prefix := goobj.Prefix(b.pkg.path)
	run := to.DefineStatic("premain.run:"+b.name, goobj.ROData)
	run.AddrOfFunc(prefix + "." + b.Run)
	c := to.DefineStatic("premain.cell:"+b.name, goobj.ROData)
	c.Addr(run)
	c.AddrOf(b.symbol)
	to.Define(prefix+"."+b.Cell, goobj.NoPtrData).Addr(c)
}

// define lays out the values of the program, and lets the others be computed at initialisation.
func (v *values) define(b *goobj.Builder, p *program) error {
	if v.restorer != "" {
		b.Import(restorerPath)
	}
	v.list = nil
	cells := make(map[int]string)
	for _, x := range v.bakes {
		if x.Order != "" {
			continue
		}
		if !x.wanted() {
			if x.Plain == "" {
				x.fallBack(b)
			}
			continue
		}
		s, ok := x.variable()
		if !ok {
			return fmt.Errorf("%s: package %s has no variable %s any more; run go clean -cache and build again", x.Place, x.pkg.path, x.Variable)
		}
		v.list = append(v.list, &evaluation.Value{ID: x.id, Name: x.name, Symbol: x.symbol, About: x.pkg.object.Describe(goobj.Prefix(x.pkg.path), s)})
		cells[x.id] = goobj.Prefix(x.pkg.path) + "." + x.Cell
	}
	if len(v.list) > 0 {
		v.result.Define(b, v.list, v.tables, goobj.Prefix(restorerPath)+".Restore", cells)
	}
	return nil
}
