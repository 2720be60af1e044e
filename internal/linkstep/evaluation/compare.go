package evaluation

import (
	"bytes"
	"math"
	"strconv"
)

// difference is where two runs have computed different values.
type difference struct {
	id   int // of the value
	path string
	a, b string // what is there, if that can be told
}

// compare returns the first place in which the values of two runs differ, if there is one. Both are walked from the variables in
// the same order, so that objects that correspond have the same number.
func compare(a, b *memory) *difference {
	for i := range min(len(a.inOrder), len(b.inOrder)) {
		if off, same := a.sameObject(b, a.inOrder[i], b.inOrder[i]); !same {
			o := a.inOrder[i]
			return &difference{o.owner, a.path(o, off), a.show(o, off), b.show(b.inOrder[i], off)}
		}
	}
	for i, v := range a.values {
		if i >= len(b.values) || v.id != b.values[i].id {
			return &difference{id: v.id}
		}
	}
	for i := range min(len(a.maps), len(b.maps)) {
		if off, same := a.sameMap(a.maps[i], b.maps[i]); !same {
			return &difference{id: a.maps[i].owner, path: a.path(a.maps[i].from, off)}
		}
	}
	if len(a.inOrder) != len(b.inOrder) || len(a.maps) != len(b.maps) {
		return &difference{id: a.values[0].id}
	}
	return nil
}

// sameObject reports whether two objects are equal but for what they point to, and point to corresponding objects. If not, off is
// where they differ.
func (a *memory) sameObject(b *memory, x, y *object) (off uint64, same bool) {
	if len(x.data) != len(y.data) {
		// The objects are of different length because a slice or a string is: that is where the user can see it.
		return uint64(min(len(x.data), len(y.data), max(len(x.data)-1, 0))), false
	}
	if (x.value == nil) != (y.value == nil) || x.value != nil && x.value.id != y.value.id {
		return 0, false
	}
	if !bytes.Equal(x.data, y.data) {
		for i := range x.data {
			if x.data[i] != y.data[i] {
				return uint64(i), false
			}
		}
	}
	for i := range min(len(x.links), len(y.links)) {
		if l := x.links[i]; !l.same(&y.links[i], a, b) {
			return l.off, false
		}
	}
	if len(x.links) != len(y.links) {
		return 0, false
	}
	return 0, true
}

func (l *link) same(k *link, a, b *memory) bool {
	if l.off != k.off || l.to != k.to || l.plus != k.plus {
		return false
	}
	switch l.to {
	case toObject:
		return l.obj.number == k.obj.number
	case toSymbol, toType:
		return l.sym == k.sym
	case toTable:
		return a.byType[l.tab.typ.addr] == b.byType[k.tab.typ.addr] && a.byType[l.tab.inter.addr] == b.byType[k.tab.inter.addr]
	case toForeign:
		return l.way.same(k.way)
	case toMap:
		return l.m.number == k.m.number
	case toHandle:
		return l.made.number == k.made.number
	}
	return true
}

func (f *foreign) same(g *foreign) bool {
	if f.symbol != g.symbol || f.off != g.off || len(f.steps) != len(g.steps) {
		return false
	}
	for i := range f.steps {
		if f.steps[i] != g.steps[i] {
			return false
		}
	}
	return true
}

// sameMap reports whether two maps have corresponding pairs.
func (a *memory) sameMap(g, h *gomap) (off uint64, same bool) {
	if len(g.keyObjects) != len(h.keyObjects) {
		return g.fromOff, false
	}
	number := func(o *object) int {
		if o == nil {
			return 0
		}
		return o.number
	}
	for i := range g.keyObjects {
		if number(g.keyObjects[i]) != number(h.keyObjects[i]) || number(g.elemObjects[i]) != number(h.elemObjects[i]) ||
			g.keyOffs[i] != h.keyOffs[i] || g.elemOffs[i] != h.elemOffs[i] {
			return g.fromOff, false
		}
	}
	return 0, true
}

// show returns what is at a place in an object, as Go source, if that is a number, a truth value or text.
func (m *memory) show(o *object, off uint64) string {
	if o.bytes {
		const most = 60 // bytes
		if len(o.data) > most {
			return strconv.Quote(string(o.data[:most])) + "…"
		}
		return strconv.Quote(string(o.data))
	}
	shown := ""
	for _, p := range o.parts {
		at := o.addr + off
		if at < p.addr || at >= p.end() || p.typ.size == 0 {
			continue
		}
		inner := (at - p.addr) % p.typ.size
		if t, begin := p.typ.basic(inner); t != nil {
			shown = m.number(t, o.data[off-(inner-begin):])
		}
	}
	return shown
}

// basic returns the basic type of what is at an offset in a value of type t, and where that begins.
func (t *typ) basic(off uint64) (basic *typ, begin uint64) {
	switch t.kind {
	case kindStruct:
		for _, f := range t.fields {
			if off >= f.off && off < f.off+f.typ.size {
				basic, begin = f.typ.basic(off - f.off)
				return basic, begin + f.off
			}
		}
	case kindArray:
		if t.elem.size > 0 {
			basic, begin = t.elem.basic(off % t.elem.size)
			return basic, begin + off - off%t.elem.size
		}
	default:
		if t.kind >= kindBool && t.kind <= kindFloat64 {
			return t, 0
		}
	}
	return nil, 0
}

// number returns a value of a basic type.
func (m *memory) number(t *typ, data []byte) string {
	if uint64(len(data)) < t.size {
		return ""
	}
	var n uint64
	switch t.size {
	case 1:
		n = uint64(data[0])
	case 2:
		n = uint64(m.order.Uint16(data))
	case 4:
		n = uint64(m.order.Uint32(data))
	case 8:
		n = m.order.Uint64(data)
	}
	switch {
	case t.kind == kindBool:
		return strconv.FormatBool(n != 0)
	case t.kind == kindFloat64:
		return strconv.FormatFloat(math.Float64frombits(n), 'g', -1, 64)
	case t.kind == kindFloat32:
		return strconv.FormatFloat(float64(math.Float32frombits(uint32(n))), 'g', -1, 32)
	case t.kind <= kindInt64:
		shift := 64 - 8*t.size
		return strconv.FormatInt(int64(n<<shift)>>shift, 10)
	}
	return strconv.FormatUint(n, 10)
}
