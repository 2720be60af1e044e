package evaluation

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// Symbol is a symbol of the program to which values may refer.
type Symbol struct {
	Target goobj.Target
	Name   string // for people
	Kind   SymbolKind
	Size   int64
	Root   bool // a variable whose content, and what it reaches, is not a value's own
}

// SymbolKind is what a symbol is.
type SymbolKind uint8

// The kinds of symbols.
const (
	Variable SymbolKind = iota
	Type
	Function // the value of a function that captures nothing
	Constant // other data that does not change
)

// memory is what values consist of in one run.
type memory struct {
	*stream
	symbols []Symbol
	sorted  []int // indices of the symbols that are there, by address
	ptrSize uint64
	order   binary.ByteOrder
	objects []*object // by address
	inOrder []*object // reachable from the values, in the order in which they are found
	maps    []*gomap  // the same
	mapAt   map[uint64]*gomap
	handles []*handle // those of which others are made come first
	byValue map[uint64]*handle
	byType  map[uint64]int // symbols of types, by address

	typeAtAddr map[uint64]*typ

	problems []Problem
}

// Problem is why a value cannot be laid out.
type Problem struct {
	ID   int    // of the value
	Path string // inside the value
	Text string
}

// object is a piece of memory in which one or more values lie that overlap.
type object struct {
	addr    uint64
	data    []byte
	parts   []region // what it consists of, without data
	slots   []leaf   // those that hold pointers, by offset
	links   []link   // to what they point
	bytes   bool     // only bytes of strings
	awaited bool     // by a finalizer
	value   *value   // the variable that it is, if it is one
	owner   int      // the value by which it is found first
	from    *object  // where, nil for a variable
	fromMap *gomap
	pair    int    // in fromMap
	fromOff uint64 // in from
	number  int    // in inOrder, from 1

	blob   *goobj.Def // where it is laid out
	offset int
}

// gomap is a Go map.
type gomap struct {
	*mapping
	keyObjects, elemObjects []*object // nil for those of size 0
	keyOffs, elemOffs       []uint64  // in them
	owner                   int
	from                    *object
	fromOff                 uint64
	number                  int // in maps, from 1
	slots                   []place
}

// place is a place in an object.
type place struct {
	object *object
	off    uint64
}

// link is a pointer in an object.
type link struct {
	off  uint64 // of the pointer
	to   linkKind
	obj  *object
	sym  int
	plus uint64 // in obj or sym
	tab  *table
	way  *foreign
	m    *gomap
	made *handle
}

type linkKind uint8

const (
	toNil linkKind = iota
	toObject
	toSymbol
	toType // a symbol that is in an interface
	toTable
	toZero // to something without size
	toForeign
	toMap
	toHandle
)

func newMemory(s *stream, symbols []Symbol, ptrSize int, order binary.ByteOrder) *memory {
	m := &memory{
		stream: s, symbols: symbols, ptrSize: uint64(ptrSize), order: order,
		mapAt: make(map[uint64]*gomap), byValue: make(map[uint64]*handle), byType: make(map[uint64]int),
	}
	for i, a := range s.addrs {
		if a != 0 && i < len(symbols) {
			m.sorted = append(m.sorted, i)
			if symbols[i].Kind == Type {
				m.byType[a] = i
			}
		}
	}
	slices.SortStableFunc(m.sorted, func(i, j int) int { return cmp.Compare(s.addrs[i], s.addrs[j]) })
	m.gather()
	m.trace()
	m.sortHandles()
	return m
}

// gather makes objects of the regions.
func (m *memory) gather() {
	var list []region
	list = append(list, m.regions...)
	list = append(list, m.covers...)
	order := make([]int, len(list)) // what comes first among the regions tells what was there first
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(list[i].addr, list[j].addr) })
	for len(order) > 0 {
		end := list[order[0]].end()
		n := 1
		for ; n < len(order) && list[order[n]].addr < end; n++ {
			end = max(end, list[order[n]].end())
		}
		group := order[:n]
		o := &object{addr: list[group[0]].addr, bytes: true}
		o.data = make([]byte, end-o.addr)
		group = slices.Clone(group)
		slices.Sort(group)
		for _, i := range slices.Backward(group) { // the first is written last
			o.add(list[i], m.ptrSize)
		}
		slices.SortStableFunc(o.slots, func(a, b leaf) int { return cmp.Compare(a.off, b.off) })
		o.slots = slices.CompactFunc(o.slots, func(a, b leaf) bool { return a.off == b.off })
		m.objects = append(m.objects, o)
		order = order[n:]
	}
	for i := range m.values {
		v := &m.values[i]
		if o, off := m.objectAt(v.addr); o != nil && off == 0 {
			o.value = v
		}
	}
	for _, addr := range m.stream.awaited {
		if o, _ := m.objectAt(addr); o != nil {
			o.awaited = true
		}
	}
}

