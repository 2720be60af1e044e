package linkstep

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// toolName is a name to which package section refers in a linked build, and which only the link step defines.
const toolName = "this_build_has_the_tag_premain_but_not_the_link_step__use_premain_build_or_go_build_toolexec_premain"

// namesTool reports whether a source file refers to toolName. The file's name would not do: go build -cover
// compiles copies with other names.
func namesTool(file string) bool {
	text, err := os.ReadFile(file)
	return err == nil && bytes.Contains(text, []byte(toolName))
}

// compile is the compile step of one package.
func (t tool) compile() error {
	args, err := expandArgs(t.args)
	if err != nil {
		return err
	}
	c := compilation{}
	args, c.bake = takeBake(args)
	if len(c.bake) > 0 {
		t.args = args // the compiler does not know the flag
	}
	c.tool, c.args = t, args
	c.path, _ = flagValue(args, "-p")
	c.out, _ = flagValue(args, "-o")
	c.files = len(args)
	for c.files > 0 && strings.HasSuffix(args[c.files-1], ".go") {
		c.files--
	}
	cfg, _ := flagValue(args, "-importcfg")
	if c.path == "" || c.out == "" || cfg == "" {
		return t.pass()
	}
	if c.cfg, err = readImportcfg(cfg); err != nil {
		return err
	}
	if err := c.readRecords(); err != nil {
		return err
	}
	c.library = c.path == registration.SectionPath && slices.ContainsFunc(c.sources(), namesTool)
	if !c.library && len(c.records) == 0 && len(c.bake) == 0 {
		return t.pass()
	}
	c.release, _ = flagValue(args, "-goversion")
	if err := checkRelease(c.release); err != nil {
		return err
	}
	if slices.Contains(args, "-linkshared") {
		return errShared
	}
	for _, r := range c.records {
		if err := checkTool(r); err != nil {
			return err
		}
	}
	if err := c.run(); err != nil {
		os.Remove(c.out)
		return err
	}
	return nil
}

// bakeFlag is a flag that the tool lets the go command hand to the compile step of a package, -premain-bake=KEY:A,B with
// variables whose values are to be computed at link time. The key may be any text: it makes the flag another one to
// the build cache.
const bakeFlag = "-premain-bake="

// takeBake takes the flags for baking off the compiler's arguments.
func takeBake(args []string) (rest, variables []string) {
	for _, a := range args {
		if value, ok := strings.CutPrefix(a, bakeFlag); ok {
			for name := range strings.SplitSeq(value[strings.LastIndexByte(value, ':')+1:], ",") {
				if !slices.Contains(variables, name) {
					variables = append(variables, name)
				}
			}
		} else {
			rest = append(rest, a)
		}
	}
	return rest, variables
}

// compilation is a compilation of a package that depends on premain, or of which variables are to be baked.
type compilation struct {
	tool
	args    []string
	files   int // where the source files begin in args
	path    string
	out     string
	cfg     *importcfg
	records map[string]*record.Record // of imported packages, by import path
	library bool                      // the package is premain.dev/section itself
	bake    []string                  // variables that have been named to be baked
	release string                    // of Go

	src   *registration.Source
	added []string // source files besides the package's own
}

// dir returns the directory for what the compile step writes on its own account.
func (c *compilation) dir() string { return filepath.Join(filepath.Dir(c.out), "premain") }

func (c *compilation) sources() []string { return c.args[c.files:] }

// readRecords reads the records of the imported packages. A package that is sealed has one.
func (c *compilation) readRecords() error {
	c.records = make(map[string]*record.Record)
	for path, file := range c.cfg.file {
		r, err := readRecord(file)
		if err != nil {
			return fmt.Errorf("package %s: %s: %w; run go clean -cache and build again", path, file, err)
		}
		if r != nil {
			c.records[path] = r
		}
	}
	return nil
}

