package linkstep

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// link is the link step of one program.
func (t tool) link() error {
	args, err := expandArgs(t.args)
	if err != nil {
		return err
	}
	name, at := flagValue(args, "-importcfg")
	if at < 0 || len(args) == 0 {
		return t.pass()
	}
	cfg, err := readImportcfg(name)
	if err != nil {
		return err
	}
	if cfg.file[registration.SectionPath] == "" && t.options.Board == "" && len(t.options.rules.variables)+len(t.options.rules.packages) == 0 {
		return t.pass()
	}
	if mode, _ := flagValue(args, "-buildmode"); mode == "plugin" || mode == "shared" || slices.Contains(args, "-linkshared") {
		return errShared
	}
	p, err := readProgram(cfg, args[len(args)-1])
	if err != nil {
		return err
	}
	if err := t.options.rules.check(p); err != nil {
		return err
	}
	sections, err := p.sections()
	if err != nil {
		return err
	}
	kept, err := p.choose(sections, t.options, strings.Contains(cfg.text, t.options.Tag()))
	if err != nil {
		return err
	}
	chosen, err := p.arrange(kept)
	if err != nil {
		return err
	}
	if err := t.checkBoard(p, chosen, args); err != nil {
		return err
	}
	if err := t.checkSymbols(chosen); err != nil {
		return err
	}
	if t.options.Board != "" {
		args = t.forBoard(args)
		_, at = flagValue(args, "-importcfg")
	}
	l := linking{tool: t, program: p, sections: chosen, cfg: cfg, args: args, dir: filepath.Dir(name), at: at}
	l.values, err = l.evaluate()
	if t.options.HostedTo != "" {
		return l.handOver(err)
	}
	if err != nil {
		return err
	}
	l.tier = l.tierOf(chosen)
	if args, err = l.prepare(chosen, "premain"); err != nil {
		return err
	}
	if err := t.options.tell(l.values.report(&l, chosen)); err != nil {
		return err
	}
	run := func(args []string) error {
		if l.tier != nil {
			return l.tier.link(chosen, args)
		}
		return t.exec(args, os.Stdout, os.Stderr)
	}
	if l.tier == nil && !p.mustRead(chosen, args) && t.options.ReportTo+t.options.SizesTo == "" {
		return tool{path: t.path, args: args}.pass()
	}
	if t.options.Memory != "" {
		err = l.place(chosen, args, run)
	} else {
		err = run(args)
	}
	if err != nil {
		return err
	}
	if p.mustRead(chosen, args) {
		if err := checkRequired(chosen, args); err != nil {
			return err
		}
	}
	if t.options.Board != "" && t.options.Memory == "" && stripped(t.args) {
		if err := l.compact(args); err != nil {
			return err
		}
	}
	if t.options.SizesTo != "" && t.options.Board == "" && stripped(args) {
		if err := t.withSymbols(args); err != nil {
			return err
		}
	}
	if t.options.ReportTo != "" {
		return l.report(sections, kept)
	}
	return nil
}

// linking is a link step whose program has been read.
type linking struct {
	tool
	program  *program
	sections []*contents
	cfg      *importcfg
	args     []string
	dir      string // where the importcfg is
	at       int    // of the importcfg in args
	values   *values
	tier     *tier // of a program for a board

	mu sync.Mutex // guards the layout of values
}

// prepare returns the linker's arguments for the program with the items of the given sections. The files to which they lead
// have names that begin with the given one.
func (l *linking) prepare(sections []*contents, name string) (args []string, err error) {
	entry, err := l.entry(sections)
	if err != nil {
		return nil, err
	}
	object, err := l.layout(sections, entry)
	if err != nil {
		return nil, err
	}
	args = slices.Clone(l.args)
	if entry != nil {
		if args, err = entry.enter(args, filepath.Join(l.dir, name)); err != nil {
			return nil, err
		}
	}
	text, err := l.extend(l.program.host(), filepath.Join(l.dir, name+".a"), args, object)
	if err != nil {
		return nil, err
	}
	guarded, err := l.guardSanitizers(entry, filepath.Join(l.dir, name))
	if err != nil {
		return nil, err
	}
	text = parseImportcfg(text).replace(guarded).text
	newcfg := filepath.Join(l.dir, "importcfg."+name)
	if l.values.restorer != "" {
		text += "packagefile " + restorerPath + "=" + l.values.restorer + "\n"
	}
	if err := os.WriteFile(newcfg, []byte(text), 0o666); err != nil {
		return nil, err
	}
	setFlag(args, "-importcfg", newcfg, l.at)
	return args, nil
}

