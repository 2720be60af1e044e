package linkstep

import (
	"regexp"

	"premain.dev/internal/linkstep/goobj"
)

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
	e.countCoverage(b)
	b.Export(e.prefix+e.contents.entry.Begin, beginName)
}

// countCoverage gives packages that go build -cover instruments the numbers that they get when they are initialised, one after the
// other: a function writes its package's number beside its counters whenever it runs, and 0 would be taken for another package.
func (e *entry) countCoverage(b *goobj.Builder) {
	number := 0
	for _, k := range e.initialised {
		prefix := goobj.Prefix(k.path)
		for s := range k.object.All() {
			if !k.object.InPackage(s) {
				break // they come first
			}
			if coverageNumber.MatchString(s.Name) && s.Kind.Writable() {
				number++
				d := b.Define(s.Name, goobj.NoPtrData)
				d.Describe(k.object.Describe(prefix, s))
				d.Uint32s(number)
			}
		}
	}
}

// coverageNumber matches the name of the variable that holds a package's number for go build -cover.
var coverageNumber = regexp.MustCompile(`\.goCover_[0-9a-f]+_P$`)

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
