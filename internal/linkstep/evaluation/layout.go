package evaluation

import (
	"cmp"
	"fmt"
	"slices"

	"premain.dev/internal/linkstep/goobj"
)

// Result is the values that two runs of an evaluation program have computed alike.
type Result struct {
	m      *memory
	byID   map[int]*Value
	blobs  map[blobKey]*goobj.Def
	masks  map[*goobj.Def][]byte
	tables Tables
}

// Value is a variable that is laid out.
type Value struct {
	ID     int
	Name   string // Path.Name, for people
	Symbol string
	About  goobj.Description

	Objects int   // pieces of memory
	Bytes   int64 // in them, the variable included
	FixUps  []FixUp
}

// FixUp is what has to be done at start for a part of a value.
type FixUp struct {
	Path string // inside the value
	Text string // what is done
}

// Tables finds interface tables of the program.
type Tables interface {
	// Table returns the interface table of a name, as the compiler gives them (go:itab.T,I), that some package of the program has.
	Table(name string) (goobj.Target, bool)
	// TypeName returns the name of a symbol of a type.
	TypeName(symbol int) string
	// Dictionary returns what the compiler passes to a generic function for its type parameters, by the name of the symbol, if some
	// package of the program has it.
	Dictionary(name string) (goobj.Target, bool)
	// Maker returns the unique.Make that the restorer has for the i-th of its types of handles.
	Maker(i int) goobj.Target
}

// Refers reports whether a value points into a variable, or is to take something from it, and where.
func (r *Result) Refers(symbol int) (id int, path string, ok bool) {
	for _, o := range r.m.inOrder {
		for _, l := range o.links {
			if l.to == toSymbol && l.sym == symbol || l.to == toForeign && l.way.symbol == symbol {
				return o.owner, r.m.path(o, l.off), true
			}
		}
	}
	return 0, "", false
}

// Uint32s returns the value of a variable that is a slice of such integers, or nil if there is none.
func (r *Result) Uint32s(id int) (list []uint32) {
	i := slices.IndexFunc(r.m.inOrder, func(o *object) bool { return o.value != nil && o.value.id == id })
	if i < 0 {
		return nil
	}
	o := r.m.inOrder[i]
	if len(o.links) != 1 || o.links[0].to != toObject {
		return nil
	}
	n := r.m.word(o.data[r.m.ptrSize:])
	data := o.links[0].obj.data[o.links[0].plus:]
	for k := range min(n, uint64(len(data)/4)) {
		list = append(list, r.m.order.Uint32(data[4*k:]))
	}
	return list
}

// FixUps reports whether something has to be done at start for values that are defined with the given tables.
func (r *Result) FixUps(tables Tables) bool {
	r.tables = tables
	for _, o := range r.m.inOrder {
		for _, l := range o.links {
			switch l.to {
			case toForeign, toMap, toHandle:
				return true
			case toTable:
				if _, ok := r.table(l.tab); !ok {
					return true
				}
			}
		}
	}
	return false
}

// parts of a value in which its objects lie, by what the linker has to know of them.
type part uint8

const (
	pointers part = iota
	plain
	text
)

type blobKey struct {
	owner int
	part  part
}

// Define lays out the values in an object: each variable, and what it leads to in up to three symbols besides. cells are the symbols of
// the variables by which a package learns that there is something to do at start, and restore the function that does it.
func (r *Result) Define(b *goobj.Builder, values []*Value, tables Tables, restore string, cells map[int]string) {
	m := r.m
	r.byID = make(map[int]*Value)
	for _, v := range values {
		r.byID[v.ID] = v
		v.Objects, v.Bytes, v.FixUps = 0, 0, nil
	}
	r.blobs = make(map[blobKey]*goobj.Def)
	r.masks = make(map[*goobj.Def][]byte)
	r.tables = tables
	// The order of a section is for the link step alone.
	objects := slices.DeleteFunc(slices.Clone(m.inOrder), func(o *object) bool { return r.byID[o.owner] == nil })
	for _, o := range objects {
		r.place(b, o)
	}
	for _, o := range objects {
		r.fill(o)
	}
	for _, o := range objects {
		if d := o.blob; d.Kind() == goobj.Data && o.value == nil && r.masks[d] != nil {
			d.PtrMask(r.masks[d], (d.Len()+int(m.ptrSize)-1)/int(m.ptrSize))
			delete(r.masks, d)
		}
	}
	fixes := r.fixes()
	for _, v := range values {
		if f := fixes[v.ID]; f != nil {
			f.define(r, b, v, restore, cells[v.ID])
		}
	}
}

