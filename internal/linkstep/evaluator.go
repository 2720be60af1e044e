package linkstep

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/confine"
	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
)

// target returns the system and the architecture for which the program is.
func (p *program) target() (goos, goarch string) { return target(p.host().object) }

// target returns the system and the architecture for which an object is.
func target(o *goobj.Object) (goos, goarch string) {
	f := strings.Fields(o.Header) // go object GOOS GOARCH RELEASE …
	return f[2], f[3]
}

// evaluator makes and runs an evaluation program.
type evaluator struct {
	*linking
	*values
	dir      string
	packages []*pkg // of the evaluation program
	symbols  []evaluation.Symbol
	owners   []*pkg         // of the symbols
	indices  []int          // of the symbols in the objects
	types    map[int]string // names of the symbols of types
	tables   map[string]goobj.Target
	printed  []byte
	each     bool                    // compare what variables hold after each function, not only after those that follow each other
	dicts    map[string]goobj.Target // what unique.Make is called with, by name
	makers   []goobj.Target          // unique.Make in the restorer
}

const (
	walkerPath   = modulePath + "/internal/linkstep/evaluation/walker"
	restorerPath = modulePath + "/internal/linkstep/evaluation/restorer"
)

// link links the evaluation program: the packages with wanted values and what they import, initialised as in the program, and the
// walker. A main package of our own imports those packages, unless the program's own is one of them.
func (e *evaluator) link() error {
	var roots []*pkg
	own := true // main package
	add := func(k *pkg) {
		if !slices.Contains(roots, k) {
			roots = append(roots, k)
			own = own && k.path != "main"
		}
	}
	for _, b := range e.bakes {
		if !b.wanted() {
			continue
		}
		add(b.pkg)
		if b.orders != nil {
			for _, it := range b.orders.items {
				add(it.owner)
			}
		}
	}
	e.closure(roots, e.host(own))
	path := walkerPath
	if own {
		path = "main"
	}
	walker := filepath.Join(e.dir, "walker.a")
	if err := e.compileWalker(walker, path, roots); err != nil {
		return err
	}
	object, err := e.layout(goobj.Prefix(path), own, walker)
	if err != nil {
		return err
	}
	args := slices.Clone(e.args)
	text, err := e.extend(e.host(own), filepath.Join(e.dir, "host.a"), args, object)
	if err != nil {
		return err
	}
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
	if e.program.host().object.Shared() {
		mode = "pie"
	}
	if _, at := flagValue(args, "-buildmode"); at >= 0 {
		setFlag(args, "-buildmode", mode, at)
	}
	// The walker uses what the runtime does not offer.
	args = slices.Insert(args, len(args)-1, "-checklinkname=0", "-s", "-w")
	var out bytes.Buffer
	if err := e.exec(args, &out, &out); err != nil {
		return fmt.Errorf("linking the program that computes values: %v\n%s", err, out.Bytes())
	}
	return nil
}

func (e *evaluator) executable() string { return filepath.Join(e.dir, "values.exe") }

