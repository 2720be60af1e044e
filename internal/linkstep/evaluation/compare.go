package evaluation

import "bytes"

// difference is where two runs have computed different values.
type difference struct {
	id   int // of the value
	path string
}

// compare returns the first place in which the values of two runs differ, if there is one. Both are walked from the variables in
// the same order, so that objects that correspond have the same number.
func compare(a, b *memory) *difference {
	for i := range min(len(a.inOrder), len(b.inOrder)) {
		if off, same := a.sameObject(b, a.inOrder[i], b.inOrder[i]); !same {
			o := a.inOrder[i]
			return &difference{o.owner, a.path(o, off)}
		}
	}
	for i, v := range a.values {
		if i >= len(b.values) || v.id != b.values[i].id {
			return &difference{v.id, ""}
		}
	}
	for i := range min(len(a.maps), len(b.maps)) {
		if off, same := a.sameMap(a.maps[i], b.maps[i]); !same {
			return &difference{a.maps[i].owner, a.path(a.maps[i].from, off)}
		}
	}
	if len(a.inOrder) != len(b.inOrder) || len(a.maps) != len(b.maps) {
		return &difference{a.values[0].id, ""}
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