func (r region) end() uint64 {
	if r.typ == nil {
		return r.addr + r.n
	}
	return r.addr + r.n*r.typ.size
}

func (o *object) add(r region, word uint64) {
	if r.typ == nil {
		copy(o.data[r.addr-o.addr:], r.data)
		return
	}
	o.bytes = false
	at := r.addr - o.addr
	if r.data == nil { // a cover
		o.parts = append(o.parts, region{addr: r.addr, typ: r.typ, n: r.n})
		return
	}
	o.parts = append(o.parts, region{addr: r.addr, typ: r.typ, n: r.n})
	if r.typ.isDense() {
		copy(o.data[at:], r.data)
		return
	}
	for i := range r.n {
		base := i * r.typ.size
		r.typ.leaves(base, func(l leaf) {
			from := r.data[l.off:]
			l.off += at
			n := l.size
			switch l.slot {
			case scalar:
			case sliceSlot:
				n = 3 * word
			case stringSlot, tableSlot:
				n = 2 * word
			case emptySlot:
				n = 0
			default:
				n = word
			}
			copy(o.data[l.off:], from[:n])
			if l.slot != scalar {
				o.slots = append(o.slots, l)
			}
		})
	}
}

func (m *memory) word(b []byte) uint64 {
	if m.ptrSize == 4 {
		return uint64(m.order.Uint32(b))
	}
	return m.order.Uint64(b)
}

// objectAt returns the object in which an address lies.
func (m *memory) objectAt(addr uint64) (*object, uint64) {
	i := sort.Search(len(m.objects), func(i int) bool { return m.objects[i].addr > addr })
	if i == 0 {
		return nil, 0
	}
	if o := m.objects[i-1]; addr-o.addr < uint64(len(o.data)) {
		return o, addr - o.addr
	}
	return nil, 0
}

// symbolAt returns the symbol in which an address lies, or -1.
func (m *memory) symbolAt(addr uint64) (int, uint64) {
	i := sort.Search(len(m.sorted), func(i int) bool { return m.addrs[m.sorted[i]] > addr })
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		s := m.sorted[k]
		if a := m.addrs[s]; addr == a || addr-a < uint64(m.symbols[s].Size) {
			return s, addr - a
		}
	}
	return -1, 0
}

// trace follows the pointers from the values.
func (m *memory) trace() {
	next := 0
	for i := range m.values {
		v := &m.values[i]
		o, off := m.objectAt(v.addr)
		if o == nil || off != 0 {
			continue // of size 0
		}
		m.found(o, v.id, nil, 0)
		for ; next < len(m.inOrder); next++ {
			m.follow(m.inOrder[next])
		}
	}
	for _, o := range m.inOrder { // addresses mean nothing any more
		for _, l := range o.links {
			clear(o.data[l.off : l.off+m.ptrSize])
		}
	}
}

// found notes an object when it is first met.
func (m *memory) found(o *object, owner int, from *object, off uint64) {
	if o.number != 0 {
		return
	}
	m.inOrder = append(m.inOrder, o)
	o.number, o.owner, o.from, o.fromOff = len(m.inOrder), owner, from, off
}

// follow resolves the pointers of an object.
func (m *memory) follow(o *object) {
	m.checkIntegers(o)
	for _, l := range o.slots {
		w := m.word(o.data[l.off:])
		switch l.slot {
		case pointerSlot:
			m.pointer(o, l.off, w, l.elemOf())
		case sliceSlot:
			c := m.word(o.data[l.off+2*m.ptrSize:])
			if c == 0 && w != 0 {
				m.link(o, link{off: l.off, to: toZero})
			} else {
				m.pointer(o, l.off, w, l.elemOf())
			}
		case stringSlot:
			if m.word(o.data[l.off+m.ptrSize:]) == 0 {
				w = 0
			}
			m.pointer(o, l.off, w, nil)
		case tableSlot:
			m.iface(o, l, w)
		default:
			m.special(o, l, w)
		}
	}
}