// closure collects the packages of the evaluation program, in the order in which they are initialised.
func (e *evaluator) closure(roots []*pkg, host *pkg) {
	e.packages = nil
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
	add(host)
	for i := 0; i < len(e.packages); i++ {
		for _, path := range e.packages[i].object.Imports() {
			add(byPath[path])
		}
	}
	slices.SortFunc(e.packages, func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
	e.packages = initOrder(e.packages)
}

// host returns the package of a program in whose archive the linker finds what the link step adds. Where that imports something, no
// package will do on which the runtime depends.
func (p *program) host() *pkg {
	if p.section != nil {
		return p.section
	}
	return p.named("main")
}

// host returns the same of the evaluation program, which has the program's main package or one of our own.
func (e *evaluator) host(own bool) *pkg {
	if h := e.program.host(); !own || h.path != "main" {
		return h
	}
	return e.program.named("internal/goos") // which every program has; our own main package imports all that there is to import
}

// named returns the package with a path, as the compiler knows it.
func (p *program) named(path string) *pkg {
	i := slices.IndexFunc(p.packages, func(k *pkg) bool { return k.path == path })
	if i < 0 {
		return nil
	}
	return p.packages[i]
}

// extend writes a copy of a package's archive with one more object, and returns an importcfg that leads there. If the package is the
// main one, the arguments of the linker do.
func (l *linking) extend(k *pkg, name string, args []string, object []byte) (cfg string, err error) {
	if err := archive.Rewrite(k.file, name, unseal); err != nil {
		return "", err
	}
	if object != nil {
		if err := archive.Append(name, "premain.o", object); err != nil {
			return "", err
		}
	}
	if k.path == "main" {
		args[len(args)-1] = name
	}
	return l.cfg.replace(map[string]string{k.path: name}).text, nil
}

// compileTool compiles a package for the target of the program, with the given flags besides.
func (l *linking) compileTool(out, path, cfg string, flags []string, files ...string) error {
	header := strings.Fields(l.program.host().object.Header)
	name := "compile"
	if strings.HasSuffix(l.path, ".exe") {
		name += ".exe"
	}
	// No name of a directory that exists for this build only gets into the program.
	args := []string{"-p", path, "-importcfg", cfg, "-o", out, "-pack", "-nolocalimports", "-trimpath", filepath.Dir(out) + "=>" + path}
	if l.program.host().object.Shared() {
		args = append(args, "-shared")
	}
	args = append(args, flags...)
	compiler := tool{path: filepath.Join(filepath.Dir(l.path), name), env: []string{"GOOS=" + header[2], "GOARCH=" + header[3]}}
	var text bytes.Buffer
	if err := compiler.exec(append(args, files...), &text, &text); err != nil {
		return fmt.Errorf("compiling what the link step adds to a program: %v\n%s", err, text.Bytes())
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
	return e.compileTool(out, path, name, nil, files...)
}

// compileRestorer compiles the restorer.
func (e *evaluator) compileRestorer(out string) error {
	var cfg strings.Builder
	for p, file := range e.cfg.file {
		if p == "internal/abi" || p == "runtime" || p == "sync/atomic" || p == "unique" {
			fmt.Fprintf(&cfg, "packagefile %s=%s\n", p, file)
		}
	}
	name := filepath.Join(e.dir, "importcfg.restorer")
	if err := os.WriteFile(name, []byte(cfg.String()), 0o666); err != nil {
		return err
	}
	var files []string
	for _, f := range e.result.Restorer() {
		name := filepath.Join(e.dir, f.Name)
		if err := os.WriteFile(name, f.Text, 0o666); err != nil {
			return err
		}
		files = append(files, name)
	}
	// A detector that watches the program watches the making of handles, too, which others of the same may precede.
	var detectors []string
	for _, a := range e.args {
		if a == "-race" || a == "-msan" || a == "-asan" {
			detectors = append(detectors, a)
		}
	}
	if err := e.compileTool(out, restorerPath, name, detectors, files...); err != nil {
		return err
	}
	a, err := archive.Open(out)
	if err != nil {
		return err
	}
	defer a.Close()
	object, err := objectIn(a, out)
	if err != nil {
		return err
	}
	e.makers, err = evaluation.Makers(object, goobj.Prefix(restorerPath))
	return err
}

// layout returns the object with what the walker in the named archive has to know. Its functions and variables have names with the
// given prefix.
func (e *evaluator) layout(prefix string, own bool, walker string) ([]byte, error) {
	host := e.program.host()
	b := goobj.NewBuilder(host.object)
	if !own {
		b.Import(walkerPath)
	}
	e.owners, e.indices, e.symbols = nil, nil, nil
	e.gatherSymbols()
	ranks := make(map[*pkg]int)
	for i, k := range e.packages {
		ranks[k] = i
	}
	table := b.DefineStatic("premain.symbols", goobj.ROData)
	for i, s := range e.symbols {
		table.WeakAddrTo(s.Target)
		table.Word(int(s.Size))
		e.layoutRoot(table, i)
		table.Word(ranks[e.owners[i]])
	}
	if err := e.layoutLogger(b, prefix, walker); err != nil {
		return nil, err
	}
	d := b.Define(prefix+".symbols", goobj.NoPtrData)
	d.Addr(table)
	d.Word(len(e.symbols))
	d.Word(len(e.symbols))
	// What the linker writes for a weak address of what it leaves out is that of a function, which is not relocated in every mode.
	b.Define(prefix+".unreachable", goobj.NoPtrData).WeakAddrTo(b.DefineStatic("premain.unreachable", goobj.ROData).Target())
	for name, symbol := range map[string]string{
		"text": "runtime.text", "etext": "runtime.etext", "rodata": "runtime.rodata", "erodata": "runtime.erodata",
		"vars": "runtime.noptrdata", "evars": "runtime.enoptrbss",
	} {
		b.Define(prefix+"."+name, goobj.NoPtrData).AddrOf(symbol)
	}
	defineRegions(b, e.sections, func(k *pkg) bool { return slices.Contains(e.packages, k) })
	count := 0
	evaluate := b.DefineStatic("premain.evaluate", goobj.ROData)
	evaluate.AddrOfFunc(prefix + ".evaluate")
	for i, x := range e.bakes {
		if x.Plain != "" || !slices.Contains(e.packages, x.pkg) {
			continue
		}
		if !x.wanted() {
			if x.Order == "" {
				x.fallBack(b)
			}
			continue
		}
		if x.orders != nil {
			x.orders.define(b)
		}
		count++
		user := b.DefineStatic("premain.user", goobj.ROData)
		user.AddrOfFunc(goobj.Prefix(x.pkg.path) + "." + x.Run)
		v, _ := x.variable()
		t, _ := x.pkg.object.Describe(goobj.Prefix(x.pkg.path), v).Type()
		c := b.DefineStatic("premain.cell", goobj.ROData)
		c.Addr(evaluate)
		c.AddrOf(x.symbol)
		c.Addr(user)
		c.AddrTo(t, 0)
		c.Word(x.id)
		c.Word(map[bool]int{false: 1}[e.follows(i)])
		c.Word(map[bool]int{false: 1}[e.follows(i+1)])
		b.Define(goobj.Prefix(x.pkg.path)+"."+x.Cell, goobj.NoPtrData).Addr(c)
	}
	b.Define(prefix+".count", goobj.NoPtrData).Word(count)
	if header := strings.Fields(host.object.Header); header[2] == "linux" {
		if filter := confine.Filter(header[3]); filter != nil {
			bytes := b.DefineStatic("premain.filter", goobj.ROData)
			bytes.Align(8)
			bytes.Raw(filter)
			d := b.Define(prefix+".filter", goobj.NoPtrData)
			d.Addr(bytes)
			d.Word(len(filter))
			d.Word(len(filter))
			b.Define(prefix+".prctl", goobj.NoPtrData).Word(int(confine.Prctl(header[3])))
		}
	}
	return b.Bytes(), nil
}

// layoutLogger gives package testlog the walker's logger from the start, if the program has that package.
func (e *evaluator) layoutLogger(b *goobj.Builder, prefix, walker string) error {
	a, err := archive.Open(walker)
	if err != nil {
		return err
	}
	object, err := objectIn(a, walker) // read in place, and open as long as b
	if err != nil {
		return err
	}
	for s := range object.All() {
		if s.Name != "go:itab."+prefix+".logger,internal/testlog.Interface" {
			continue
		}
		table, ok := object.Target(prefix, s)
		if !ok {
			break
		}
		i := b.DefineStatic("premain.logger", goobj.ROData)
		i.AddrTo(table, 0)
		i.AddrOf("runtime.zerobase")
		i.UseType(table)
		b.Define("internal/testlog.logger", goobj.NoPtrData).Addr(i)
	}
	return object.Err()
}

// follows reports whether no other code runs between a computation and the one before it.
func (e *evaluator) follows(i int) bool {
	return !e.each && i > 0 && i < len(e.bakes) && e.bakes[i].Follows && e.bakes[i].pkg == e.bakes[i-1].pkg && e.bakes[i-1].wanted() && e.bakes[i].wanted()
}

// Table returns an interface table that a package of the program has.
func (e *evaluator) Table(name string) (goobj.Target, bool) {
	if e.tables == nil {
		e.tables = make(map[string]goobj.Target)
		for _, k := range e.packages {
			for s := range k.object.All() {
				if k.object.ContentAddressed(s) && strings.HasPrefix(s.Name, "go:itab.") {
					e.tables[s.Name], _ = k.object.Target(goobj.Prefix(k.path), s)
				}
			}
		}
	}
	t, ok := e.tables[name]
	return t, ok
}

// TypeName returns the name of a type as the names of symbols have it.
func (e *evaluator) TypeName(symbol int) string { return e.types[symbol] }

// Dictionary returns what unique.Make is called with for a type, by the name of the symbol.
func (e *evaluator) Dictionary(name string) (goobj.Target, bool) {
	t, ok := e.dicts[name]
	return t, ok
}

// Maker returns the unique.Make that the restorer has for the i-th of its types of handles.
func (e *evaluator) Maker(i int) goobj.Target { return e.makers[i] }
