package linkstep

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/needs"
)

// entry is what a program gets that has functions to run before the Go runtime: a section with a record.Entry holds them.
type entry struct {
	*contents
	arch   string
	prefix string          // of the symbols of the package that declares the section
	order  []earlyFunction // in the order in which they run
	code   *needs.Code
}

type earlyFunction struct {
	item
	priority int
}

// external are what the C linker knows of entries: it begins at entryName, in assembly of ours, which puts the address of its own entry
// where BEGIN looks for it and goes there under the name beginName.
//
// This text only it reads. To the Go linker, which may decide late that it makes the program itself, _start would be undefined.
const (
	entryName = "premain_entry"
	beginName = "premain_begin"
)

var external = map[string]string{
	"amd64":   "lea _start(%rip), %r11\n\tjmp " + beginName,
	"arm64":   "adrp x16, _start\n\tadd x16, x16, :lo12:_start\n\tb " + beginName,
	"riscv64": "lla t0, _start\n\tla t1, " + beginName + "\n\tjr t1",
}

const (
	lowestPriority  = 101 // those below are reserved
	defaultPriority = 500
)

// entry returns what is to run before the Go runtime, or nil if nothing is, and refuses what cannot.
func (l *linking) entry(sections []*contents) (*entry, error) {
	i := slices.IndexFunc(sections, func(c *contents) bool { return c.entry != nil })
	if i < 0 {
		return nil, nil
	}
	c := sections[i]
	place := c.items[0].Place
	goos, goarch := l.program.target()
	if external[goarch] == "" || goos != "linux" {
		return nil, problems{fmt.Sprintf("%s: functions run before the Go runtime on linux/amd64, linux/arm64 and linux/riscv64, not on %s/%s; leave the file out there by a build constraint", place, goos, goarch)}
	}
	if mode, _ := flagValue(l.args, "-buildmode"); strings.HasPrefix(mode, "c-") {
		return nil, problems{fmt.Sprintf("%s: a library has no entry of its own, and no function can run before its Go runtime (-buildmode=%s); leave this package out of it", place, mode)}
	}
	if symbol, at := flagValue(l.args, "-E"); at >= 0 {
		return nil, problems{fmt.Sprintf("%s: the program would start at %s (-ldflags=-E) and not at what runs this function; leave that flag out", place, symbol)}
	}
	e := &entry{contents: c, arch: goarch, prefix: goobj.Prefix(c.pkg.path) + "."}
	var list problems
	for _, it := range c.items {
		f, mistake := readEarly(it)
		if mistake != "" {
			list = append(list, it.Place+": "+mistake)
		}
		e.order = append(e.order, f)
	}
	if len(list) > 0 {
		return nil, list
	}
	slices.SortStableFunc(e.order, func(a, b earlyFunction) int { return cmp.Compare(a.priority, b.priority) })
	return e, e.check(l)
}

// mostStack is what is left of preinit's stack for its functions, in bytes.
const mostStack = 240 << 10

// check refuses what cannot run without the Go runtime, and says on which way it is reached.
func (e *entry) check(l *linking) error {
	p := l.program
	var packages []needs.Package
	for _, k := range p.packages {
		n := needs.Package{Path: k.path}
		for i := range k.from.Members {
			// Others are no objects, or those of C compilers.
			if o, err := goobj.Parse(unseal(archive.Object, k.from.Data(i))); err == nil {
				n.Objects = append(n.Objects, o)
			}
		}
		packages = append(packages, n)
	}
	roots := []needs.Root{{Package: e.pkg.path, Symbol: e.prefix + "run"}}
	for _, f := range e.order {
		roots = append(roots, needs.Root{Package: f.owner.path, Symbol: f.symbol})
	}
	n := needs.New(packages)
	if l.sanitized() {
		n.Sanitize()
	}
	code, err := n.Reach(roots...)
	if err != nil {
		return err
	}
	code.Late = slices.DeleteFunc(code.Late, func(v needs.Late) bool { return p.declaredZero(v) || l.values.lays(v.Symbol) })
	e.code = code
	if list := e.faults(p); len(list) > 0 {
		return append(list, "go doc premain.dev/preinit says what may run there, and go doc premain.dev/preinit.Process what it has")
	}
	return nil
}

// declaredZero reports whether a variable has no initialiser. Package initialisation may hand on its address all the same.
func (p *program) declaredZero(v needs.Late) bool {
	prefix, i := v.Symbol.Index()
	for _, k := range p.packages {
		if k.record != nil && goobj.Prefix(k.path) == prefix {
			return slices.Contains(k.record.Zero, strings.TrimPrefix(k.object.Symbol(i).Name, prefix+"."))
		}
	}
	return false
}

