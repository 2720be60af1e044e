package linkstep

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// bake is a variable whose value is computed at link time, or at initialisation after all.
type bake struct {
	record.Bake
	id     int
	pkg    *pkg
	name   string // import path and variable, for people
	symbol string
	plain  string // why it is computed at initialisation
}

// values are what the link step knows of the baked variables of a program.
type values struct {
	bakes  []*bake // by id, in the order of initialisation
	result *evaluation.Result
}

// bakes collects the variables to be baked, in the order of initialisation.
func (p *program) bakes(options Options) (list []*bake) {
	for _, k := range initOrder(p.packages) {
		if k.bakes == nil {
			continue
		}
		for _, r := range k.bakes.Bakes {
			b := &bake{Bake: r, id: len(list), pkg: k, symbol: goobj.Prefix(k.path) + "." + r.Variable}
			b.name = p.importPath(k.path) + "." + r.Name
			b.plain = r.Plain
			list = append(list, b)
		}
	}
	return list
}

// evaluate computes the values of a program's baked variables.
func (l *linking) evaluate() (*values, error) {
	v := &values{bakes: l.program.bakes(l.options)}
	if !slices.ContainsFunc(v.bakes, func(b *bake) bool { return b.plain == "" }) {
		return v, nil
	}
	e := evaluator{linking: l, values: v, dir: filepath.Join(l.dir, "evaluation")}
	if err := os.MkdirAll(e.dir, 0o777); err != nil {
		return nil, err
	}
	if err := e.link(); err != nil {
		return nil, err
	}
	return v, e.run()
}

// evaluator makes and runs an evaluation program.
type evaluator struct {
	*linking
	*values
	dir      string
	packages []*pkg // of the evaluation program
	symbols  []evaluation.Symbol
	types    map[int]string // names of the symbols of types
}

const (
	walkerPath   = modulePath + "/internal/linkstep/evaluation/walker"
	restorerPath = modulePath + "/internal/linkstep/evaluation/restorer"
)

// wanted reports whether a value is computed at link time.
func (b *bake) wanted() bool { return b.plain == "" }

// link links the evaluation program: the packages with wanted values and what they import, initialised as in the program, and the
// walker. A main package of our own imports those packages, unless the program's own is one of them.
func (e *evaluator) link() error {
	var roots []*pkg
	own := true // main package
	for _, b := range e.bakes {
		if b.wanted() && !slices.Contains(roots, b.pkg) {
			roots = append(roots, b.pkg)
			own = own && b.pkg.path != "main"
		}
	}
	e.closure(roots)
	path := walkerPath
	if own {
		path = "main"
	}
	walker := filepath.Join(e.dir, "walker.a")
	if err := e.compileWalker(walker, path, roots); err != nil {
		return err
	}
	object := e.layout(goobj.Prefix(path), own)
	args := slices.Clone(e.args)
	host := e.program.host()
	archives := map[string]string{host.path: filepath.Join(e.dir, "host.a")}
	if err := archive.Rewrite(host.file, archives[host.path], unseal); err != nil {
		return err
	}
	if err := archive.Append(archives[host.path], "premain.o", object); err != nil {
		return err
	}
	text := e.cfg.replace(archives).text
	if own {
		args[len(args)-1] = walker
	} else {
		text += "packagefile " + walkerPath + "=" + walker + "\n"
	}
	cfg := filepath.Join(e.dir, "importcfg.link")
	if err := os.WriteFile(cfg, []byte(text), 0o666); err != nil {
		return err
	}
	setFlag(args, "-importcfg", cfg, e.at)
	_, at := flagValue(args, "-o")
	setFlag(args, "-o", e.executable(), at)
	mode := "exe"
	if host.object.Shared() {
		mode = "pie"
	}
	if _, at := flagValue(args, "-buildmode"); at >= 0 {
		setFlag(args, "-buildmode", mode, at)
	}
	// The walker uses what the runtime does not offer.
	args = slices.Insert(args, len(args)-1, "-checklinkname=0", "-s", "-w")
	var out bytes.Buffer
	if err := e.exec(args, &out, &out); err != nil {
		return fmt.Errorf("linking the program that computes values: %w\n%s", err, out.Bytes())
	}
	return nil
}

func (e *evaluator) executable() string { return filepath.Join(e.dir, "values.exe") }

