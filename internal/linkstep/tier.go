package linkstep

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/freestanding"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/needs"
)

// tier is what a program without the Go runtime can do: in core there is no heap, in alloc there is one.
type tier struct {
	*linking
	name    string
	code    *needs.Program
	absent  map[goobj.Name]string // functions of the runtime and of the standard library that nothing defines, with their names in Go
	object  *goobj.Object         // that fills variables
	modules moduleList
}

// barePath is the package on which programs without the Go runtime are built, if a board is.
const barePath = modulePath + "/bare"

// checkBoard refuses a program with one half of a build for a board: the other one would be what ends it, not with a message.
func (t tool) checkBoard(p *program, sections []*contents, args []string) error {
	const help = "premain build -board=linux builds for one, and go doc premain.dev/bare says more"
	bare := p.find(barePath)
	if t.options.Board == "" {
		if bare != nil && bare.names(ownStart) {
			return errors.New("the tag premain_bare is for programs for a board, and this build has none: leave the tag out; " + help)
		}
		return nil
	}
	if k := p.find("runtime"); k == nil || len(k.object.Lookup("runtime."+freestanding.Mark(Identity()))) == 0 {
		return errors.New("the program has the Go runtime, or one of another premain, in place of that for the board " + t.options.Board + "; " + help)
	}
	refused := "-board=" + t.options.Board + ": "
	if !slices.ContainsFunc(sections, func(c *contents) bool { return c.name == barePath+".boards" }) {
		return errors.New(refused + "the program has no board: the board's package registers none by bare.RegisterBoard; see go doc premain.dev/bare.Board")
	}
	if _, at := flagValue(args, "-E"); at >= 0 || t.mapHasEntry() {
		return nil
	}
	_, arch := p.target()
	entry := "_rt0_" + arch + "_linux"
	for _, k := range p.packages {
		if k.names(entry) {
			return nil
		}
	}
	return errors.New(refused + "the program has no entry: the board's package has no function " + entry + " in assembly; see go doc premain.dev/bare.Board")
}

// ownStart is a function that package bare has only in programs without the Go runtime, and gives to that in its place.
const ownStart = "runtime.bareBegin"

// names reports whether a package defines a symbol to which others may refer by name.
func (k *pkg) names(symbol string) bool {
	for _, o := range k.objects() {
		for s := range o.Named() {
			if s.Name == symbol {
				return true
			}
		}
	}
	return false
}

func (p *program) find(path string) *pkg {
	for _, k := range p.packages {
		if k.path == path {
			return k
		}
	}
	return nil
}

// objects returns all objects of a package: that of the compiler, and those of the assembler.
func (k *pkg) objects() (list []*goobj.Object) {
	for i := range k.from.Members {
		// Others are no objects, or those of C compilers.
		if o, err := goobj.Parse(unseal(archive.Object, k.from.Data(i))); err == nil {
			list = append(list, o)
		}
	}
	return list
}

// code returns the program as package needs reads it.
func (p *program) code() *needs.Program {
	var packages []needs.Package
	for _, k := range p.packages {
		packages = append(packages, needs.Package{Path: k.path, Objects: k.objects()})
	}
	return needs.New(packages)
}

// tierOf finds out what a program for a board can do, and what it cannot. It returns nil if the program is for no board.
func (l *linking) tierOf(sections []*contents) *tier {
	if l.options.Board == "" {
		return nil
	}
	t := &tier{linking: l, name: "core", code: l.program.code()}
	if slices.ContainsFunc(sections, func(c *contents) bool { return c.name == barePath+".allocators" }) {
		t.name = "alloc"
	}
	t.modules = l.cfg.modules()
	t.absent = t.code.Undefined(t.modules.standard)
	for n, name := range t.absent {
		t.absent[n] = strings.Replace(name, "runtime."+freestanding.Absent, "runtime.", 1)
	}
	return t
}