// readRecord returns the record in the named archive, or nil for one that was compiled without the link step.
func readRecord(file string) (*record.Record, error) {
	a, err := archive.Open(file)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	r, err := record.Read(a)
	if errors.Is(err, record.ErrMissing) && !sealed(a) {
		return nil, nil
	}
	return r, err
}

// checkTool refuses what another link step has recorded.
func checkTool(r *record.Record) error {
	if r.Tool == Identity() {
		return nil
	}
	return fmt.Errorf("package %s was compiled by another link step (%s) than this one (%s, premain.dev %s); build with the one tool that go.mod names (go tool premain), or run go clean -cache",
		r.Path, r.Tool, Identity(), Version())
}

func (c *compilation) run() error {
	c.args = slices.Clone(c.args)
	if err := c.unsealImports(); err != nil {
		return err
	}
	typeErr, err := c.check()
	if err != nil {
		return err
	}
	if err := c.checkArchitecture(); err != nil {
		return err
	}
	if typeErr != nil {
		// The compiler says it at the user's own lines, and in its own words.
		if err := c.exec(c.args, os.Stdout, os.Stderr); err != nil {
			return err
		}
		return fmt.Errorf("package %s: %w, which the compiler accepts; please report it", c.path, typeErr)
	}
	if c.library {
		return c.runLibrary()
	}
	if !c.isTest() {
		c.src.Bake = c.bake
	}
	found := registration.Find(c.src)
	if len(found.Problems) > 0 {
		var list problems
		for _, p := range found.Problems {
			place := "package " + c.path
			if p.Pos.IsValid() {
				place = c.src.Fset.Position(p.Pos).String()
			}
			list = append(list, place+": "+p.Msg)
		}
		return list
	}
	if c.isTestMain() && len(c.records) > 0 {
		if err := c.addTestStart(); err != nil {
			return err
		}
	}
	output, err := c.rewritten(found)
	os.Stdout.Write(output)
	if err != nil {
		return err
	}
	if len(found.Bakes) > 0 {
		if err := c.bakes(found).Append(c.out); err != nil {
			return err
		}
	}
	if len(c.records) == 0 { // it does not depend on premain, and plain builds may have it, too
		return nil
	}
	return c.finish(c.record(found))
}

// checkArchitecture refuses a board of another architecture in a program for a board: its functions in assembly would be missing.
func (c *compilation) checkArchitecture() error {
	if c.options.Board == "" {
		return nil
	}
	pos, boards := registration.Architectures(c.src)
	if len(boards) == 0 || slices.Contains(boards, goarch()) {
		return nil
	}
	constraint := strings.Join(boards, " || ")
	return problems{fmt.Sprintf("%s: package %s is a board of %s, and the program is for the board %s, of %s: import it only in files with //go:build %s",
		c.src.Fset.Position(pos), c.path, strings.Join(boards, ", "), c.options.Board, goarch(), constraint)}
}

// finish puts the record into the compiled archive and seals it.
func (c *compilation) finish(r *record.Record) error {
	if err := r.Append(c.out); err != nil {
		return err
	}
	return archive.Rewrite(c.out, c.out, seal(c.path))
}