// place finds a place for an object.
func (r *Result) place(b *goobj.Builder, o *object) {
	v := r.byID[o.owner]
	v.Objects++
	v.Bytes += int64(len(o.data))
	if o.value != nil {
		kind := goobj.NoPtrData
		if o.value.typ.ptrBytes > 0 {
			kind = goobj.Data
		}
		o.blob = b.Define(v.Symbol, kind)
		o.blob.Describe(v.About)
		o.blob.Align(int(max(o.value.typ.align, 1)))
		o.blob.Raw(o.data)
		return
	}
	p := plain
	if o.bytes {
		p = text
	} else if len(o.links) > 0 {
		p = pointers
	}
	key := blobKey{o.owner, p}
	d := r.blobs[key]
	if d == nil {
		kind := map[part]goobj.Kind{pointers: goobj.Data, plain: goobj.NoPtrData, text: goobj.ROData}[p]
		d = b.DefineStatic(fmt.Sprintf("premain.%s:%s", map[part]string{pointers: "value", plain: "data", text: "text"}[p], v.Name), kind)
		if p == text {
			d.Align(1)
		} else {
			d.Align(8) // what the runtime gives to objects of 8 bytes or more, also on machines with smaller addresses
		}
		r.blobs[key] = d
	}
	if p != text {
		d.Raw(make([]byte, -d.Len()&7))
	}
	o.blob, o.offset = d, d.Len()
	d.Raw(o.data)
}

// fill puts the pointers of an object into its place, and tells the collector where they are.
func (r *Result) fill(o *object) {
	m := r.m
	for _, l := range o.links {
		at := o.offset + int(l.off)
		if l.to != toType && l.to != toTable {
			r.mark(o.blob, at/int(m.ptrSize))
		}
		switch l.to {
		case toObject:
			to, plus := r.target(l.obj)
			o.blob.PutAddr(at, to, plus+int(l.plus))
		case toSymbol:
			t := m.symbols[l.sym].Target
			o.blob.PutAddr(at, t, int(l.plus))
			if m.symbols[l.sym].Kind == Type { // a reflect.Type, with which values may be made and their methods called
				o.blob.UseType(t)
			}
		case toType:
			t := m.symbols[l.sym].Target
			o.blob.PutAddr(at, t, 0)
			o.blob.UseType(t)
		case toTable:
			if t, ok := r.table(l.tab); ok {
				o.blob.PutAddr(at, t, 0)
				o.blob.UseType(t)
			}
			o.blob.UseType(m.symbols[m.byType[l.tab.typ.addr]].Target)
		case toZero:
			o.blob.PutAddr(at, goobj.Named("runtime.zerobase"), 0)
		}
	}
}

func (r *Result) mark(d *goobj.Def, word int) {
	mask := r.masks[d]
	for len(mask) <= word/8 {
		mask = append(mask, 0)
	}
	mask[word/8] |= 1 << (word % 8)
	r.masks[d] = mask
}

// target returns where an object lies.
func (r *Result) target(o *object) (goobj.Target, int) { return o.blob.Target(), o.offset }

// table returns the interface table that a package of the program has. The runtime makes others at start: what methods are in one
// that was made while a value was computed depends on what the evaluation program calls.
func (r *Result) table(t *table) (goobj.Target, bool) {
	m := r.m
	return r.tables.Table(TableName(r.tables.TypeName(m.byType[t.typ.addr]), r.tables.TypeName(m.byType[t.inter.addr])))
}

// fixes is what has to be done at start for one value.
type fixes struct {
	maps   []*gomap
	words  []fixedWord
	made   []*handle
	tables []fixedTable
}

type fixedTable struct {
	place
	table *table
}

type fixedWord struct {
	place
	way *foreign
}

// fixes collects what has to be done at start, by the value at whose place in the order of initialisation it is.
func (r *Result) fixes() map[int]*fixes {
	m := r.m
	list := make(map[int]*fixes)
	of := func(owner int) *fixes {
		if list[owner] == nil {
			list[owner] = new(fixes)
		}
		return list[owner]
	}
	for _, o := range m.inOrder {
		for _, l := range o.links {
			if l.to == toForeign {
				f := of(o.owner)
				f.words = append(f.words, fixedWord{place{o, l.off}, l.way})
				v := r.byID[o.owner]
				v.FixUps = append(v.FixUps, FixUp{m.path(o, l.off), "taken from " + m.way(l.way)})
			} else if l.to == toTable {
				if _, ok := r.table(l.tab); !ok {
					f := of(o.owner)
					f.tables = append(f.tables, fixedTable{place{o, l.off}, l.tab})
					v := r.byID[o.owner]
					v.FixUps = append(v.FixUps, FixUp{m.path(o, l.off), "the methods of " + l.tab.typ.name + " as " + l.tab.inter.name})
				}
			}
		}
	}
	for _, h := range m.handles {
		f := of(h.owner)
		f.made = append(f.made, h)
		v := r.byID[h.owner]
		v.FixUps = append(v.FixUps, FixUp{m.path(h.slots[0].object, h.slots[0].off), "made again by unique.Make"})
	}
	for _, g := range m.maps {
		f := of(g.owner)
		f.maps = append(f.maps, g)
		v := r.byID[g.owner]
		v.FixUps = append(v.FixUps, FixUp{m.path(g.from, g.fromOff), pairs(len(g.keys))})
	}
	return list
}

