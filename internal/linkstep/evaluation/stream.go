// Package evaluation lays out values that functions of a program return when it is linked.
//
// The link step links an evaluation program, which contains the packages with such functions and the walker (see the
// directory of that name). The walker calls each function where Go would initialise its variable, and writes what memory the value
// consists of, and the types of it, to a pipe. This package reads that, refuses what cannot be data, compares two runs, and
// writes the values into an object file.
package evaluation

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kinds of types (internal/abi.Kind).
const (
	kindBool          = 1
	kindInt64         = 6
	kindFloat32       = 13
	kindFloat64       = 14
	kindUintptr       = 12
	kindArray         = 17
	kindChan          = 18
	kindFunc          = 19
	kindInterface     = 20
	kindMap           = 21
	kindPointer       = 22
	kindSlice         = 23
	kindString        = 24
	kindStruct        = 25
	kindUnsafePointer = 26
)

// The kinds of types that are more than what they are made of, as the walker numbers them.
const (
	atomicPointer = 1 // its word is a pointer to the type of
	pool          = 2 // what it holds may be dropped
	uniqueHandle  = 3 // it can be made again of what its only field points to
)

// typ is a type of the evaluation program.
type typ struct {
	addr     uint64
	kind     int
	size     uint64
	align    uint64
	ptrBytes uint64
	direct   bool // the data word of an interface is the value itself
	name     string
	pkg      string // import path, for a defined type
	elem     *typ
	key      *typ
	len      uint64
	methods  uint64 // of an interface type
	special  int
	of       *typ
	fields   []field

	dense int8 // 1 if it has neither pointers nor padding, -1 if it does
}

type field struct {
	name string
	off  uint64
	typ  *typ
}

// region is memory that holds n values of a type.
type region struct {
	addr uint64
	typ  *typ // nil for the bytes of a string
	n    uint64
	data []byte
}

// table is an interface table.
type table struct {
	inter, typ *typ
}

// mapping is a Go map.
type mapping struct {
	typ         *typ
	keys, elems []uint64 // addresses
}

// foreign is the way to an object that variables of the program reach: from a variable, by pointers and distances from what
// they point to.
type foreign struct {
	symbol int
	off    uint64
	steps  []uint64
}

// value is a variable whose value has been computed.
type value struct {
	id   int
	addr uint64
	typ  *typ
}

// effect is a variable that has changed, or something that it reaches, while values were computed.
type effect struct {
	id     int // of the last of those values
	symbol int
	off    uint64
}

// note is something that a function has done outside of the program.
type note struct {
	id   int
	kind byte
	text string
}

// The kinds of notes.
const (
	noteOpen   = 'O' // a file was opened
	noteStat   = 'Q' // it was looked for a file
	noteGetenv = 'N' // a variable of the environment was read
)

// stream is what a walker has written.
type stream struct {
	addrs   []uint64  // of symbols; 0 for those that the evaluation program does not contain
	code    [2]uint64 // where it begins and ends
	types   []*typ
	regions []region
	covers  []region // arrays as a whole
	tables  map[uint64]*table
	maps    map[uint64]*mapping
	foreign map[uint64]*foreign
	values  []value
	effects []effect
	notes   []note

	environment []string // variables that initialisers have read

	awaited []uint64          // addresses of objects with finalizers
	larger  map[uint64]uint64 // sizes of values at the begin of larger objects, by address
	begun   int               // the value whose computation has begun last, or -1
	goexit  bool
	early   []int // values whose variables were set before their turn
	left    []int // values whose functions have left goroutines running
	unknown bool  // the runtime is none that the walker knows
	done    bool
}

var errStream = errors.New("the evaluation program has not written what it should have; please report it")

// decoder reads numbers and texts off the begin of data.
type decoder struct {
	data []byte
	s    *stream
	word uint64 // the mask of an address
	bad  bool
}

// decode reads what a walker has written, whole or up to where the program ended. ptrSize is that of the target.
func decode(data []byte, ptrSize int) (*stream, error) {
	s := &stream{tables: make(map[uint64]*table), maps: make(map[uint64]*mapping), foreign: make(map[uint64]*foreign), larger: make(map[uint64]uint64), begun: -1}
	d := &decoder{data: data, s: s, word: 1<<(8*ptrSize-1)<<1 - 1}
	for len(d.data) > 0 && !d.bad {
		kind := d.data[0]
		d.data = d.data[1:]
		d.record(kind)
	}
	if d.bad && s.done {
		return nil, errStream
	}
	for i, t := range s.types {
		if (t == nil || t.kind == 0) && s.done {
			return nil, fmt.Errorf("type %d: %w", i, errStream)
		}
	}
	return s, nil
}