// checkIntegers refuses addresses of functions and variables in integers: the program has them somewhere else. Those of what is on
// the heap differ from run to run.
func (m *memory) checkIntegers(o *object) {
	for _, p := range o.parts {
		if !p.typ.hasAddresses() {
			continue
		}
		for i := range p.n {
			ok := true
			p.typ.addresses(p.addr-o.addr+i*p.typ.size, func(off uint64) {
				w := m.word(o.data[off:])
				sym, _ := m.symbolAt(w)
				if ok && (sym >= 0 || w >= m.code[0] && w < m.code[1]) {
					m.problem(o, off, "an address of a function or a variable in an integer, which the program has at another place")
					ok = false
				}
			})
			if !ok {
				return // one is enough
			}
		}
	}
}

func (m *memory) link(o *object, l link) {
	o.links = append(o.links, l)
}

// special resolves a word that is not just a pointer to data.
func (m *memory) special(o *object, l leaf, w uint64) {
	if w == 0 || l.slot == emptySlot {
		m.link(o, link{off: l.off})
		return
	}
	sym, plus := m.symbolAt(w)
	switch {
	case l.slot == mapSlot && sym < 0:
		m.toMap(o, l, w)
	case l.slot == handleSlot && m.stream.foreign[w] != nil && len(m.stream.foreign[w].steps) > 0:
		m.link(o, link{off: l.off, to: toForeign, way: m.stream.foreign[w]})
	case l.slot == handleSlot && sym < 0:
		m.toHandle(o, l, w)
	case l.slot == chanSlot:
		m.problem(o, l.off, "a channel, which cannot be data; make it where it is used, or in a constructor")
	case l.slot == funcSlot && (sym < 0 || m.symbols[sym].Kind != Function || plus != 0):
		m.problem(o, l.off, "a function that is a closure over variables, a method value or an instance that a generic function has made; use a function that is declared, or a literal that refers to package variables only")
	case l.slot == unsafeSlot && sym < 0:
		what := "an unsafe.Pointer into the heap"
		if l.typ.pkg == "weak" {
			what = "a weak.Pointer"
		}
		m.problem(o, l.off, what+", which cannot be data; what it points to is not known")
	default:
		m.link(o, link{off: l.off, to: toSymbol, sym: sym, plus: plus})
	}
}

// pointer resolves a pointer to data, of a type, or to the bytes of a string.
func (m *memory) pointer(o *object, off, w uint64, elem *typ) {
	l := link{off: off}
	obj, plus := m.objectAt(w)
	sym, symPlus := -1, uint64(0)
	if obj == nil || obj.value == nil {
		sym, symPlus = m.symbolAt(w)
	}
	switch way := m.stream.foreign[w]; {
	case w == 0:
	case sym >= 0:
		l.to, l.sym, l.plus = toSymbol, sym, symPlus
	case elem != nil && (elem.pkg == "reflect" && elem.name == "reflect.rtype" || elem.pkg == "internal/abi"):
		m.problem(o, off, "a type made at run time, which the linked program would not have")
		return
	case elem != nil && elem.pkg == "runtime" && elem.name == "runtime.Func":
		m.problem(o, off, "a *runtime.Func, which is about the program that computes values; ask for it when the program runs")
		return
	case way != nil && elem != nil && len(way.steps) == 0:
		m.problem(o, off, m.lost(way))
		return
	case way != nil && elem != nil:
		l.to, l.way = toForeign, way
	case obj != nil && obj.awaited:
		m.problem(o, off, "a pointer to an object with a finalizer or a cleanup function, which would never run; set it when the program runs")
		return
	case obj != nil && elem != nil && elem.standard() && m.larger[w] == elem.size && obj.addr == w && uint64(len(obj.data)) == elem.size:
		m.problem(o, off, "a pointer of type *"+elem.name+" to the begin of a larger object, of whose rest no type tells; point to all of it, or to a copy")
		return
	case obj != nil:
		m.found(obj, o.owner, o, off)
		l.to, l.obj, l.plus = toObject, obj, plus
	case elem != nil && elem.size == 0:
		l.to = toZero
	default:
		m.problem(o, off, "a pointer to memory that belongs to no variable and to no value")
		return
	}
	m.link(o, l)
}

