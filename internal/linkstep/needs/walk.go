package needs

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// walk goes through what the roots reach, the nearest first.
type walk struct {
	*Program
	nodes  map[symbol]*node
	queue  []*node // all nodes, of which the first ones are done
	faults []Fault
	blamed map[blame]bool

	types    []*node // that have been reached
	compares bool    // values in interfaces are compared

	tables  []table // of methods that have been reached
	methods map[method]*node
	names   map[string]*node
	any     *node // calls a method of which nothing is known
	zeroes  []use // of variables without content

	deepest *node
}

// node is a symbol that is followed.
type node struct {
	symbol
	name   string
	code   bool
	fn     goobj.Function // of code
	from   *node          // the first one that refers to it, nil for a root
	at     int            // the offset at which it does so
	calls  []call
	panics []Panic

	// See measure.
	state int
	depth int64
	next  *call
}

// call is a direct call.
type call struct {
	to *node
	at int
}

// blame is what is reported once.
type blame struct {
	function *node
	reason   string
}

// table is a table of the methods that a type has for an interface.
type table struct {
	node    *node
	methods []entry
}

type entry struct {
	method
	to goobj.Reference
}

// method is a method of an interface. The name of its type is the same in all objects.
type method struct{ name, typ string }

func newWalk(p *Program) *walk {
	return &walk{
		Program: p, nodes: make(map[symbol]*node), blamed: make(map[blame]bool),
		methods: make(map[method]*node), names: make(map[string]*node),
	}
}

// reach adds a symbol.
func (w *walk) reach(s symbol, from *node, at int) *node {
	n := w.nodes[s]
	if n == nil {
		n = w.node(s)
		n.from, n.at = from, at
		w.queue = append(w.queue, n)
	}
	return n
}

func (w *walk) node(s symbol) *node {
	n := &node{symbol: s, name: s.name(), code: s.text()}
	if n.code {
		n.fn = s.object.Function(s.index)
	}
	w.nodes[s] = n
	return n
}

func (w *walk) run() {
	for i := 0; i < len(w.queue); i++ {
		n := w.queue[i]
		switch {
		case !n.code && n.object.IsType(n.index):
			w.types = append(w.types, n)
			if w.compares {
				w.equal(n)
			}
		case !n.code && n.object.IsItab(n.index):
			w.table(n)
		default:
			for r := range n.object.Relocs(n.index) {
				w.follow(n, r)
			}
		}
	}
}

// follow follows a relocation.
func (w *walk) follow(n *node, r goobj.Reloc) {
	switch {
	case r.Kind == goobj.RelocUseIfaceMethod:
		w.useMethod(n, r)
	case r.Kind == goobj.RelocUseNamedMethod:
		w.useName(n, r)
	case r.Kind.Weak(), r.Kind.Marks():
	default:
		w.refer(n, r)
	}
}

// refer follows a relocation that makes its symbol part of the program.
func (w *walk) refer(n *node, r goobj.Reloc) {
	to, name, ok := w.resolve(n.symbol, r.To)
	switch {
	case !ok && strings.HasPrefix(name, "runtime."): // the linker defines some of its variables
		if r.Kind.Call() {
			w.judge(n, r, name)
		}
	case !ok && strings.HasPrefix(name, "type:"), !ok && strings.HasPrefix(name, "go:"): // or what it makes up
	case !ok:
		w.undefined(n, r, name)
	case isRuntime(to.pkg.path) && w.Program.judge(name).effect != follows:
		if to.text() {
			w.runtime(n, r, to, name)
		} else if f, ok := strings.CutSuffix(name, "·f"); ok {
			w.runtime(n, r, to, f)
		}
	case n.code && r.Kind.Call():
		n.calls = append(n.calls, call{w.reach(to, n, r.Offset), r.Offset})
	default:
		if n.code && to.zero() {
			w.zeroes = append(w.zeroes, use{to, n, r.Offset})
		}
		w.reach(to, n, r.Offset)
	}
}

// runtime deals with a reference to a function of the runtime.
func (w *walk) runtime(n *node, r goobj.Reloc, to symbol, name string) {
	if alwaysWorks(to.pkg.path) || w.judge(n, r, name) {
		if n.code && r.Kind.Call() {
			f := w.nodes[to]
			if f == nil {
				f = w.node(to)
			}
			n.calls = append(n.calls, call{f, r.Offset})
		}
	}
}

// judge reports whether a function of the runtime works, and may run.
func (w *walk) judge(n *node, r goobj.Reloc, name string) bool {
	v := w.Program.judge(name)
	if v.effect == compare {
		w.compare()
	}
	switch v.effect {
	case fault:
		if v.reason == checksPointers && strings.HasPrefix(n.name, "type:.eq.") { // which nobody can mark
			v.reason = comparesParts
		}
		w.fault(n, r.Offset, v.reason)
		return false
	case panics, compare:
		if n.code && r.Kind.Call() {
			w.panic(n, r, name, v.reason)
		}
	}
	return v.effect == works || v.effect == compare
}