// check parses and type-checks the package. An error of the package itself comes as typeErr.
func (c *compilation) check() (typeErr, err error) {
	src := &registration.Source{
		Path:          c.path,
		VerbatimLines: version.Compare(c.release, "go1.27rc1") < 0,

		Fset: token.NewFileSet(),
		Text: make(map[*ast.File][]byte),
		Info: &types.Info{
			Types:      make(map[ast.Expr]types.TypeAndValue),
			Defs:       make(map[*ast.Ident]types.Object),
			Uses:       make(map[*ast.Ident]types.Object),
			Implicits:  make(map[ast.Node]types.Object),
			Selections: make(map[*ast.SelectorExpr]*types.Selection),
			Instances:  make(map[*ast.Ident]types.Instance),
			Scopes:     make(map[ast.Node]*types.Scope),
		},
		Forwarder: func(path, name string) (registration.Forwarder, bool) {
			if r := c.records[path]; r != nil {
				for _, f := range r.Forwarders {
					if f.Name == name {
						return registration.Forwarder{Value: f.Value, Section: f.Section, Kind: registration.Kind(f.Kind), Computed: f.Computed, Early: f.Early}, true
					}
				}
			}
			return registration.Forwarder{}, false
		},
	}
	for _, name := range c.sources() {
		abs, err := filepath.Abs(name)
		if err != nil {
			return nil, err
		}
		if !utf8.ValidString(abs) || strings.Contains(abs, "\n") {
			return nil, fmt.Errorf("%q: the compiler cannot be told of a file with such a name; rename the directory", abs)
		}
		text, err := os.ReadFile(abs)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(src.Fset, abs, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err, nil
		}
		src.Files = append(src.Files, file)
		src.Text[file] = text
	}
	lang, _ := flagValue(c.args, "-lang")
	conf := types.Config{
		GoVersion: lang,
		Importer:  c.importer(src.Fset),
		Sizes:     types.SizesFor("gc", goarch()),
		Error: func(err error) {
			if typeErr == nil {
				typeErr = err
			}
		},
	}
	if c.library {
		file, err := parser.ParseFile(src.Fset, "premain", libraryFile(), 0)
		if err != nil {
			return err, nil
		}
		src.Files = append(src.Files, file)
	}
	c.src = src
	src.Pkg, err = c.typeCheck(&conf)
	if errors.As(err, new(damagedError)) {
		return nil, err
	}
	if typeErr == nil {
		typeErr = err
	}
	return typeErr, nil
}

// damagedError is export data on which the type checker panics.
type damagedError struct{ reason any }

func (e damagedError) Error() string {
	return fmt.Sprintf("damaged export data of an imported package (%v); run go clean -cache and build again", e.reason)
}

func (c *compilation) typeCheck(conf *types.Config) (pkg *types.Package, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("package %s: %w", c.path, damagedError{v})
		}
	}()
	return conf.Check(c.path, c.src.Fset, c.src.Files, c.src.Info)
}

// goarch returns the architecture for which the go command compiles. It tells its tools by the environment.
func goarch() string { return cmp.Or(os.Getenv("GOARCH"), runtime.GOARCH) }

// importer reads the types of imported packages from their archives.
func (c *compilation) importer(fset *token.FileSet) types.Importer {
	gc := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		file, ok := c.cfg.file[path]
		if !ok {
			return nil, fmt.Errorf("no archive of package %s in the importcfg", path)
		}
		return os.Open(file)
	})
	return importerFunc(func(path string) (*types.Package, error) {
		if p, ok := c.cfg.path[path]; ok {
			path = p
		}
		return gc.Import(path)
	})
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// isTest reports whether the package is one that go test adds to the one under test, with whose flags it is compiled.
func (c *compilation) isTest() bool {
	return c.isTestMain() || strings.HasSuffix(c.path, "_test") && strings.HasSuffix(c.src.Pkg.Name(), "_test")
}

// rewritten compiles the package with its items as variables, and its baked variables as empty ones. Which of them the
// compiler cannot lay out as data is its own matter and shows in the object: those are marked and the package is compiled
// once more.
func (c *compilation) rewritten(found *registration.Found) (output []byte, err error) {
	computed := make(map[*registration.Item]bool)
	for _, it := range found.Items {
		computed[it] = it.Computed
	}
	for {
		args := slices.Clone(c.args)
		dir := c.dir()
		for file, text := range found.Rewrite(computed) {
			i := slices.Index(c.src.Files, file)
			name := filepath.Join(dir, fmt.Sprintf("%d_%s", i, filepath.Base(c.sources()[i])))
			if err := os.WriteFile(name, text, 0o666); err != nil {
				return nil, err
			}
			args[c.files+i] = name
		}
		args = append(args, c.added...)
		if found.Early() {
			// What runs before the Go runtime has to be data, which a call becomes by being inlined.
			args = slices.DeleteFunc(args, func(a string) bool { return a == "-l" })
			// Where the compiler checks unsafe pointers (-race, -msan, -asan), the variables to which they lead are on the heap.
			args = slices.Insert(args, 0, "-d=checkptr=0")
		}
		var out bytes.Buffer
		if err := c.exec(args, &out, &out); err != nil {
			return out.Bytes(), err
		}
		more, err := c.computed(found, computed)
		if err != nil || !more {
			return out.Bytes(), err
		}
	}
}

