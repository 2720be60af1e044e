package linkstep

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/archive"
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
	plain  string // why it is computed at initialisation
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
func (p *program) bakes(options Options, modules moduleList) (list []*bake) {
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
			list = append(list, b)
		}
	}
	return list
}

// evaluate computes the values of a program's baked variables.
func (l *linking) evaluate() (*values, error) {
	v := &values{bakes: l.program.bakes(l.options, l.cfg.modules())}
	l.dropStrings(v.bakes)
	if !slices.ContainsFunc(v.bakes, func(b *bake) bool { return b.plain == "" }) {
		return v, nil
	}
	e := evaluator{linking: l, values: v, dir: filepath.Join(l.dir, "evaluation")}
	switch err := e.compute(); {
	case errors.Is(err, confine.ErrCannotRun), errors.Is(err, evaluation.ErrRuntime):
		v.giveUp(l.program, err)
		return v, nil
	case err != nil:
		return nil, err
	}
	if v.result.FixUps(v.tables) {
		v.restorer = filepath.Join(e.dir, "restorer.a")
		return v, e.compileRestorer(v.restorer)
	}
	return v, nil
}

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

// giveUp lets all values be computed at initialisation, and says so on standard output: see choose.
func (v *values) giveUp(p *program, why error) {
	reason := why.Error()
	if goos, goarch := p.target(); errors.Is(why, confine.ErrCannotRun) {
		reason = fmt.Sprintf("this machine does not run programs for %s/%s", goos, goarch)
	}
	n := 0
	for _, b := range v.bakes {
		if b.wanted() {
			b.plain = reason
			n++
		}
	}
	fmt.Fprintf(os.Stdout, "premain: %s: its link-time values (%d) are computed at initialisation: %s\n", p.path, n, reason)
}

// target returns the system and the architecture for which the program is.
func (p *program) target() (goos, goarch string) {
	f := strings.Fields(p.host().object.Header) // go object GOOS GOARCH RELEASE …
	return f[2], f[3]
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
	dicts    map[string]goobj.Target // what unique.Make is called with, by name
	makers   []goobj.Target          // unique.Make in the restorer
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
		return fmt.Errorf("linking the program that computes values: %v\n%s", err, out.Bytes())
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

// gatherSymbols collects what values may refer to.
func (e *evaluator) gatherSymbols() {
	e.types, e.dicts = make(map[int]string), make(map[string]goobj.Target)
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
			case s.Kind.Writable() && runtime && !token.IsExported(s.Name[strings.LastIndexByte(s.Name, '.')+1:]) && !slices.Contains(shared, s.Name):
				continue // nobody else's, and on some systems no variables
			case s.Kind.Writable():
				kind, root = evaluation.Variable, !runtime && !compilers(s.Name)
			case s.Kind != goobj.ROData:
				continue
			case strings.HasPrefix(s.Name, "unique..dict.Make["):
				if t, ok := k.object.Target(prefix, s); ok {
					e.dicts[s.Name] = t
				}
				continue
			case strings.HasPrefix(s.Name, "type:") && !strings.HasPrefix(s.Name, "type:."):
				kind = evaluation.Type
			case strings.HasSuffix(s.Name, "·f"):
				kind = evaluation.Function
			case !strings.Contains(s.Name, goobj.Temporary) && !strings.HasPrefix(s.Name, embedded) && !slices.Contains(shared, s.Name):
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
			e.owners, e.indices = append(e.owners, k), append(e.indices, s.Index)
			e.symbols = append(e.symbols, evaluation.Symbol{Target: t, Name: e.displaySymbol(k, s.Name), Kind: kind, Size: s.Size, Root: root})
		}
	}
}

// shared are variables and data of the runtime to which values point: what has no size, zeroes, and bytes.
var shared = []string{"runtime.zerobase", "runtime.zeroVal", "runtime.staticuint64s"}

// embedded begins the names of strings that are files. Other strings are content-addressed.
const embedded = "go:string."

// rootType returns the type of a variable that holds pointers, if the compiler tells it and the variable's content matters.
func (e *evaluator) rootType(i int) (t goobj.Target, ok bool) {
	k := e.owners[i]
	if s := k.object.Symbol(e.indices[i]); e.symbols[i].Root && (s.Kind == goobj.Data || s.Kind == goobj.BSS) {
		return k.object.Describe(goobj.Prefix(k.path), s).Type()
	}
	return t, false
}