// iface resolves the two words of an interface.
func (m *memory) iface(o *object, l leaf, w uint64) {
	second := l.off + m.ptrSize
	if w == 0 {
		m.link(o, link{off: l.off, to: toNil})
		m.link(o, link{off: second})
		return
	}
	data := m.word(o.data[second:])
	var dynamic *typ
	if l.typ.methods == 0 {
		sym, ok := m.byType[w]
		if !ok {
			m.problem(o, l.off, "a value of a type made at run time, which the linked program would not have")
			return
		}
		m.link(o, link{off: l.off, to: toType, sym: sym})
		dynamic = m.typeWith(w)
	} else {
		t := m.tables[w]
		if t == nil {
			m.problem(o, l.off, "an interface table that is not known")
			return
		}
		if _, ok := m.byType[t.typ.addr]; !ok {
			m.problem(o, l.off, "a value of a type made at run time, which the linked program would not have")
			return
		}
		m.link(o, link{off: l.off, to: toTable, tab: t})
		dynamic = t.typ
	}
	switch {
	case dynamic == nil:
		m.problem(o, l.off, "a value of a type that is not known")
	case dynamic.direct:
		n := 0
		dynamic.leaves(second, func(x leaf) {
			n++
			if x.slot == pointerSlot {
				m.pointer(o, x.off, data, x.elemOf())
			} else {
				m.special(o, x, data)
			}
		})
		if n == 0 {
			m.link(o, link{off: second})
		}
	default:
		m.pointer(o, second, data, dynamic)
	}
}

func (m *memory) typeWith(addr uint64) *typ {
	if m.typeAtAddr == nil {
		m.typeAtAddr = make(map[uint64]*typ)
		for _, t := range m.types {
			m.typeAtAddr[t.addr] = t
		}
	}
	return m.typeAtAddr[addr]
}

// toMap resolves a map.
func (m *memory) toMap(o *object, l leaf, w uint64) {
	if way := m.stream.foreign[w]; way != nil && len(way.steps) == 0 {
		m.problem(o, l.off, m.lost(way))
		return
	} else if way != nil {
		m.link(o, link{off: l.off, to: toForeign, way: way})
		return
	}
	g := m.mapAt[w]
	if g == nil {
		mapping := m.stream.maps[w]
		if mapping == nil {
			m.problem(o, l.off, "a map that is not known")
			return
		}
		g = &gomap{mapping: mapping, owner: o.owner, from: o, fromOff: l.off}
		m.maps = append(m.maps, g)
		m.mapAt[w] = g
		g.number = len(m.maps)
		if !m.sortPairs(g) {
			m.problem(o, l.off, "a map with keys that cannot be put in an order, so that it would be another one with each build; use keys that are not pointers, or a sorted slice")
			return
		}
		if _, ok := m.byType[g.typ.addr]; !ok {
			m.problem(o, l.off, "a map of a type made at run time, which the linked program would not have")
			return
		}
		for i := range g.keys {
			k, koff := m.objectAt(g.keys[i])
			e, eoff := m.objectAt(g.elems[i])
			for _, x := range []*object{k, e} {
				if x != nil && x.number == 0 {
					m.found(x, o.owner, o, l.off)
					x.fromMap, x.pair = g, i
				}
			}
			g.keyObjects, g.keyOffs = append(g.keyObjects, k), append(g.keyOffs, koff)
			g.elemObjects, g.elemOffs = append(g.elemObjects, e), append(g.elemOffs, eoff)
		}
	}
	g.slots = append(g.slots, place{o, l.off})
	m.link(o, link{off: l.off, to: toMap, m: g})
}

