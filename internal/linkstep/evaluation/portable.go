package evaluation

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Portable is what values consist of, for another program that has been made of the same sources, on a machine with addresses of the same
// size and the same byte order. It can be written down: symbols are numbers, whose meaning is told elsewhere.
type Portable struct {
	Objects []PortableObject // in the order in which they are found
}

// PortableObject is a piece of memory.
type PortableObject struct {
	Owner    int            // the value by which it is found first
	Value    int            // the value whose variable it is, or -1
	Align    uint64         `json:",omitempty"` // of a variable
	PtrBytes uint64         `json:",omitempty"` // up to the last pointer in a variable
	Text     bool           `json:",omitempty"` // only bytes of strings
	Data     []byte         // without what it points to
	Structs  []string       `json:",omitempty"` // the packages of the struct types in it
	Links    []PortableLink `json:",omitempty"`
}

// PortableLink is a pointer.
type PortableLink struct {
	Off    uint64
	To     linkKind
	Object int    `json:",omitempty"` // to which it leads
	Symbol int    `json:",omitempty"` // the same, or the type of an interface table
	Inter  int    `json:",omitempty"` // the interface type of a table
	Plus   uint64 `json:",omitempty"` // in what it leads to
}

// Portable returns the values, and the symbols to which they refer: those of the result's program that its numbers stand for.
func (r *Result) Portable() (p *Portable, symbols []int) {
	numbers := make(map[int]int)
	number := func(symbol int) int {
		n, ok := numbers[symbol]
		if !ok {
			n = len(symbols)
			numbers[symbol] = n
			symbols = append(symbols, symbol)
		}
		return n
	}
	p = new(Portable)
	for _, o := range r.m.inOrder {
		x := PortableObject{Owner: o.owner, Value: -1, Text: o.bytes, Data: o.data}
		if o.value != nil {
			x.Value, x.Align, x.PtrBytes = o.value.id, o.value.typ.align, o.value.typ.ptrBytes
		}
		for _, part := range o.parts {
			part.typ.structs(&x.Structs)
		}
		for _, l := range o.links {
			y := PortableLink{Off: l.off, To: l.to, Plus: l.plus}
			switch l.to {
			case toObject:
				y.Object = l.obj.number - 1
			case toSymbol, toType:
				y.Symbol = number(l.sym)
			case toTable:
				y.Symbol, y.Inter = number(r.m.byType[l.tab.typ.addr]), number(r.m.byType[l.tab.inter.addr])
			}
			x.Links = append(x.Links, y)
		}
		p.Objects = append(p.Objects, x)
	}
	return p, symbols
}

// structs adds the packages of the struct types of which a value of type t consists.
func (t *typ) structs(list *[]string) {
	switch t.kind {
	case kindArray:
		t.elem.structs(list)
	case kindStruct:
		if t.pkg != "" && !slices.Contains(*list, t.pkg) {
			*list = append(*list, t.pkg)
		}
		for _, f := range t.fields {
			f.typ.structs(list)
		}
	}
}

// Check reports whether what has been read fits together, with so many values and symbols.
func (p *Portable) Check(values, symbols int) error {
	valid := func(i, n int) bool { return i >= 0 && i < n }
	for _, x := range p.Objects {
		if !valid(x.Owner, values) || x.Value != -1 && !valid(x.Value, values) {
			return errPortable
		}
		for _, l := range x.Links {
			ok := l.Off <= uint64(len(x.Data)) && uint64(len(x.Data))-l.Off >= portableWord
			switch l.To {
			case toObject:
				ok = ok && valid(l.Object, len(p.Objects)) && l.Plus <= uint64(len(p.Objects[l.Object].Data))
			case toSymbol, toType:
				ok = ok && valid(l.Symbol, symbols)
			case toTable:
				ok = ok && valid(l.Symbol, symbols) && valid(l.Inter, symbols)
			default:
				ok = ok && l.To <= toHandle
			}
			if !ok {
				return errPortable
			}
		}
	}
	return nil
}