// panic notes a call that panics.
func (w *walk) panic(n *node, r goobj.Reloc, name, reason string) {
	const panicBounds = 4 // the table that says why a check of bounds fails (internal/abi/symtab.go)
	switch {
	case strings.HasPrefix(name, "runtime.panicBounds"):
		reason = boundsReason(n.fn.PCData(panicBounds, r.Offset))
	case name == "runtime.gopanic":
		reason = cmp.Or(w.panicText(n, r.Offset), reason)
	}
	n.panics = append(n.panics, Panic{r.Offset + r.Size, reason})
}

// panicText returns the text with which the call of gopanic at an offset panics, if it is constant: the instructions before the call
// take the addresses of the type and of the value, a string of which the data are elsewhere.
func (w *walk) panicText(n *node, at int) string {
	var before []goobj.Reloc
	for r := range n.object.Relocs(n.index) {
		if r.Offset < at && r.Size > 0 {
			before = append(before, r)
		}
	}
	if len(before) < 2 {
		return ""
	}
	before = before[len(before)-2:]
	value, _, ok := w.resolve(n.symbol, before[1].To)
	if _, typ, _ := w.resolve(n.symbol, before[0].To); !ok || typ != "type:string" || value.object.Symbol(value.index).Kind != goobj.ROData {
		return ""
	}
	ptrSize, order := value.object.Machine()
	header := value.object.Content(value.index)
	if ptrSize != 8 || len(header) <= ptrSize {
		return ""
	}
	length := order.Uint64(append(slices.Clone(header[ptrSize:]), make([]byte, ptrSize)...))
	for r := range value.object.Relocs(value.index) {
		text, _, ok := w.resolve(value, r.To)
		if !ok || r.Offset != 0 {
			continue
		}
		if data := text.object.Content(text.index); r.Add == 0 && length <= uint64(len(data)) {
			return string(data[:length])
		}
	}
	return ""
}

// undefined deals with a reference to what no package defines.
func (w *walk) undefined(n *node, r goobj.Reloc, name string) {
	switch {
	case name == "":
		w.fault(n, r.Offset, "refers to a symbol that the linker does not know")
	case !strings.Contains(name, ".") || strings.HasPrefix(name, "_cgo_"):
		w.fault(n, r.Offset, "calls C")
	default:
		w.fault(n, r.Offset, "refers to "+goName(name)+", which no package of the program defines")
	}
}

// equal follows from a type to the function with which its values in interfaces are compared.
func (w *walk) equal(n *node) {
	ptrSize, _ := n.object.Machine()
	for r := range n.object.Relocs(n.index) {
		if r.Offset == 2*ptrSize+8 { // internal/abi.Type.Equal
			w.follow(n, r)
		}
	}
}

// compare notes that values in interfaces are compared.
func (w *walk) compare() {
	if !w.compares {
		w.compares = true
		for _, n := range w.types {
			w.equal(n)
		}
	}
}

// table follows a table of methods, and those of its methods that are called.
func (w *walk) table(n *node) {
	t := table{node: n}
	ptrSize, _ := n.object.Machine()
	var methods []method
	first := 2*ptrSize + 8 // internal/abi.ITab.Fun
	for r := range n.object.Relocs(n.index) {
		switch {
		case r.Offset < first:
			w.follow(n, r)
			if r.Offset == 0 {
				methods = w.methodsOf(n.symbol, r.To)
			}
		default:
			e := entry{to: r.To}
			if i := (r.Offset - first) / ptrSize; i < len(methods) {
				e.method = methods[i]
			}
			t.methods = append(t.methods, e)
		}
	}
	w.tables = append(w.tables, t)
	for _, e := range t.methods {
		if by := w.caller(e); by != nil {
			w.called(t, e, by)
		}
	}
}

// caller returns the code that calls a method in a table.
func (w *walk) caller(e entry) *node {
	if by := w.methods[e.method]; by != nil {
		return by
	}
	if by := w.names[e.name]; by != nil {
		return by
	}
	if w.any == nil && e.name == "" && len(w.queue) > 0 {
		return w.queue[0] // nothing is known of the method
	}
	return w.any
}

// called follows from a table to a method.
func (w *walk) called(t table, e entry, by *node) {
	from, at := by, 0
	if t.node.from != nil { // the place where the type becomes an interface says more than that it is called somewhere
		from, at = t.node, 0
	}
	to, name, ok := w.resolve(t.node.symbol, e.to)
	switch {
	case !ok:
		w.undefined(from, goobj.Reloc{Offset: at}, name)
	case isRuntime(to.pkg.path) && w.Program.judge(name).effect != follows:
		w.runtime(from, goobj.Reloc{Offset: at}, to, name)
	default:
		w.reach(to, from, at)
	}
}