// compilers reports whether a variable is the compiler's own, or that of go build -cover: nothing that a program means.
func compilers(name string) bool {
	_, last := cutLast(name, '/')
	return strings.Contains(last, "..inittask") || strings.Contains(last, "..typeAssert.") || strings.Contains(last, "..interfaceSwitch.") ||
		strings.Contains(last, ".goCover_") || strings.Contains(last, "..inlineCache")
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
	for i, s := range e.symbols {
		table.WeakAddrTo(s.Target)
		table.Word(int(s.Size))
		if t, ok := e.rootType(i); ok {
			table.AddrTo(t, 0)
		} else {
			table.Word(map[bool]int{true: 1}[s.Root])
		}
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
		start := time.Now()
		r, err := e.once(i)
		if err != nil {
			return err
		}
		if runs[i], err = evaluation.ReadRun(r, e.symbols, ptrSize, order); err != nil {
			return err
		}
		e.took[i] = time.Since(start)
	}
	result, list := evaluation.Compare(runs[0], runs[1])
	list = append(list, result.Unmade(e)...)
	var out problems
	for _, p := range list {
		b := e.bakes[p.ID]
		out = append(out, fmt.Sprintf("%s: %s%s: %s", b.Place, b.Name, p.Path, p.Text))
	}
	for _, x := range runs[0].Effects() {
		if text := e.effect(x); text != "" {
			out = append(out, text)
		}
	}
	if len(out) > 0 {
		return out
	}
	e.result, e.values.tables = result, e
	return nil
}

// effect says what is wrong with a variable that has changed while values were computed, or with what else has been done meanwhile.
// Nothing is wrong with caches of the standard library.
func (e *evaluator) effect(x evaluation.Effect) string {
	b := e.bakes[x.ID]
	at := fmt.Sprintf("%s: %s: its function ", b.Place, b.Name)
	first := x.ID
	for first > 0 && e.follows(first) {
		first--
	}
	if first < x.ID {
		at = fmt.Sprintf("%s: %s, or a value from %s on: its function ", b.Place, b.Name, e.bakes[first].Name)
	}
	switch {
	case x.Goroutine:
		return at + "leaves a goroutine running, which the program would not have; start it in a constructor"
	case x.File != "":
		return fmt.Sprintf("%sopens the file %s; put files into the program by //go:embed, so that the value depends on its sources alone", at, x.File)
	}
	name := e.symbols[x.Symbol].Name
	if k := e.owners[x.Symbol]; strings.Contains(name, goobj.Temporary) {
		if s, ok := k.object.Owner(k.object.Symbol(e.indices[x.Symbol])); ok {
			name = e.displaySymbol(k, s.Name)
		}
	}
	if slices.Contains(b.Caches, name) || e.isCache(x.Symbol) {
		return ""
	}
	at += "changes " + name + ", or what it leads to, which the program would miss; "
	if b.Named {
		return at + "leave " + b.name + " out of -bake"
	}
	return at + "if that is a cache, say so above the variable: //premain:cache " + name
}

// isCache reports whether a variable is one of the standard library's whose content makes no difference but in time.
//
// Pools, maps for concurrent use and the like are caches there, and so are functions that compute something once. The packages are
// excepted that register with them what users give.
func (e *evaluator) isCache(symbol int) bool {
	name := e.symbols[symbol].Name
	path, _ := cutLast(name, '.')
	typ := e.typeOf(symbol)
	if typ == "sync.Pool" {
		return true
	}
	if !e.cfg.modules().standard(path) || slices.Contains([]string{"encoding/gob", "mime", "expvar"}, path) {
		return false
	}
	switch typ {
	case "sync.Map", "sync.Once", "sync.Mutex", "sync.RWMutex":
		return true
	}
	return strings.HasPrefix(typ, "func(") || slices.Contains(caches, path) || slices.Contains(caches, name)
}

// caches are packages and variables of the standard library that hold what they have computed once, and that are not caches by their
// types.
var caches = []string{
	"sync", "unique", "weak", "reflect", "internal/sync", "internal/godebug", "internal/bisect", "internal/cpu", "internal/poll", "internal/reflectlite",
	"time.localLoc", "time.utcLoc",
}