var errPortable = errors.New("what a hosted program has computed is damaged; build again")

// portableWord is the size of an address in a Portable, in bytes.
const portableWord = 8

// Refuse notes, for the values that another program cannot have as they are and that are not noted yet, why not. It is told of a symbol of
// the other program, and of a package with struct types, why it does not do, if so; and whether there is a table of an interface.
func (p *Portable) Refuse(why map[int]string, symbol func(number int) string, structs func(pkg string) string, table func(typ, inter int) bool) {
	refuse := func(x *PortableObject, reason string) {
		if reason != "" && why[x.Owner] == "" {
			why[x.Owner] = reason
		}
	}
	for i := range p.Objects {
		x := &p.Objects[i]
		for _, pkg := range x.Structs {
			refuse(x, structs(pkg))
		}
		for _, l := range x.Links {
			switch l.To {
			case toMap:
				refuse(x, "they hold maps, and what fills these at start needs the Go runtime")
			case toHandle:
				refuse(x, "they hold unique handles, and what makes these at start needs the Go runtime")
			case toForeign:
				refuse(x, "they hold what other variables lead to, and what takes it from there at start needs the Go runtime")
			case toTable:
				refuse(x, symbol(l.Symbol))
				refuse(x, symbol(l.Inter))
				if why[x.Owner] == "" && !table(l.Symbol, l.Inter) {
					refuse(x, "they hold interfaces, and what finds the methods for these at start needs the Go runtime")
				}
			case toSymbol, toType:
				refuse(x, symbol(l.Symbol))
			}
		}
	}
	for again := true; again; {
		again = false
		for i := range p.Objects {
			x := &p.Objects[i]
			for _, l := range x.Links {
				if l.To == toObject && why[x.Owner] == "" && why[p.Objects[l.Object].Owner] != "" {
					refuse(x, "they lead to values that are computed at initialisation")
					again = true
				}
			}
		}
	}
}

// Result returns values for another program, in which the i-th value has the number values[i], or is none if that is negative, and
// which has the given symbols, of which those that the values refer to are at the places in at. Check has found nothing, and Refuse no
// value that the program has.
func (p *Portable) Result(values []int, symbols []Symbol, at []int, order binary.ByteOrder) *Result {
	m := &memory{stream: new(stream), symbols: symbols, ptrSize: portableWord, order: order, byType: make(map[uint64]int)}
	// The place of a symbol stands for the address of a type.
	typeAt := func(number int) *typ {
		addr := uint64(at[number])
		m.byType[addr] = at[number]
		return &typ{addr: addr}
	}
	objects := make([]*object, len(p.Objects))
	for i, x := range p.Objects {
		if values[x.Owner] < 0 {
			continue
		}
		o := &object{data: slices.Clone(x.Data), bytes: x.Text, owner: values[x.Owner], number: len(m.inOrder) + 1}
		if x.Value >= 0 {
			o.value = &value{id: values[x.Value], typ: &typ{align: x.Align, ptrBytes: x.PtrBytes}}
		}
		objects[i] = o
		m.inOrder = append(m.inOrder, o)
	}
	for i, x := range p.Objects {
		o := objects[i]
		if o == nil {
			continue
		}
		for _, l := range x.Links {
			y := link{off: l.Off, to: l.To, plus: l.Plus}
			switch l.To {
			case toObject:
				y.obj = objects[l.Object]
			case toSymbol, toType:
				y.sym = at[l.Symbol]
			case toTable:
				y.tab = &table{inter: typeAt(l.Inter), typ: typeAt(l.Symbol)}
			}
			o.links = append(o.links, y)
		}
	}
	return &Result{m: m}
}

// TableName returns the name of an interface table, given those of the symbols of its types, as the compiler gives it.
func TableName(typ, inter string) string { return "go:itab." + typ + "," + inter }