// pairs says what is done with a map at start.
func pairs(n int) string {
	switch n {
	case 0:
		return "an empty map"
	case 1:
		return "a map, filled with 1 pair"
	}
	return fmt.Sprintf("a map, filled with %d pairs", n)
}

// way returns how the program finds an object.
func (m *memory) way(f *foreign) string {
	name := m.symbols[f.symbol].Name
	if len(f.steps) > 1 {
		return "what " + name + " leads to"
	}
	return name
}

// define lays out, for the restorer, what has to be done: see the directory of that name.
func (f *fixes) define(r *Result, b *goobj.Builder, v *Value, restore, cell string) {
	m := r.m
	static := func(what string) *goobj.Def {
		return b.DefineStatic("premain."+what+":"+v.Name, goobj.ROData)
	}
	pointer := func(d *goobj.Def, o *object, off uint64) {
		if o == nil {
			d.AddrOf("runtime.zerobase")
			return
		}
		to, plus := r.target(o)
		d.AddrTo(to, plus+int(off))
	}
	slice := func(d, of *goobj.Def, n int) {
		if n == 0 {
			d.Word(0)
		} else {
			d.Addr(of)
		}
		d.Word(n)
		d.Word(n)
	}
	maps, slots, pairs := static("maps"), static("slots"), static("pairs")
	for _, g := range f.maps {
		t := m.symbols[m.byType[g.typ.addr]].Target
		maps.AddrTo(t, 0)
		maps.UseType(t)
		maps.AddrPlus(slots, slots.Len())
		maps.Word(len(g.slots))
		maps.Word(len(g.slots))
		for _, p := range g.slots {
			pointer(slots, p.object, p.off)
		}
		maps.AddrPlus(pairs, pairs.Len())
		maps.Word(len(g.keys))
		maps.Word(len(g.keys))
		for i := range g.keys {
			pointer(pairs, g.keyObjects[i], g.keyOffs[i])
			pointer(pairs, g.elemObjects[i], g.elemOffs[i])
		}
	}
	made := static("handles")
	for _, h := range f.made {
		calls := static("make")
		calls.AddrOfFunc(makerName(restore, h.maker))
		calls.AddrTo(r.tables.Maker(h.maker), 0)
		made.Addr(calls)
		made.AddrPlus(calls, calls.Len()/2)
		dictionary, _ := r.dictionary(h)
		made.AddrTo(dictionary, 0)
		pointer(made, h.value, h.off)
		made.AddrPlus(slots, slots.Len())
		made.Word(len(h.slots))
		made.Word(len(h.slots))
		for _, p := range h.slots {
			pointer(slots, p.object, p.off)
		}
	}
	pairs.Word(0) // an address behind the last pair is one of pairs, too
	slots.Word(0)
	words, steps := static("words"), static("steps")
	for _, w := range f.words {
		pointer(words, w.object, w.off)
		words.AddrTo(m.symbols[w.way.symbol].Target, int(w.way.off))
		words.AddrPlus(steps, steps.Len())
		words.Word(len(w.way.steps))
		words.Word(len(w.way.steps))
		for _, s := range w.way.steps {
			steps.Word(int(s))
		}
	}
	itabs := static("tables")
	for _, t := range f.tables {
		pointer(itabs, t.object, t.off)
		for _, typ := range []*typ{t.table.inter, t.table.typ} {
			itabs.AddrTo(m.symbols[m.byType[typ.addr]].Target, 0)
		}
	}
	run := static("restore")
	run.AddrOfFunc(restore)
	todo := static("todo")
	todo.Addr(run)
	todo.Word(0)
	slice(todo, maps, len(f.maps))
	slice(todo, words, len(f.words))
	slice(todo, itabs, len(f.tables))
	slice(todo, made, len(f.made))
	d := b.Define(cell, goobj.NoPtrData)
	d.Addr(todo)
}

// Problems returns why values cannot be laid out, or nil, and whether the two runs have computed the same.
func newResult(a, b *memory) (r *Result, problems []Problem) {
	problems = slices.Clone(a.problems)
	if len(problems) == 0 {
		if d := compare(a, b); d != nil {
			text := "two evaluations differ here"
			if d.a != d.b && d.a != "" && d.b != "" {
				text += ", " + d.a + " and " + d.b
			}
			problems = append(problems, Problem{d.id, d.path,
				text + "; the function depends on time, random numbers, addresses, the environment or the order of a map"})
		}
	}
	slices.SortStableFunc(problems, func(x, y Problem) int { return cmp.Compare(x.ID, y.ID) })
	return &Result{m: a}, problems
}
