package needs

import (
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// walk goes through what the roots reach, the nearest first.
type walk struct {
	*Program
	nodes   map[symbol]*node
	queue   []*node // all nodes that are followed, of which the first ones have been
	faults  []Fault
	blamed  map[blame]bool
	zeroes  []use // of variables without content
	deepest *node // see measure

	types    []*node // that have been reached
	compares bool    // values in interfaces are compared

	tables  []table          // of methods that have been reached
	methods map[method]*node // that are called, with code that does so
	names   map[string]*node // the same, of methods of which no more than the name is known
	any     *node            // code that calls a method of which nothing is known
}

// node is a symbol that is followed, or code of the runtime that runs.
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
	case w.ofRuntime(to, name):
		if reason := unset[name]; reason != "" && n.code {
			w.fault(n, r.Offset, reason)
		} else if to.text() {
			w.runtime(n, r, to, name)
		} else if f, ok := strings.CutSuffix(name, "·f"); ok {
			w.runtime(n, r, to, f)
		}
	case n.code && r.Kind.Call():
		n.calls = append(n.calls, call{w.reach(to, n, r.Offset), r.Offset})
	case to.zero() && w.filled[name].object != nil:
		w.reach(w.filled[name], n, r.Offset)
		if n.code && w.postponed[name] {
			w.fault(n, r.Offset, "uses "+GoName(name)+", which has a part that gets its value at initialisation only")
		}
	case unset[name] != "" && n.code:
		w.fault(n, r.Offset, unset[name])
	default:
		if n.code && to.zero() {
			w.zeroes = append(w.zeroes, use{to, n, r.Offset})
		}
		w.reach(to, n, r.Offset)
	}
}

// runtime deals with a reference to a function of the runtime.
func (w *walk) runtime(n *node, r goobj.Reloc, to symbol, name string) {
	if alwaysWorks(to, name) || w.judge(n, r, name) {
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

// undefined deals with a reference to what no package defines.
func (w *walk) undefined(n *node, r goobj.Reloc, name string) {
	switch {
	case name == "":
		w.fault(n, r.Offset, "refers to a symbol that the linker does not know")
	case !strings.Contains(name, ".") || strings.HasPrefix(name, "_cgo_"):
		w.fault(n, r.Offset, "calls C")
	default:
		w.fault(n, r.Offset, "refers to "+GoName(name)+", which no package of the program defines")
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

// fault notes a fault, once per function.
func (w *walk) fault(n *node, at int, reason string) {
	b := blame{n, reason}
	if !w.blamed[b] {
		w.blamed[b] = true
		w.faults = append(w.faults, Fault{Reason: reason, Calls: w.chain(n, at)})
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
		calls = append(calls, Call{GoName(name), f.File, f.Line, GoName(prefixOf(name))})
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
		f := Function{Name: GoName(n.name), Size: s.Size, Panics: n.panics}
		f.Symbol, _ = n.object.Target(n.pkg.prefix, s)
		for offset, place := range n.fn.Positions() {
			f.Lines = append(f.Lines, Line{offset, w.visible(n, offset, place)})
		}
		c.Functions = append(c.Functions, f)
	}
	if w.deepest != nil {
		c.Stack = w.deepest.depth
		n := w.deepest
		for ; n.next != nil; n = n.next.to {
			c.Deepest = append(c.Deepest, w.place(n, n.next.at)...)
		}
		c.Deepest = append(c.Deepest, w.place(n, 0)...)
	}
	return c
}

// visible returns the place at an offset, or if the compiler has put the body of a hidden function there, that of its call.
func (w *walk) visible(n *node, offset int, place goobj.Position) goobj.Position {
	if w.hidden == "" || n.pkg.prefix == w.hidden {
		return place
	}
	frames := n.fn.Frames(offset)
	for i := len(frames) - 1; i > 0 && frames[i].Inlined; i-- {
		if _, name, _ := w.resolve(n.symbol, frames[i].Function); prefixOf(name) != w.hidden {
			break
		}
		place = frames[i-1].Position
	}
	return place
}
