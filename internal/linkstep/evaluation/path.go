package evaluation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// path returns what Go source would write for a place in an object, beginning behind the name of the variable.
func (m *memory) path(o *object, off uint64) string {
	// The way up is a list, not a recursion: lists of a hundred thousand nodes are ordinary values.
	type step struct {
		o   *object
		off uint64
	}
	var steps []step
	for at := (step{o, off}); ; at = (step{at.o.from, at.o.fromOff}) {
		steps = append(steps, at)
		if at.o.from == nil {
			break
		}
	}
	slices.Reverse(steps)
	const most = 24 // elements of a path that are printed; the middle of a longer one is left out
	var parts []string
	for i, s := range steps {
		var elem *typ
		text := ""
		if i > 0 {
			p := steps[i-1]
			text, elem = m.deref(p.o, p.off, s.o)
		}
		inner := m.inside(s.o, s.off, elem)
		if text == "*" { // a pointer to something without parts
			text = ""
			if inner == "" {
				text = ".*"
			}
		}
		if k := strings.IndexByte(text, '['); k >= 0 && strings.HasPrefix(inner, "[") && text == "[]" {
			text = ""
		}
		parts = append(parts, text+inner)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) > most {
		parts = slices.Concat(parts[:most/2], []string{"…"}, parts[len(parts)-most/2:])
	}
	return strings.Join(parts, "")
}

// deref returns what follows the place of a pointer to get at what it points to, and the type of that.
func (m *memory) deref(o *object, off uint64, to *object) (text string, elem *typ) {
	if to.fromMap != nil {
		g := to.fromMap
		if off == to.fromOff && o == to.from {
			return m.key(g, to.pair), nil
		}
	}
	for _, l := range o.slots {
		switch {
		case l.off == off && l.slot == pointerSlot:
			return "*", l.elemOf()
		case l.off == off && l.slot == handleSlot:
			return ".Value()", l.elemOf()
		case l.off == off && l.slot == sliceSlot:
			return "[]", l.elemOf()
		case l.slot == tableSlot && l.off+m.ptrSize == off:
			t := l.typ
			for _, k := range o.links {
				if k.off == l.off && k.to == toTable {
					return ".(" + k.tab.typ.name + ")", k.tab.typ
				} else if k.off == l.off && k.to == toType {
					t = m.typeWith(m.addrs[k.sym])
				}
			}
			if t != nil {
				return ".(" + t.name + ")", t
			}
		}
	}
	return "", nil
}

// key returns an index expression for a pair of a map.
func (m *memory) key(g *gomap, pair int) string {
	t := g.typ.key
	if pair < len(g.keyObjects) && g.keyObjects[pair] != nil {
		o, off := g.keyObjects[pair], g.keyOffs[pair]
		switch {
		case t.kind == kindString:
			for _, l := range o.links {
				if l.off == off && l.to == toObject {
					n := m.word(o.data[off+m.ptrSize:])
					return "[" + strconv.Quote(string(l.obj.data[l.plus:l.plus+n])) + "]"
				}
			}
		case t.kind >= kindBool && t.kind <= kindUintptr && t.size <= 8:
			b := make([]byte, 8)
			copy(b, o.data[off:off+t.size])
			return fmt.Sprintf("[%d]", int64(m.order.Uint64(b)))
		}
	}
	return "[…]"
}

// inside returns the selectors and indices that lead to a place in an object of which a part of type elem is meant if it is known.
func (m *memory) inside(o *object, off uint64, elem *typ) string {
	var best *region
	at := o.addr + off
	for i := range o.parts {
		p := &o.parts[i]
		if at < p.addr || at >= p.end() {
			continue
		}
		if best == nil || p.typ == elem && best.typ != elem || best.typ != elem && p.end()-p.addr > best.end()-best.addr {
			best = p
		}
	}
	if best == nil {
		return ""
	}
	off = at - best.addr
	text := ""
	if best.n > 1 {
		text = fmt.Sprintf("[%d]", off/best.typ.size)
		off %= best.typ.size
	}
	return text + best.typ.inside(off)
}

// inside returns the selectors and indices that lead to an offset in a value of the type.
func (t *typ) inside(off uint64) string {
	switch {
	case t.special == uniqueHandle: // its only field is not the user's
	case t.kind == kindStruct:
		for _, f := range t.fields {
			if off >= f.off && off < f.off+f.typ.size {
				if f.name == "_" {
					return ""
				}
				return "." + f.name + f.typ.inside(off-f.off)
			}
		}
	case t.kind == kindArray:
		if t.elem.size > 0 {
			return fmt.Sprintf("[%d]", off/t.elem.size) + t.elem.inside(off%t.elem.size)
		}
	}
	return ""
}