func (d *decoder) number() uint64 {
	n, k := binary.Uvarint(d.data)
	if k <= 0 {
		d.bad = true
		return 0
	}
	d.data = d.data[k:]
	return n & d.word
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.data)) {
		d.bad = true
		return nil
	}
	b := d.data[:n:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) text() string { return string(d.bytes(d.number())) }

// count reads the number of things each of which takes at least a byte.
func (d *decoder) count() int {
	n := d.number()
	if n > uint64(len(d.data)) {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *decoder) numbers(n int) []uint64 {
	list := make([]uint64, n)
	for i := range list {
		list[i] = d.number()
	}
	return list
}

// typ returns the type with the next number, of which nothing may be known yet.
func (d *decoder) typ() *typ {
	i := d.number()
	const most = 1 << 24
	if i > most {
		d.bad = true
		i = 0
	}
	for uint64(len(d.s.types)) <= i {
		d.s.types = append(d.s.types, new(typ))
	}
	return d.s.types[i]
}

func (d *decoder) record(kind byte) {
	s := d.s
	switch kind {
	case 'A':
		s.addrs = d.numbers(d.count())
	case 'P':
		s.code = [2]uint64{d.number(), d.number()}
	case 'T':
		d.typeRecord()
	case 'B':
		s.begun = int(d.number())
	case 'V':
		s.values = append(s.values, value{int(d.number()), d.number(), d.typ()})
		s.begun = -1
	case 'R':
		r := region{addr: d.number(), typ: d.typ(), n: d.number()}
		r.data = d.bytes(r.n * r.typ.size)
		s.regions = append(s.regions, r)
	case 'C':
		s.covers = append(s.covers, region{addr: d.number(), typ: d.typ(), n: d.number()})
	case 'S':
		r := region{addr: d.number(), n: d.number()}
		r.data = d.bytes(r.n)
		s.regions = append(s.regions, r)
	case 'I':
		addr := d.number()
		s.tables[addr] = &table{inter: d.typ(), typ: d.typ()}
	case 'M':
		addr := d.number()
		m := &mapping{typ: d.typ()}
		for range d.count() {
			m.keys = append(m.keys, d.number())
			m.elems = append(m.elems, d.number())
		}
		s.maps[addr] = m
	case 'F':
		addr := d.number()
		f := &foreign{symbol: int(d.number()), off: d.number()}
		f.steps = d.numbers(d.count())
		s.foreign[addr] = f
	case 'E':
		s.effects = append(s.effects, effect{int(d.number()), int(d.number()), d.number()})
	case noteOpen, noteStat, noteGetenv:
		s.notes = append(s.notes, note{s.begun, kind, d.text()})
	case 'n':
		s.environment = append(s.environment, d.text())
	case 'W':
		addr := d.number()
		s.larger[addr] = d.number()
	case 'Y':
		s.early = append(s.early, int(d.number()))
	case 'X':
		s.awaited = append(s.awaited, d.number())
	case 'L':
		s.left = append(s.left, int(d.number()))
	case 'G':
		d.number()
		s.goexit = true
	case 'U':
		s.unknown = true
	case 'Z':
		s.done = true
	default:
		d.bad = true
	}
}

func (d *decoder) typeRecord() {
	t := d.typ()
	t.addr = d.number()
	t.kind = int(d.number())
	t.size, t.align, t.ptrBytes = d.number(), d.number(), d.number()
	t.direct = d.number() == 1
	t.name, t.pkg = d.text(), d.text()
	switch t.kind {
	case kindStruct:
		t.special = int(d.number())
		if of := d.typ(); t.special == atomicPointer {
			t.of = of
		}
		for range d.count() {
			t.fields = append(t.fields, field{name: d.text(), off: d.number(), typ: d.typ()})
		}
		slices.SortStableFunc(t.fields, func(a, b field) int { return int(int64(a.off) - int64(b.off)) })
	case kindArray:
		t.elem, t.len = d.typ(), d.number()
	case kindPointer, kindSlice:
		t.elem = d.typ()
	case kindMap:
		t.key, t.elem = d.typ(), d.typ()
	case kindInterface:
		t.methods = d.number()
	}
}

// standard reports whether the type is a defined one of the standard library. Some of these, like time.Timer, are the begin of what the
// runtime allocates.
func (t *typ) standard() bool {
	first, _, _ := strings.Cut(t.pkg, "/")
	return t.pkg != "" && t.pkg != "main" && !strings.Contains(first, ".")
}

// leaf is an indivisible part of a value.
type leaf struct {
	off  uint64
	size uint64 // of one without pointers
	slot slot
	typ  *typ
}

// slot is what the words of a leaf are.
type slot uint8

const (
	scalar      slot = iota // no pointer
	pointerSlot             // to values of the type elem
	sliceSlot               // followed by length and capacity
	stringSlot              // followed by the length
	tableSlot               // an interface: a type or an interface table, followed by a word
	mapSlot
	chanSlot
	funcSlot
	unsafeSlot
	handleSlot // the pointer in a unique.Handle
	emptySlot  // a pointer that is dropped
)

// leaves calls f for the parts of a value of type t at offset off, in ascending order.
func (t *typ) leaves(off uint64, f func(leaf)) {
	if t.isDense() {
		if t.size > 0 {
			f(leaf{off: off, size: t.size, typ: t})
		}
		return
	}
	switch t.kind {
	case kindStruct:
		if t.pkg == "weak" && strings.HasPrefix(t.name, "weak.Pointer[") {
			f(leaf{off: off, slot: unsafeSlot, typ: t})
			return
		}
		switch t.special {
		case uniqueHandle:
			f(leaf{off: off, slot: handleSlot, typ: t})
			return
		case atomicPointer:
			f(leaf{off: off, slot: pointerSlot, typ: t})
			return
		case pool:
			for _, x := range t.fields {
				if x.name == "New" {
					x.typ.leaves(off+x.off, f)
				} else if x.typ.kind == kindUnsafePointer {
					f(leaf{off: off + x.off, slot: emptySlot, typ: x.typ})
				}
			}
			return
		}
		for _, x := range t.fields {
			if x.name != "_" || x.typ.ptrBytes > 0 {
				x.typ.leaves(off+x.off, f)
			}
		}
	case kindArray:
		for i := range t.len {
			t.elem.leaves(off+i*t.elem.size, f)
		}
	default:
		f(leaf{off: off, slot: t.slot(), typ: t})
	}
}

func (t *typ) slot() slot {
	switch t.kind {
	case kindPointer:
		return pointerSlot
	case kindSlice:
		return sliceSlot
	case kindString:
		return stringSlot
	case kindInterface:
		return tableSlot
	case kindMap:
		return mapSlot
	case kindChan:
		return chanSlot
	case kindFunc:
		return funcSlot
	case kindUnsafePointer:
		return unsafeSlot
	}
	return scalar
}

// isDense reports whether all of a value's bytes are significant, and none of them are a pointer's.
func (t *typ) isDense() bool {
	if t.dense != 0 {
		return t.dense > 0
	}
	dense := true
	switch t.kind {
	case kindStruct:
		end := uint64(0)
		for _, f := range t.fields {
			dense = dense && f.off == end && f.typ.isDense() && f.name != "_"
			end = f.off + f.typ.size
		}
		dense = dense && end == t.size
	case kindArray:
		dense = t.len == 0 || t.elem.isDense()
	default:
		dense = t.slot() == scalar
	}
	t.dense = -1
	if dense {
		t.dense = 1
	}
	return dense
}

// hasAddresses reports whether integers in a value of type t are meant for addresses.
func (t *typ) hasAddresses() bool {
	switch t.kind {
	case kindUintptr:
		return true
	case kindArray:
		return t.len > 0 && t.elem.hasAddresses()
	case kindStruct:
		return slices.ContainsFunc(t.fields, func(f field) bool { return f.typ.hasAddresses() })
	}
	return false
}

// addresses calls f with the offsets of the integers that are meant for addresses in a value of type t at offset off.
func (t *typ) addresses(off uint64, f func(off uint64)) {
	switch t.kind {
	case kindUintptr:
		f(off)
	case kindArray:
		for i := uint64(0); i < t.len && t.elem.hasAddresses(); i++ {
			t.elem.addresses(off+i*t.elem.size, f)
		}
	case kindStruct:
		for _, x := range t.fields {
			x.typ.addresses(off+x.off, f)
		}
	}
}

// elemOf returns the type of what a pointer, a slice or the like of the leaf points to.
func (l leaf) elemOf() *typ {
	switch l.typ.special {
	case atomicPointer:
		return l.typ.of
	case uniqueHandle:
		return l.typ.fields[0].typ.elem
	}
	return l.typ.elem
}