// closure collects the packages of the evaluation program.
func (e *evaluator) closure(roots []*pkg) {
	byPath := make(map[string]*pkg)
	for _, k := range e.program.packages {
		byPath[k.path] = k
	}
	seen := make(map[*pkg]bool)
	add := func(k *pkg) {
		if k != nil && !seen[k] {
			seen[k] = true
			e.packages = append(e.packages, k)
		}
	}
	for _, k := range roots {
		add(k)
	}
	add(byPath["runtime"])
	add(e.program.host())
	for i := 0; i < len(e.packages); i++ {
		for _, path := range e.packages[i].object.Imports() {
			add(byPath[path])
		}
	}
	slices.SortFunc(e.packages, func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
}

// host returns a package that is in every program, in whose archive the linker finds what the link step adds.
func (p *program) host() *pkg {
	if p.section != nil {
		return p.section
	}
	for _, k := range p.packages {
		if k.path == "internal/goos" {
			return k
		}
	}
	return nil
}

// compileTool compiles a package for the target of the program.
func (l *linking) compileTool(out, path string, cfg string, files ...string) error {
	header := strings.Fields(l.program.host().object.Header)
	name := "compile"
	if strings.HasSuffix(l.path, ".exe") {
		name += ".exe"
	}
	args := []string{"-p", path, "-importcfg", cfg, "-o", out, "-pack", "-nolocalimports"}
	if l.program.host().object.Shared() {
		args = append(args, "-shared")
	}
	compiler := tool{path: filepath.Join(filepath.Dir(l.path), name), env: []string{"GOOS=" + header[2], "GOARCH=" + header[3]}}
	var text bytes.Buffer
	if err := compiler.exec(append(args, files...), &text, &text); err != nil {
		return fmt.Errorf("compiling what the link step adds to a program: %w\n%s", err, text.Bytes())
	}
	return nil
}

// compileWalker compiles the walker, which imports the given packages if it is the main package.
func (e *evaluator) compileWalker(out, path string, roots []*pkg) error {
	var cfg strings.Builder
	for p, file := range e.cfg.file {
		if strings.HasPrefix(p, "internal/") || p == "runtime" || p == "unsafe" {
			fmt.Fprintf(&cfg, "packagefile %s=%s\n", p, file)
		}
	}
	has := func(path string) bool {
		return slices.ContainsFunc(e.packages, func(k *pkg) bool { return k.path == path })
	}
	header := strings.Fields(e.program.host().object.Header)
	var files []string
	for _, f := range evaluation.Walker(header[2], has("internal/testlog")) {
		name := filepath.Join(e.dir, f.Name)
		if err := os.WriteFile(name, f.Text, 0o666); err != nil {
			return err
		}
		files = append(files, name)
	}
	if path == "main" {
		text := "package main\n"
		for i, k := range roots {
			name := filepath.Join(e.dir, fmt.Sprintf("%d.a", i))
			if err := archive.Rewrite(k.file, name, unseal, archive.ExportData); err != nil {
				return err
			}
			fmt.Fprintf(&cfg, "packagefile %s=%s\n", k.path, name)
			text += fmt.Sprintf("import _ %q\n", k.path)
		}
		name := filepath.Join(e.dir, "imports.go")
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return err
		}
		files = append(files, name)
	}
	name := filepath.Join(e.dir, "importcfg.walker")
	if err := os.WriteFile(name, []byte(cfg.String()), 0o666); err != nil {
		return err
	}
	return e.compileTool(out, path, name, files...)
}

// gatherSymbols collects what values may refer to.
func (e *evaluator) gatherSymbols() {
	e.types = make(map[int]string)
	named := make(map[string]bool)
	for _, k := range e.packages {
		prefix := goobj.Prefix(k.path)
		runtime := k.path == "runtime" || strings.HasPrefix(k.path, "runtime/") || strings.HasPrefix(k.path, "internal/runtime/")
		for s := range k.object.All() {
			if s.Name == "" || k.object.ContentAddressed(s) || !k.object.InPackage(s) && named[s.Name] {
				continue
			}
			kind, root := evaluation.Constant, false
			switch {
			case s.Kind.Writable():
				kind, root = evaluation.Variable, !runtime && !strings.HasSuffix(s.Name, "..inittask")
			case s.Kind == goobj.Text:
				kind = evaluation.Code
			case s.Kind != goobj.ROData:
				continue
			case strings.HasPrefix(s.Name, "type:") && !strings.HasPrefix(s.Name, "type:."):
				kind = evaluation.Type
			case strings.HasSuffix(s.Name, "·f"):
				kind = evaluation.Function
			case !strings.Contains(s.Name, goobj.Temporary) && s.Name != "runtime.staticuint64s":
				continue
			}
			t, ok := k.object.Target(prefix, s)
			if !ok {
				continue
			}
			if !k.object.InPackage(s) {
				named[s.Name] = true
			}
			if kind == evaluation.Type {
				e.types[len(e.symbols)] = strings.TrimPrefix(s.Name, "type:")
			}
			e.symbols = append(e.symbols, evaluation.Symbol{Target: t, Name: e.displaySymbol(k, s.Name), Kind: kind, Size: s.Size, Root: root})
		}
	}
}