// cutLast cuts s at the last sep.
func cutLast(s string, sep byte) (before, after string) {
	i := strings.LastIndexByte(s, sep)
	return s[:max(i, 0)], s[i+1:]
}

// typeOf returns the type of a variable as the names of symbols have it, or nothing.
func (e *evaluator) typeOf(symbol int) string {
	k := e.owners[symbol]
	s := k.object.Symbol(e.indices[symbol])
	t, ok := k.object.Describe(goobj.Prefix(k.path), s).Type()
	if !ok {
		return ""
	}
	if name, ok := t.Name(); ok {
		return strings.TrimPrefix(name, "type:")
	}
	prefix, index := t.Index()
	for _, k := range e.packages {
		if goobj.Prefix(k.path) == prefix {
			return strings.TrimPrefix(k.object.Symbol(index).Name, "type:")
		}
	}
	return ""
}

// follows reports whether no other code runs between a computation and the one before it.
func (e *evaluator) follows(i int) bool {
	return i > 0 && i < len(e.bakes) && e.bakes[i].Follows && e.bakes[i].pkg == e.bakes[i-1].pkg && e.bakes[i-1].wanted() && e.bakes[i].wanted()
}

// The surroundings of the two runs, which must not make a difference. Programs may find out more about a machine than that; what
// depends on it, on the time or on chance is found as often as it differs.
var surroundings = [2]struct {
	name string
	args []string
	env  []string
}{
	{"a", nil, []string{"TZ=UTC", "LANG=C", "LC_ALL=C", "HOME=/nonexistent", "USER=a", "GOMAXPROCS=1"}},
	{"b", []string{"b"}, []string{"TZ=Asia/Kathmandu", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8", "HOME=/home/nobody", "USER=b", "GOMAXPROCS=3", "B=b"}},
}

// once runs the evaluation program for the i-th time.
func (e *evaluator) once(i int) ([]byte, error) {
	goos, goarch := e.program.target()
	around := surroundings[i]
	dir := filepath.Join(e.dir, around.name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	var results, stderr limitedBuffer
	results.most, stderr.most = 4<<30, 64<<10
	p := confine.Program{
		Path: e.executable(), Args: around.args, Dir: dir,
		// The collector must not free what the walker compares with; it may where memory gets scarce.
		Env: append([]string{"GOGC=off", "GOMEMLIMIT=3GiB", "PATH=" + os.Getenv("PATH"),
			"GORACE=atexit_sleep_ms=0", "ASAN_OPTIONS=detect_leaks=0"}, around.env...),
		GOOS: goos, GOARCH: goarch,
		Results: &results, Stdout: io.Discard, Stderr: &stderr,
		Time: cmp.Or(e.options.Timeout, DefaultTimeout), Memory: evaluationMemory,
	}
	if slices.ContainsFunc(e.args, func(a string) bool { return a == "-race" || a == "-asan" || a == "-msan" }) {
		p.Memory = 0 // they reserve more than there is
	}
	err := p.Run(context.Background())
	ptrSize, _ := e.program.host().object.Machine()
	end := evaluation.ReadEnd(results.data, ptrSize)
	switch {
	case err == nil && end.Done:
		return results.data, nil
	case errors.Is(err, confine.ErrCannotRun):
		return nil, err
	case end.ID < 0:
		return nil, fmt.Errorf("the packages with values to compute do not get so far as to compute them: %w\n%s", cmp.Or(err, errors.New("exit status 0")), stderr.data)
	}
	b := e.bakes[end.ID]
	what := ""
	switch {
	case errors.Is(err, confine.ErrTime):
		what = fmt.Sprintf("its function has not returned after %v; compute less, or give it longer with -bake-timeout", p.Time)
	case errors.Is(err, confine.ErrMemory):
		what = fmt.Sprintf("its function needs more than %d MiB of memory; compute less", evaluationMemory>>20)
	case end.Goexit:
		what = "its function ends its goroutine (runtime.Goexit) and returns no value"
	case end.File != "" && bytes.Contains(stderr.data, []byte(refused)):
		what = fmt.Sprintf("its function opens the file %s; put files into the program by //go:embed, so that the value depends on its sources alone\n%s", end.File, e.trace(b, stderr.data))
	case bytes.Contains(stderr.data, []byte(refused)):
		what = "its function does what a value must not depend on, like using files, the network or other processes\n" + e.trace(b, stderr.data)
	case err == nil:
		what = "its function ends the program (os.Exit) and returns no value"
	case len(stderr.data) == 0:
		what = fmt.Sprintf("its function ends the program (os.Exit, %v) and returns no value", err)
	default:
		what = "its function returns no value\n" + e.trace(b, stderr.data)
	}
	return nil, problems{fmt.Sprintf("%s: %s: %s", b.Place, b.Name, strings.TrimRight(what, "\n"))}
}

// refused is what a program prints of a system call that it must not make.
const refused = "SIGSYS"

// trace returns what a program has printed of its end, but for what is not the user's: the frames around the function, other
// goroutines.
func (e *evaluator) trace(b *bake, text []byte) string {
	var out strings.Builder
	skip := false
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.Contains(line, "."+b.Run+"("), strings.HasPrefix(line, "rax "):
			return out.String()
		case skip:
			skip = false
			continue
		case strings.HasPrefix(line, walkerPath), strings.HasPrefix(line, "main.evaluate."), // the walker as the main package
			strings.HasPrefix(line, "panic("), strings.HasPrefix(line, "runtime."), strings.HasPrefix(line, "PC="), line == "\n":
			skip = line != "\n" && !strings.HasPrefix(line, "PC=") // and its place in the next line
			continue
		}
		out.WriteString("\t" + strings.ReplaceAll(line, " [recovered, repanicked]", ""))
	}
	return out.String()
}

// DefaultTimeout is how long the values of a program may take to compute.
const DefaultTimeout = time.Minute

// evaluationMemory is how many bytes the program that computes values may have.
const evaluationMemory = 4 << 30

// limitedBuffer keeps the first bytes that are written to it.
type limitedBuffer struct {
	data []byte
	most int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	b.data = append(b.data, p[:min(len(p), b.most-len(b.data))]...)
	return len(p), nil
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
	if v.restorer != "" {
		b.Import(restorerPath)
	}
	v.list = nil
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
		v.list = append(v.list, &evaluation.Value{ID: x.id, Name: x.name, Symbol: x.symbol, Index: s, About: x.pkg.object.Describe(goobj.Prefix(x.pkg.path), s)})
		cells[x.id] = goobj.Prefix(x.pkg.path) + "." + x.Cell
	}
	v.result.Define(b, v.list, v.tables, goobj.Prefix(restorerPath)+".Restore", cells)
	return nil
}