// computed adds to the set the items that the compiled package fills by code, marks the baked variables that it fills by
// code, and reports whether there are new ones.
func (c *compilation) computed(found *registration.Found, set map[*registration.Item]bool) (more bool, err error) {
	if len(found.Items)+len(found.Bakes) == 0 {
		return false, nil
	}
	a, err := archive.Open(c.out)
	if err != nil {
		return false, err
	}
	defer a.Close()
	obj, err := objectIn(a, c.out)
	if err != nil {
		return false, err
	}
	symbol := func(name string) string { return goobj.Prefix(c.path) + "." + name }
	var names []string
	for _, it := range found.Items {
		names = append(names, symbol(it.Symbol))
		if it.Probe != "" {
			names = append(names, symbol(it.Probe))
		}
	}
	for _, b := range found.Bakes {
		if b.Plain == "" {
			names = append(names, symbol(b.Probe), symbol(b.Variable))
		}
	}
	syms := obj.Lookup(names...)
	indices := make(map[int]bool)
	for _, s := range syms {
		indices[s.Index] = true
	}
	written := obj.Written(indices)
	for _, it := range found.Items {
		s, ok := syms[symbol(it.Symbol)]
		if !ok {
			return false, fmt.Errorf("%s: the compiler made no symbol %s; please report it", c.place(it.Pos), symbol(it.Symbol))
		}
		if written[s.Index] && !set[it] {
			set[it], more = true, true
		}
		if p, ok := syms[symbol(it.Probe)]; ok && written[p.Index] {
			it.LoadHandle()
			more = true
		}
	}
	for _, b := range found.Bakes {
		if b.Plain != "" {
			continue
		}
		probe, ok := syms[symbol(b.Probe)]
		if !ok {
			return false, fmt.Errorf("%s: the compiler made no symbol %s; please report it", c.place(b.Pos), symbol(b.Probe))
		}
		v, ok := syms[symbol(b.Variable)]
		switch {
		case slices.Contains(c.args, "-asan"):
			b.Plain = "a program with -asan wants more than one that computes values may do"
		case written[probe.Index]:
			b.Plain = "the compiler fills the variable by code, as it does without inlining (-gcflags=-l)"
		case !ok:
			b.Plain = "the variable has another name for the linker (//go:linkname)"
		case v.Kind != goobj.BSS && v.Kind != goobj.NoPtrBSS:
			b.Plain = "the compiler gives the variable content"
		}
		more = more || b.Plain != ""
	}
	return more, obj.Err()
}