// useMethod notes that n calls a method of an interface.
func (w *walk) useMethod(n *node, r goobj.Reloc) {
	m := method{}
	if typ, _, ok := w.resolve(n.symbol, r.To); ok {
		m = w.method(typ, int(r.Add))
	}
	if m == (method{}) {
		w.use(n, w.any == nil, func(entry) bool { return true })
		if w.any == nil {
			w.any = n
		}
		return
	}
	unknown := w.methods[m] == nil
	if unknown {
		w.methods[m] = n
	}
	w.use(n, unknown, func(e entry) bool { return e.method == m })
}

// useName notes that n calls a method of an interface with type parameters.
func (w *walk) useName(n *node, r goobj.Reloc) {
	s, _, ok := w.resolve(n.symbol, r.To)
	if !ok {
		return
	}
	name := string(s.object.Content(s.index))
	unknown := w.names[name] == nil
	if unknown {
		w.names[name] = n
	}
	w.use(n, unknown, func(e entry) bool { return e.name == name })
}

// use follows from the tables met so far to the methods that match, if these are called for the first time.
func (w *walk) use(by *node, first bool, matches func(entry) bool) {
	if !first {
		return
	}
	for _, t := range w.tables {
		for _, e := range t.methods {
			if matches(e) {
				w.called(t, e, by)
			}
		}
	}
}

// methodsOf returns the methods of an interface type, in the order of its descriptor, as far as they can be found.
func (w *walk) methodsOf(from symbol, typ goobj.Reference) (list []method) {
	s, _, ok := w.resolve(from, typ)
	if !ok {
		return nil
	}
	ptrSize, order := s.object.Machine()
	header := 4*ptrSize + 16 // internal/abi.Type; then there are a name, and a slice of methods
	content := s.object.Content(s.index)
	if len(content) < header+3*ptrSize {
		return nil
	}
	n := int(order.Uint32(content[header+2*ptrSize:]))
	if ptrSize == 8 {
		n = int(order.Uint64(content[header+2*ptrSize:]))
	}
	for r := range s.object.Relocs(s.index) {
		if r.Offset == header+ptrSize {
			for i := range min(n, len(content)/8) {
				list = append(list, w.method(s, int(r.Add)+8*i))
			}
		}
	}
	return list
}

// method returns the method of an interface type at an offset in its descriptor.
func (w *walk) method(typ symbol, offset int) (m method) {
	for r := range typ.object.Relocs(typ.index) {
		switch r.Offset {
		case offset:
			if s, _, ok := w.resolve(typ, r.To); ok {
				m.name = nameIn(s.object.Content(s.index))
			}
		case offset + 4:
			_, m.typ, _ = w.resolve(typ, r.To)
		}
	}
	return m
}

// nameIn returns the name that the data of a name hold: a byte of flags, the length, the text (internal/abi.Name).
func nameIn(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	length, n := binary.Uvarint(data[1:])
	if n <= 0 || length > uint64(len(data)-1-n) {
		return ""
	}
	return string(data[1+n : 1+n+int(length)])
}

// fault notes a fault, once per function.
func (w *walk) fault(n *node, at int, reason string) {
	b := blame{n, reason}
	if !w.blamed[b] {
		w.blamed[b] = true
		w.faults = append(w.faults, Fault{reason, w.chain(n, at)})
	}
}

// chain returns the calls from a root to a place in n, without functions that the compiler makes up, unless there are no others.
func (w *walk) chain(n *node, at int) (calls []Call) {
	for ; n != nil; n, at = n.from, n.at {
		if n.code {
			calls = append(w.place(n, at), calls...)
		}
	}
	if written := slices.DeleteFunc(slices.Clone(calls), func(c Call) bool { return c.File == generated }); len(written) > 0 {
		return written
	}
	return calls
}

const generated = "<autogenerated>" // as the compiler names the file of such functions

// place returns the place of an offset in a function, preceded by those of calls in whose place the compiler has put the body of the
// function called.
func (w *walk) place(n *node, at int) (calls []Call) {
	for _, f := range n.fn.Frames(at) {
		name := n.name
		if f.Inlined {
			_, name, _ = w.resolve(n.symbol, f.Function)
		}
		calls = append(calls, Call{goName(name), f.File, f.Line})
	}
	return calls
}

// code returns what has been found.
func (w *walk) code() *Code {
	c := &Code{Faults: w.faults, Late: w.late()}
	for _, n := range w.queue {
		if !n.code {
			continue
		}
		s := n.object.Symbol(n.index)
		f := Function{Name: goName(n.name), Size: s.Size, Panics: n.panics}
		f.Symbol, _ = n.object.Target(n.pkg.prefix, s)
		for offset, place := range n.fn.Positions() {
			f.Lines = append(f.Lines, Line{offset, place})
		}
		c.Functions = append(c.Functions, f)
	}
	if w.deepest != nil {
		c.Stack = w.deepest.depth
		for n := w.deepest; n != nil; {
			at := 0
			if n.next != nil {
				at = n.next.at
			}
			c.Deepest = append(c.Deepest, w.place(n, at)...)
			if n.next == nil {
				break
			}
			n = n.next.to
		}
	}
	return c
}