// ValueReport is what the link step tells of the link-time values of a program. It writes it as JSON into a file of the directory that
// Options.ValuesTo names.
type ValueReport struct {
	Program string // import path
	Took    [2]time.Duration
	Values  []BakedValue
}

// BakedValue is a variable whose value was to be computed at link time.
type BakedValue struct {
	Variable string             // import path and name
	Place    string             // file:line:col
	Plain    string             `json:",omitempty"` // why it is computed at initialisation after all
	Objects  int                // pieces of memory that the value consists of
	Bytes    int64              // in them
	FixUps   []evaluation.FixUp `json:",omitempty"` // what is done at start
}

// ValuesSuffix is the end of the names of files with a ValueReport.
const ValuesSuffix = ".values.json"

// tell writes what is told of link-time values, if that is wanted and there are any.
func (o Options) tell(r ValueReport) error {
	if o.ValuesTo == "" || len(r.Values) == 0 {
		return nil
	}
	return writeJSON(o.ValuesTo, ValuesSuffix, r)
}

// ReadValueReport reads what has been told of the link-time values of a program.
func ReadValueReport(r io.Reader) (*ValueReport, error) {
	report := new(ValueReport)
	if err := json.NewDecoder(r).Decode(report); err != nil {
		return nil, fmt.Errorf("what a link step tells of values: %w", err)
	}
	return report, nil
}

// report returns what is told of the values.
func (v *values) report(p *program) ValueReport {
	r := ValueReport{Program: p.path, Took: v.took}
	byID := make(map[int]*evaluation.Value)
	for _, x := range v.list {
		byID[x.ID] = x
	}
	for _, b := range v.bakes {
		value := BakedValue{Variable: b.name, Place: b.Place, Plain: b.plain}
		if x := byID[b.id]; x != nil {
			value.Objects, value.Bytes, value.FixUps = x.Objects, x.Bytes, x.FixUps
		}
		r.Values = append(r.Values, value)
	}
	return r
}