// sortPairs puts the pairs of a map into an order that does not depend on where they are in memory.
func (m *memory) sortPairs(g *gomap) bool {
	type pair struct {
		key  string
		k, e uint64
	}
	pairs := make([]pair, len(g.keys))
	for i := range pairs {
		var b strings.Builder
		if !m.encodeKey(&b, g.keys[i], g.typ.key, 0) {
			return false
		}
		pairs[i] = pair{b.String(), g.keys[i], g.elems[i]}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	for i, p := range pairs {
		if i > 0 && p.key == pairs[i-1].key {
			return false
		}
		g.keys[i], g.elems[i] = p.k, p.e
	}
	return true
}

// encodeKey writes a key in a form that is the same in every run. That of a pointer is what it points to, at the given depth.
func (m *memory) encodeKey(b *strings.Builder, addr uint64, t *typ, depth int) bool {
	const most = 4
	if t.size == 0 || depth > most {
		return t.size == 0
	}
	o, base := m.objectAt(addr)
	if o == nil {
		return m.encodeSymbol(b, addr)
	}
	ok := true
	t.leaves(base, func(l leaf) {
		if !ok {
			return
		}
		switch l.slot {
		case scalar:
			n := b.Len()
			b.Write(o.data[l.off : l.off+l.size])
			if m.order == binary.LittleEndian && b.Len() == n+int(l.size) && l.size <= 8 && l.typ.kind <= kindUintptr { // numbers in their order
				s := []byte(b.String())
				slices.Reverse(s[n:])
				b.Reset()
				b.Write(s)
			}
		case stringSlot:
			w, n := m.word(o.data[l.off:]), m.word(o.data[l.off+m.ptrSize:])
			fmt.Fprintf(b, "%d:", n) // so that what follows is never taken for a part of it
			if n > 0 {
				s, off := m.objectAt(w)
				if s == nil {
					ok = m.encodeSymbol(b, w)
				} else {
					b.Write(s.data[off : off+n])
				}
			}
		case tableSlot:
			w, data := m.word(o.data[l.off:]), m.word(o.data[l.off+m.ptrSize:])
			dynamic := m.typeWith(w)
			if t := m.tables[w]; t != nil {
				dynamic = t.typ
			}
			if w == 0 || dynamic == nil {
				ok = w == 0
				return
			}
			fmt.Fprintf(b, "%s %s:", dynamic.pkg, dynamic.name)
			if !dynamic.direct {
				ok = m.encodeKey(b, data, dynamic, depth+1)
				return
			}
			dynamic.leaves(0, func(l leaf) { ok = ok && m.encodePointer(b, data, l, depth) })
		default:
			ok = m.encodePointer(b, m.word(o.data[l.off:]), l, depth)
		}
	})
	return ok
}

// encodePointer writes a pointer that is a key, or a part of one, like encodeKey. l is where it stands.
func (m *memory) encodePointer(b *strings.Builder, w uint64, l leaf, depth int) bool {
	to, off := m.objectAt(w)
	switch {
	case w == 0:
	case l.slot == handleSlot && to != nil && m.byValue[w] == nil:
		return m.encodeKey(b, w, l.elemOf(), depth+1)
	case l.slot == handleSlot && to != nil:
		fmt.Fprintf(b, "handle %d;", m.byValue[w].number)
	case l.slot != pointerSlot || to == nil || to.value != nil:
		return m.encodeSymbol(b, w)
	case to.number != 0:
		fmt.Fprintf(b, "object %d+%d;", to.number, off)
	default:
		return m.encodeKey(b, w, l.elemOf(), depth+1)
	}
	return true
}

// encodeSymbol writes an address in a symbol, if it is one.
func (m *memory) encodeSymbol(b *strings.Builder, w uint64) bool {
	sym, plus := m.symbolAt(w)
	fmt.Fprintf(b, "symbol %d+%d;", sym, plus)
	return sym >= 0
}

// lost says that what a variable leads to cannot be found at start.
func (m *memory) lost(way *foreign) string {
	return "a pointer to what " + m.symbols[way.symbol].Name + " leads to, too, where the program cannot be sure to find it when it starts: through a map, " +
		"a channel, a closure or an unsafe.Pointer, or from several variables of a package; let one variable point to it"
}

func (m *memory) problem(o *object, off uint64, text string) {
	m.link(o, link{off: off})
	m.problems = append(m.problems, Problem{o.owner, m.path(o, off), text})
}