// define lays out something under the name of each function that is absent, so that the linker, which would give up at the first one that
// it meets, goes through all of the program.
func (t *tier) define(b *goobj.Builder) {
	names := make([]goobj.Name, 0, len(t.absent))
	for n := range t.absent {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b goobj.Name) int { return strings.Compare(a.Text, b.Text) })
	for _, n := range names {
		b.DefineAs(n, goobj.ROData).Word(0)
	}
}

// link links the program, and removes it if it needs what its tier does not have.
func (t *tier) link(sections []*contents, args []string) error {
	const dump = "-dumpdep"
	wanted := slices.Contains(args, dump)
	if !wanted {
		args = append([]string{dump}, args...)
	}
	var stdout, stderr bytes.Buffer
	failed := t.exec(args, &stdout, &stderr)
	kept, rest := readDump(&stdout, wanted)
	list, err := t.faults(sections, kept)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		if out, _ := flagValue(args, "-o"); out != "" {
			os.Remove(out)
		}
		return list
	}
	os.Stdout.Write(rest)
	os.Stderr.Write(stderr.Bytes())
	return failed
}

// readDump reads what the linker tells of what it keeps: lines with a symbol, an arrow, and another symbol to which the first one refers.
// It returns what else there is, or everything.
func readDump(r io.Reader, all bool) (kept map[string]bool, rest []byte) {
	kept = make(map[string]bool)
	s := bufio.NewReader(r)
	for {
		line, err := s.ReadString('\n')
		text := strings.TrimSuffix(line, "\n")
		const arrow = " -> "
		at := strings.LastIndex(text, arrow)
		if at >= 0 {
			to := text[at+len(arrow):]
			for _, flag := range []string{"<ReflectMethod>", "<UsedInIface>"} {
				to = strings.TrimSuffix(to, flag)
			}
			kept[strings.TrimSuffix(to, " ")] = true
		}
		if at < 0 || all {
			rest = append(rest, line...)
		}
		if err != nil {
			return kept, rest
		}
	}
}

// faults returns what the program needs and its tier does not have.
func (t *tier) faults(sections []*contents, kept map[string]bool) (problems, error) {
	heap := t.name == "core"
	met := heap
	for n := range t.absent {
		met = met || kept[n.Text]
	}
	if !met {
		return nil, nil
	}
	if t.object != nil {
		t.code.Fill(t.object)
	}
	roots, start := t.roots(sections)
	faults, err := t.code.Search(needs.Search{Kept: kept, Roots: roots, Start: start, Absent: t.absent, Heap: heap, Runtime: reserved})
	if err != nil {
		return nil, err
	}
	return t.explain(faults), nil
}

// reserved reports whether a package may use the memory that the runtime has for itself in a program without a heap: package bare to report
// a failure, and package reflectlite, of package errors, for panics; and package context, which brings the methods of time.Time into programs
// whose constructors take a context and do nothing with time.
func reserved(path string) bool {
	return path == barePath || path == "internal/reflectlite" || path == "context"
}

// large are packages of the standard library that need more than that to be initialised. A test, TestStandardPackages, starts programs with
// each package.
var large = []string{"runtime/metrics"}

// roots returns where code begins: the user's own first, and apart from it the initialisation of the standard library, which may use that
// memory, too. Nearly every package of it initialises something, if only the error that another one returns.
func (t *tier) roots(sections []*contents) (own, standard []needs.Root) {
	own = []needs.Root{{Package: "main", Symbol: "main.main"}}
	for _, k := range initOrder(t.program.packages) {
		root := needs.Root{Package: k.path, Symbol: k.task}
		if k.task != "" && t.modules.standard(k.path) && !slices.Contains(large, k.path) {
			standard = append(standard, root)
		} else if k.task != "" {
			own = append(own, root)
		}
	}
	for _, c := range sections {
		for _, it := range c.items {
			own = append(own, needs.Root{Package: it.owner.path, Symbol: it.symbol})
		}
	}
	return own, standard
}
