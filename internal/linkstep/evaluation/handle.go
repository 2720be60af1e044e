package evaluation

import (
	"fmt"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// handle is a unique.Handle that the program makes again when it starts.
//
// The restorer calls unique.Make with the dictionary by which the program's own calls know the type of the value: the type may be
// one that only its package can name. The code that it calls is compiled for a type of the same layout, a mirror; code and
// dictionary are two arguments of any call of a generic function.
type handle struct {
	value  *object
	off    uint64 // in it
	typ    *typ   // of the value
	owner  int    // as of an object
	slots  []place
	number int // in the order in which they are found, from 1
	maker  int // among the types of handles
}

// toHandle resolves a unique.Handle.
func (m *memory) toHandle(o *object, l leaf, w uint64) {
	h := m.byValue[w]
	if h == nil {
		value, off := m.objectAt(w)
		t := l.elemOf()
		var mirror strings.Builder
		switch _, ok := m.byType[t.addr]; {
		case value == nil:
			m.problem(o, l.off, "a "+l.typ.name+" that is not known")
			return
		case !ok:
			m.problem(o, l.off, "a "+l.typ.name+", a type made at run time, which the linked program would not have")
			return
		case !t.mirror(&mirror):
			m.problem(o, l.off, "a "+l.typ.name+" that the function has made, of a value with an alignment of its own; "+elsewhere)
			return
		}
		h = &handle{value: value, off: off, typ: t, owner: o.owner, number: len(m.handles) + 1}
		m.handles = append(m.handles, h)
		m.byValue[w] = h
		m.found(value, o.owner, o, l.off)
	}
	h.slots = append(h.slots, place{o, l.off})
	m.link(o, link{off: l.off, to: toHandle, made: h})
}

// elsewhere is what to do about a handle that cannot be made again.
const elsewhere = "make it in an initialiser or where it is used"

// sortHandles puts handles before those whose values hold them, so that they are there when these are made. Values hold what is
// compared to tell one from another: not what pointers point to, but what is in interfaces.
func (m *memory) sortHandles() {
	var sorted []*handle
	seenHandles, seen := make(map[*handle]bool), make(map[*object]bool)
	var visit func(*object)
	visit = func(o *object) {
		if seen[o] {
			return
		}
		seen[o] = true
		boxed := make(map[uint64]bool) // offsets of pointers to what an interface holds
		for _, l := range o.links {
			switch {
			case l.to == toType:
				t := m.typeWith(m.addrs[l.sym])
				boxed[l.off+m.ptrSize] = t != nil && !t.direct
			case l.to == toTable:
				boxed[l.off+m.ptrSize] = !l.tab.typ.direct
			case l.to == toObject && boxed[l.off]:
				visit(l.obj)
			case l.to == toHandle && !seenHandles[l.made]:
				seenHandles[l.made] = true
				visit(l.made.value)
				sorted = append(sorted, l.made)
			}
		}
	}
	for _, h := range m.handles {
		if !seenHandles[h] {
			seenHandles[h] = true
			visit(h.value)
			sorted = append(sorted, h)
		}
	}
	m.handles = sorted
}

// mirror writes a type of the same layout, for which the compiler passes values in the same places and compares them alike. It reports
// whether there is one.
func (t *typ) mirror(b *strings.Builder) bool {
	names := [...]string{
		"bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
		"float32", "float64", "complex64", "complex128",
	}
	switch {
	case t.kind >= kindBool && t.kind < kindArray:
		b.WriteString(names[t.kind-kindBool])
	case t.kind == kindString:
		b.WriteString("string")
	case t.kind == kindInterface && t.methods == 0:
		b.WriteString("any")
	case t.kind == kindInterface:
		b.WriteString("interface{ M() }")
	case t.kind == kindPointer, t.kind == kindUnsafePointer, t.kind == kindChan:
		b.WriteString("unsafe.Pointer")
	case t.kind == kindArray:
		fmt.Fprintf(b, "[%d]", t.len)
		return t.elem.mirror(b)
	case t.kind == kindStruct && t.size == 0 && t.align == 8:
		b.WriteString("aligned") // perhaps by its name, as one of package sync/atomic is
	case t.kind == kindStruct:
		align := uint64(1)
		b.WriteString("struct {")
		for i, f := range t.fields {
			if f.name == "_" {
				b.WriteString(" _ ")
			} else {
				fmt.Fprintf(b, " f%d ", i)
			}
			if !f.typ.mirror(b) {
				return false
			}
			b.WriteString(";")
			align = max(align, f.typ.align)
		}
		b.WriteString(" }")
		return t.align == align
	default:
		return false // nothing that can be compared
	}
	return true
}

// dictionary returns what the program's calls of unique.Make know a handle's type by.
func (r *Result) dictionary(h *handle) (goobj.Target, bool) {
	return r.tables.Dictionary("unique..dict.Make[" + r.tables.TypeName(r.m.byType[h.typ.addr]) + "]")
}

// Unmade returns the handles that the program cannot make again.
func (r *Result) Unmade(tables Tables) (list []Problem) {
	r.tables = tables
	for _, h := range r.m.handles {
		if _, ok := r.dictionary(h); !ok {
			p := h.slots[0]
			list = append(list, Problem{h.owner, r.m.path(p.object, p.off),
				"a unique.Handle[" + h.typ.name + "] that the function has made, of a type for which the program has no unique.Make; " + elsewhere})
		}
	}
	return list
}

// makers returns the source of the functions of the restorer that call unique.Make, one for each type of handles, or nothing.
func (r *Result) makers() string {
	byType := make(map[*typ]int)
	var b strings.Builder
	for _, h := range r.m.handles {
		i, ok := byType[h.typ]
		if !ok {
			i = len(byType)
			byType[h.typ] = i
			var mirror strings.Builder
			h.typ.mirror(&mirror)
			fmt.Fprintf(&b, makerText, i, mirror.String(), h.typ.size)
		}
		h.maker = i
	}
	if b.Len() == 0 {
		return ""
	}
	return makersHead + b.String()
}

const makersHead = `package restorer

import (
	"sync/atomic"
	"unique"
	"unsafe"
)

// aligned makes what it is in begin at a multiple of 8 bytes.
type aligned = [0]atomic.Int64
`

// makerText is the source for one type: the type itself, of the right size or the compiler complains, code that holds a call by which
// the link step finds the unique.Make for it, and what calls that with another dictionary.
const makerText = `
type value%[1]d = %[2]s

var _ = [1]int{}[unsafe.Sizeof(*new(value%[1]d))-%[3]d]

func ` + instanceName + `%[1]d(v value%[1]d) unique.Handle[value%[1]d] { return unique.Make(v) }

func make%[1]d(h *handle) unsafe.Pointer {
	return (*(*func(unsafe.Pointer, value%[1]d) unsafe.Pointer)(unsafe.Pointer(&h.code)))(h.dictionary, *(*value%[1]d)(h.value))
}
`

const instanceName = "instance"

// makerName returns the symbol of a function that calls unique.Make, beside that of the function Restore.
func makerName(restore string, i int) string {
	return fmt.Sprintf("%smake%d", strings.TrimSuffix(restore, "Restore"), i)
}

// Makers returns the unique.Make for each type of handles that a compiled restorer has, whose symbols have the given prefix.
func Makers(restorer *goobj.Object, prefix string) (list []goobj.Target, err error) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s.%s%d", prefix, instanceName, i)
		s, ok := restorer.Lookup(name)[name]
		if !ok {
			return list, nil
		}
		var found []string
		for _, n := range restorer.References(s) {
			if strings.HasPrefix(n, "unique.Make[") {
				found = append(found, n)
			}
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("unique.Make cannot be called with a dictionary in this release of Go (%q); please report it", found)
		}
		list = append(list, goobj.NamedFunc(found[0]))
	}
}