// faults returns what is wrong with the code that runs before the Go runtime.
func (e *entry) faults(p *program) (list problems) {
	faults := slices.Clone(e.code.Faults)
	for _, l := range e.code.Late {
		faults = append(faults, needs.Fault{Reason: "uses " + l.Variable + ", which has no value yet: package initialisation computes it", Calls: l.Calls})
	}
	// Those in the user's own code first, then what it calls of the standard library.
	slices.SortStableFunc(faults, func(a, b needs.Fault) int { return strings.Compare(wayOut(a.Calls), wayOut(b.Calls)) })
	said := make(map[string]bool)
	left := 0
	for _, f := range faults {
		if way := wayOut(f.Calls); said[way] {
			continue
		} else if way != "" {
			said[way] = true
		}
		if len(list) < mostFaults {
			list = append(list, e.explain(p, f.Calls, f.Reason))
		} else {
			left++
		}
	}
	if left > 0 {
		list = append(list, fmt.Sprintf("%d more like these", left))
	}
	if len(list) == 0 && e.code.Stack > mostStack {
		list = append(list, e.explain(p, e.code.Deepest, fmt.Sprintf("is called with %d bytes of stack in use, of which there are %d; use package-level variables for what is large", e.code.Stack, mostStack)))
	}
	return list
}

const mostFaults = 10

// wayOut returns, for a fault in the standard library, the call that leads there: that one wants another function, and needs to be told
// once.
func wayOut(calls []needs.Call) string {
	i := len(calls) - 1
	for i >= 0 && strings.HasPrefix(calls[i].File, "$GOROOT") {
		i--
	}
	if i < 0 || i == len(calls)-1 {
		return ""
	}
	return calls[i].String()
}

// explain returns a message about the last of a chain of calls, which names the others and what registers the first function.
func (e *entry) explain(p *program, calls []needs.Call, what string) string {
	last := calls[len(calls)-1]
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s, which runs before the Go runtime, %s", last.File, last.Line, functionName(last.Function), what)
	for i := len(calls) - 2; i >= 0; i-- {
		fmt.Fprintf(&b, "\n\t%s:%d: %s calls %s", calls[i].File, calls[i].Line, functionName(calls[i].Function), functionName(calls[i+1].Function))
	}
	for _, f := range e.order {
		if p.functionOf(f) == calls[0].Function {
			fmt.Fprintf(&b, "\n\t%s: %s is registered", f.Place, functionName(calls[0].Function))
			break
		}
	}
	return b.String()
}

// functionName returns the name of a function for people: the compile step has made functions of literals.
func functionName(name string) string { return literal.ReplaceAllString(name, "func{…}") }

var literal = regexp.MustCompile(`\bpremain_+func_[0-9]+_[0-9]+\b`)

// functionOf returns the name of the function that an item holds, as Go writes it, or nothing if the item's package does not say.
func (p *program) functionOf(f earlyFunction) string {
	prefix := goobj.Prefix(f.owner.record.Path)
	s := f.owner.object.Lookup(f.symbol)[f.symbol]
	to, ok := f.owner.object.Pointer(prefix, s.Index, 0)
	if !ok {
		return ""
	}
	name, ok := to.Name()
	if !ok {
		prefix, i := to.Index()
		for _, k := range p.packages {
			if goobj.Prefix(k.path) == prefix {
				name = k.object.Symbol(i).Name
			}
		}
	}
	return needs.GoName(strings.TrimSuffix(name, "·f"))
}