// mustRead reports whether the program has to read a section: not if it is a library, which leaves that to its users,
// and not if it is a test, which reads them all.
func (p *program) mustRead(sections []*contents, args []string) bool {
	mode, _ := flagValue(args, "-buildmode")
	return !strings.HasPrefix(mode, "c-") && !p.isTest() &&
		slices.ContainsFunc(sections, func(c *contents) bool { return c.required != nil })
}

// checkRequired removes a program that has items in a required section and does not read it, and says so.
func checkRequired(sections []*contents, args []string) error {
	out, _ := flagValue(args, "-o")
	file, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	var list problems
	for _, c := range sections {
		if c.required != nil && len(c.items) > 0 && !bytes.Contains(file, []byte(c.marker())) {
			list = append(list, c.items[0].Place+": "+c.required.Text)
		}
	}
	if len(list) > 0 {
		os.Remove(out)
		return list
	}
	return nil
}

var errShared = errors.New("a linked build makes neither plugins nor programs that use shared Go libraries; build this one with plain go build")

// program is what a link step knows of a program.
type program struct {
	path     string // of the main package, as the go command knows it
	packages []*pkg // in no particular order
	section  *pkg   // premain.dev/section
}

// pkg is a package of a program.
type pkg struct {
	path   string // main for the program's own
	file   string
	object *goobj.Object
	from   *archive.File
	record *record.Record // nil if it does not depend on premain
	bakes  *record.Bakes  // nil if it has no values to compute
	task   string         // see goobj.Object.InitTask
	after  []string
}

// readProgram reads all packages of a program, and refuses one whose records do not fit together.
func readProgram(cfg *importcfg, mainFile string) (*program, error) {
	files := map[string]string{"main": mainFile}
	p := &program{path: "main"}
	for path, file := range cfg.file {
		if file == mainFile { // the go command lists the main package under its import path, too
			p.path = path
		} else {
			files[path] = file
		}
	}
	tagged := false
	for path, file := range files {
		k, err := readPackage(path, file)
		if err != nil {
			return nil, fmt.Errorf("package %s: %w", path, err)
		}
		tagged = tagged || k.record != nil
		if path == registration.SectionPath {
			p.section = k
		}
		p.packages = append(p.packages, k)
	}
	if !tagged && p.section != nil {
		return nil, errors.New("the build has -toolexec=premain and lacks -tags=premain; use both, or premain build")
	}
	f := strings.Fields(p.host().object.Header) // go object GOOS GOARCH RELEASE …
	if len(f) < 5 {
		return nil, fmt.Errorf("%s: damaged object file", p.host().file)
	}
	if err := checkRelease(f[4]); err != nil {
		return nil, err
	}
	return p, p.checkRecords()
}

// readPackage opens a package. Its archive stays open as long as the program is in use: objects are read in place.
func readPackage(path, file string) (*pkg, error) {
	a, err := archive.Open(file)
	if err != nil {
		return nil, err
	}
	k := &pkg{path: path, file: file, from: a}
	if k.record, err = record.Read(a); err != nil && !errors.Is(err, record.ErrMissing) {
		return nil, fmt.Errorf("%s: %w; run go clean -cache and build again", file, err)
	}
	if k.bakes, err = record.ReadBakes(a); err != nil {
		return nil, fmt.Errorf("%s: %w; run go clean -cache and build again", file, err)
	}
	if k.object, err = objectIn(a, file); err != nil {
		return nil, err
	}
	k.task, k.after = k.object.InitTask(goobj.Prefix(path))
	return k, k.object.Err()
}

// checkRecords refuses records of other tools, and packages without one that import a package that has one.
func (p *program) checkRecords() error {
	has := make(map[string]bool)
	for _, k := range p.packages {
		if k.record == nil {
			continue
		}
		if err := checkTool(k.record); err != nil {
			return err
		}
		has[k.path] = true
	}
	for _, k := range p.packages {
		if k.record != nil {
			continue
		}
		if k == p.section {
			return fmt.Errorf("package %s: %s: %w; run go clean -cache and build again", k.path, k.file, record.ErrMissing)
		}
		for _, path := range k.object.Imports() {
			if has[path] {
				return fmt.Errorf("package %s: %s: %w, though it imports %s; run go clean -cache and build again", k.path, k.file, record.ErrMissing, path)
			}
		}
	}
	return nil
}