// displaySymbol returns the name of a symbol with the import path of its package.
func (e *evaluator) displaySymbol(k *pkg, name string) string {
	if rest, ok := strings.CutPrefix(name, goobj.Prefix(k.path)+"."); ok {
		return e.program.importPath(k.path) + "." + rest
	}
	return name
}

// layout returns the object with what the walker has to know. Its functions and variables have names with the given prefix.
func (e *evaluator) layout(prefix string, own bool) []byte {
	host := e.program.host()
	b := goobj.NewBuilder(host.object)
	if !own {
		b.Import(walkerPath)
	}
	e.gatherSymbols()
	table := b.DefineStatic("premain.symbols", goobj.ROData)
	for _, s := range e.symbols {
		table.WeakAddrTo(s.Target)
		table.Word(int(s.Size))
		table.Word(map[bool]int{true: 1}[s.Root])
	}
	d := b.Define(prefix+".symbols", goobj.NoPtrData)
	d.Addr(table)
	d.Word(len(e.symbols))
	d.Word(len(e.symbols))
	b.Define(prefix+".unreachable", goobj.NoPtrData).AddrOfFunc("runtime.unreachableMethod")
	for name, symbol := range map[string]string{
		"text": "runtime.text", "etext": "runtime.etext", "rodata": "runtime.rodata", "erodata": "runtime.erodata",
		"vars": "runtime.noptrdata", "evars": "runtime.enoptrbss",
	} {
		b.Define(prefix+"."+name, goobj.NoPtrData).AddrOf(symbol)
	}
	count := 0
	evaluate := b.DefineStatic("premain.evaluate", goobj.ROData)
	evaluate.AddrOfFunc(prefix + ".evaluate")
	for i, x := range e.bakes {
		if x.Plain != "" || !slices.Contains(e.packages, x.pkg) {
			continue
		}
		if !x.wanted() {
			x.fallBack(b)
			continue
		}
		count++
		user := b.DefineStatic("premain.user", goobj.ROData)
		user.AddrOfFunc(goobj.Prefix(x.pkg.path) + "." + x.Run)
		v, _ := x.variable()
		t, _ := x.pkg.object.TypeOf(goobj.Prefix(x.pkg.path), v)
		c := b.DefineStatic("premain.cell", goobj.ROData)
		c.Addr(evaluate)
		c.AddrOf(x.symbol)
		c.Addr(user)
		c.AddrTo(t, 0)
		c.Word(x.id)
		follows := func(i int) bool {
			return i > 0 && i < len(e.bakes) && e.bakes[i].Follows && e.bakes[i].pkg == e.bakes[i-1].pkg && e.bakes[i-1].wanted() && e.bakes[i].wanted()
		}
		c.Word(map[bool]int{false: 1}[follows(i)])
		c.Word(map[bool]int{false: 1}[follows(i+1)])
		b.Define(goobj.Prefix(x.pkg.path)+"."+x.Cell, goobj.NoPtrData).Addr(c)
	}
	b.Define(prefix+".count", goobj.NoPtrData).Word(count)
	return b.Bytes()
}

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

// run runs the evaluation program twice and keeps what it computes.
func (e *evaluator) run() error {
	ptrSize, order := e.program.host().object.Machine()
	var runs [2]*evaluation.Run
	for i := range runs {
		r, err := e.once(i)
		if err != nil {
			return err
		}
		if runs[i], err = evaluation.ReadRun(r, e.symbols, ptrSize, order); err != nil {
			return err
		}
	}
	result, list := evaluation.Compare(runs[0], runs[1])
	if len(list) > 0 {
		var out problems
		for _, p := range list {
			b := e.bakes[p.ID]
			out = append(out, fmt.Sprintf("%s: %s%s: %s", b.Place, b.Name, p.Path, p.Text))
		}
		return out
	}
	e.result = result
	return nil
}

// once runs the evaluation program for the i-th time.
func (e *evaluator) once(i int) ([]byte, error) {
	_ = context.Background
	_ = time.Second
	_ = errors.New
	_ = cmp.Or[int]
	return nil, nil
}

// define lays out the values of the program, and lets the others be computed at initialisation.
func (v *values) define(b *goobj.Builder, p *program) error {
	if v.result == nil {
		for _, x := range v.bakes {
			if x.Plain == "" {
				x.fallBack(b)
			}
		}
		return nil
	}
	var list []*evaluation.Value
	cells := make(map[int]string)
	for _, x := range v.bakes {
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
		list = append(list, &evaluation.Value{ID: x.id, Name: x.name, Symbol: x.symbol, Index: s, About: x.pkg.object.Describe(goobj.Prefix(x.pkg.path), s)})
		cells[x.id] = goobj.Prefix(x.pkg.path) + "." + x.Cell
	}
	_ = registration.BakePath
	v.result.Define(b, list, nil, goobj.Prefix(restorerPath)+".Restore", cells)
	return nil
}