// objectIn reads the object that the compiler has put into an archive. It may be used as long as the archive is open.
func objectIn(a *archive.File, name string) (*goobj.Object, error) {
	obj, err := goobj.Parse(unseal(archive.Object, a.Read(archive.Object)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return obj, nil
}

// record says what the package contributes.
func (c *compilation) record(found *registration.Found) *record.Record {
	r := &record.Record{Tool: Identity(), Path: c.path, Appends: found.Appends}
	for _, s := range found.Sections {
		section := record.Section{Name: s.Var.Name(), Place: c.place(s.Var.Pos())}
		if s.Required != nil {
			section.Required = (*record.Required)(s.Required)
		}
		if s.Entry != nil {
			section.Entry = (*record.Entry)(s.Entry)
		}
		section.Single = s.Single
		section.Kind, section.Element = string(s.Kind), c.element(s)
		section.Places = (*record.Places)(s.Places)
		r.Sections = append(r.Sections, section)
	}
	for _, v := range found.Runtime {
		r.Runtime = append(r.Runtime, record.Runtime{Name: v.Var.Name(), Function: v.Function, Imported: v.Imported})
	}
	for _, f := range found.Forwarders {
		r.Forwarders = append(r.Forwarders, record.Forwarder{Name: f.Name(), Value: f.Value, Section: f.Section, Kind: string(f.Kind), Computed: f.Computed, Early: f.Early})
	}
	for _, it := range found.Items {
		r.Items = append(r.Items, record.Item{Section: it.Section, Symbol: it.Symbol, Done: it.Done, Cell: it.Cell, Handle: it.Handle, Place: c.place(it.Pos)})
	}
	initialised := make(map[*types.Var]bool)
	for _, i := range c.src.Info.InitOrder {
		for _, v := range i.Lhs {
			initialised[v] = true
		}
	}
	scope := c.src.Pkg.Scope()
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok && !initialised[v] {
			r.Zero = append(r.Zero, name)
		}
	}
	return r
}

// bakes says what of the package is to be computed at link time.
func (c *compilation) bakes(found *registration.Found) *record.Bakes {
	r := &record.Bakes{Tool: Identity(), Path: c.path}
	for i, b := range found.Bakes {
		bake := record.Bake{Variable: b.Variable, Name: b.Name, Place: c.place(b.Pos), Caches: b.Caches, Named: b.Named, Order: b.Order, Plain: b.Plain}
		if b.Plain == "" {
			bake.Run, bake.Cell = b.Run, b.Cell
			bake.Follows = b.Follows && found.Bakes[i-1].Plain == ""
		}
		r.Bakes = append(r.Bakes, bake)
	}
	return r
}

// place returns a position as the compiler writes it into the object: the paths of a build with -trimpath must
// not show.
func (c *compilation) place(pos token.Pos) string {
	p := c.src.Fset.Position(pos)
	rewrites, _ := flagValue(c.args, "-trimpath")
	for rule := range strings.SplitSeq(rewrites, ";") {
		from, to := rule, ""
		if i := strings.LastIndex(rule, "=>"); i >= 0 { // a directory's name may have one, too
			from, to = rule[:i], rule[i+len("=>"):]
		}
		if rest, ok := strings.CutPrefix(p.Filename, from); ok && from != "" && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
			p.Filename = to + rest
			if to == "" {
				p.Filename = strings.TrimLeft(rest, `/\`)
			}
			break
		}
	}
	return p.String()
}

// libraryFile returns the source that makes package section compile in a linked build.
func libraryFile() []byte {
	return []byte("package section\n\nconst " + toolName + " = 0\n")
}

// runLibrary compiles package section.
func (c *compilation) runLibrary() error {
	if err := c.checkLibrary(); err != nil {
		return err
	}
	name := filepath.Join(filepath.Dir(c.out), "premain_tool.go")
	if err := os.WriteFile(name, libraryFile(), 0o666); err != nil {
		return err
	}
	if err := c.exec(append(slices.Clone(c.args), name), os.Stdout, os.Stderr); err != nil {
		return err
	}
	return c.finish(&record.Record{Tool: Identity(), Path: c.path})
}

// checkLibrary refuses a library that was made for another link step.
func (c *compilation) checkLibrary() error {
	for _, p := range c.src.Pkg.Imports() {
		if k, ok := p.Scope().Lookup("LinkStep").(*types.Const); ok && p.Path() == modulePath+"/internal/identity" {
			return checkLibraryKey(constant.StringVal(k.Val()), c.sources()[0])
		}
	}
	return errors.New("package premain.dev/section does not name the link step that it fits; use the versions of tool and library that belong together: go get -tool premain.dev/cmd/premain@latest, then go tool premain")
}
