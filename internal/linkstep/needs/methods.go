package needs

import (
	"cmp"
	"encoding/binary"

	"premain.dev/internal/linkstep/goobj"
)

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
	if e.method == (method{}) { // nothing is known of it
		return w.queue[0]
	}
	return cmp.Or(w.methods[e.method], w.names[e.name], w.any)
}

// called follows from a table to a method.
func (w *walk) called(t table, e entry, by *node) {
	from := by
	if t.node.from != nil { // the place where the value becomes one of the interface says more than that the method is called somewhere
		from = t.node
	}
	to, name, ok := w.resolve(t.node.symbol, e.to)
	switch {
	case !ok:
		w.undefined(from, goobj.Reloc{}, name)
	case w.ofRuntime(to, name):
		w.runtime(from, goobj.Reloc{}, to, name)
	default:
		w.reach(to, from, 0)
	}
}

// useMethod notes that n calls a method of an interface.
func (w *walk) useMethod(n *node, r goobj.Reloc) {
	var m method
	if typ, _, ok := w.resolve(n.symbol, r.To); ok {
		m = w.method(typ, int(r.Add))
	}
	switch {
	case m == method{} && w.any == nil:
		w.any = n
		w.use(n, func(entry) bool { return true })
	case m != method{} && w.methods[m] == nil:
		w.methods[m] = n
		w.use(n, func(e entry) bool { return e.method == m })
	}
}

// useName notes that n calls a method of an interface with type parameters.
func (w *walk) useName(n *node, r goobj.Reloc) {
	s, _, ok := w.resolve(n.symbol, r.To)
	if !ok {
		return
	}
	if name := string(s.object.Content(s.index)); w.names[name] == nil {
		w.names[name] = n
		w.use(n, func(e entry) bool { return e.name == name })
	}
}

// use follows from the tables met so far to the methods that match, which nothing has called before.
func (w *walk) use(by *node, matches func(entry) bool) {
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