// readEarly reads a compiled item, a preinit.Function: a function and a slice of priorities, 16 bits each.
func readEarly(it item) (f earlyFunction, mistake string) {
	f = earlyFunction{it, defaultPriority}
	if it.done != "" {
		return f, "what runs before the Go runtime must be known when the program is linked; give a function by its name, or a literal that uses no variable of another function, and a constant priority"
	}
	object, prefix := it.owner.object, goobj.Prefix(it.owner.record.Path)
	s, ok := object.Lookup(it.symbol)[it.symbol]
	if !ok {
		return f, "the package has no symbol " + it.symbol + " any more; run go clean -cache and build again"
	}
	ptrSize, order := object.Machine()
	if _, ok := object.Pointer(prefix, s.Index, 0); !ok {
		return f, "the function is nil; give one"
	}
	to, ok := object.Pointer(prefix, s.Index, ptrSize)
	if !ok {
		return f, ""
	}
	// Content ends before zeroes at its end.
	content := append(slices.Clone(object.Content(s.Index)), make([]byte, 4*ptrSize)...)
	if n := order.Uint64(content[2*ptrSize:]); n > 1 {
		return f, "more than one priority; give one at most"
	}
	p, i := to.Index()
	if p != prefix {
		return f, "the priority is not where it is expected; please report it"
	}
	f.priority = int(order.Uint16(append(slices.Clone(object.Content(i)), 0, 0)))
	if f.priority < lowestPriority {
		return f, fmt.Sprintf("priority %d is reserved; use one from %d to 65535", f.priority, lowestPriority)
	}
	return f, ""
}

// define tells the package of its functions, as the types of the same names in package preinit describe it.
func (e *entry) define(b *goobj.Builder) {
	slice := func(to *goobj.Def, array *goobj.Def, n int) {
		if n == 0 {
			array = to // whatever is there
		}
		to.Addr(array)
		to.Word(n)
		to.Word(n)
	}
	functions := b.DefineStatic("premain.functions", goobj.ROData)
	for _, f := range e.order {
		functions.AddrOf(f.symbol)
	}
	texts := newTexts(b)
	code := b.DefineStatic("premain.code", goobj.ROData)
	n := 0
	for _, f := range e.code.Functions {
		if f.Symbol == (goobj.Target{}) {
			continue
		}
		n++
		lines := b.DefineStatic("premain.lines", goobj.ROData)
		for _, l := range f.Lines {
			lines.Uint32s(l.Offset, l.Line, texts.index(l.File))
		}
		panics := b.DefineStatic("premain.panics", goobj.ROData)
		for _, p := range f.Panics {
			panics.Uint32s(p.Return, texts.index(p.Reason))
		}
		code.WeakAddrTo(f.Symbol) // what the linker leaves out does not run
		code.Word(int(f.Size))
		texts.add(code, functionName(f.Name))
		slice(code, lines, len(f.Lines))
		slice(code, panics, len(f.Panics))
	}
	symbol := e.prefix + e.contents.entry.Program
	v := e.pkg.object.Lookup(symbol)[symbol]
	d := b.Define(symbol, goobj.Data)
	d.Describe(e.pkg.object.Describe(goobj.Prefix(e.pkg.path), v))
	slice(d, functions, len(e.order))
	slice(d, code, n)
	slice(d, texts.list, len(texts.indices))
	d.Pad(v.Size)
	b.Export(e.prefix+e.contents.entry.Begin, beginName)
}

// texts lays out strings.
type texts struct {
	bytes   *goobj.Def
	list    *goobj.Def // of those with an index
	indices map[string]int
}

func newTexts(b *goobj.Builder) *texts {
	return &texts{b.DefineStatic("premain.text", goobj.ROData), b.DefineStatic("premain.texts", goobj.ROData), make(map[string]int)}
}

// add adds a string to d.
func (t *texts) add(d *goobj.Def, s string) {
	d.AddrPlus(t.bytes, t.bytes.Len())
	d.Word(len(s))
	t.bytes.String(s)
}

// index returns the index of a string in the list.
func (t *texts) index(s string) int {
	i, ok := t.indices[s]
	if !ok {
		i = len(t.indices)
		t.indices[s] = i
		t.add(t.list, s)
	}
	return i
}

// enter returns the arguments of the linker for a program that starts at the entry, whichever linker makes it. The file that it writes has
// the given name, but for its suffix.
func (e *entry) enter(args []string, name string) ([]string, error) {
	name += "_entry.s"
	text := "\t.text\n\t.globl " + entryName + "\n" + entryName + ":\n\t" + external[e.arch] + "\n\t.section .note.GNU-stack,\"\",%progbits\n"
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		return nil, err
	}
	flags := fmt.Sprintf("'%s' -Wl,-e,%s", name, entryName)
	if strings.Contains(name, "'") {
		flags = fmt.Sprintf("%q -Wl,-e,%s", name, entryName)
	}
	if given, at := flagValue(args, "-extldflags"); at >= 0 {
		setFlag(args, "-extldflags", given+" "+flags, at)
	} else {
		args = slices.Insert(args, len(args)-1, "-extldflags="+flags)
	}
	return slices.Insert(args, len(args)-1, "-E="+e.prefix+e.contents.entry.Start), nil
}
