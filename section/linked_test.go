//go:build premain

package section

import (
	"testing"
	"unsafe"
)

// TestLinkedLayout checks the offsets by which the link step writes what it knows about a section.
func TestLinkedLayout(t *testing.T) {
	const word = unsafe.Sizeof(uintptr(0))
	var r registry
	var l layout
	var p pending
	if unsafe.Offsetof(r.layout) != 0 || unsafe.Offsetof(l.name) != 0 || unsafe.Offsetof(l.pending) != 2*word ||
		unsafe.Offsetof(l.order) != 5*word || unsafe.Offsetof(l.places) != 8*word || unsafe.Offsetof(l.arranged) != 11*word || unsafe.Offsetof(p.done) != 0 || unsafe.Offsetof(p.place) != word || unsafe.Sizeof(p) != 3*word {
		t.Errorf("%+v %+v %+v", r, l, p)
	}
	var h hash
	const kind = 3*8 + 2*word
	if unsafe.Offsetof(h.kind) != kind || unsafe.Offsetof(h.mode) != kind+4 || unsafe.Offsetof(h.parts) != kind+8 || unsafe.Sizeof(h) != kind+8+3*word {
		t.Errorf("%+v", &h)
	}
	var g region
	if unsafe.Offsetof(g.start) != 0 || unsafe.Offsetof(g.size) != word || unsafe.Offsetof(g.list) != 2*word || unsafe.Sizeof(g) != 5*word {
		t.Errorf("%+v", g)
	}
	var m Map[string, int]
	var s Set[string]
	var u Mutable[string]
	if unsafe.Offsetof(m.hash) != 0 || unsafe.Offsetof(m.table) != unsafe.Sizeof(h) || unsafe.Offsetof(s.hash) != 0 || unsafe.Offsetof(s.table) != unsafe.Sizeof(h) ||
		unsafe.Offsetof(u.region) != 0 || unsafe.Offsetof(u.table) != unsafe.Sizeof(g) {
		t.Errorf("table of Map at %d, of Set at %d, of Mutable at %d", unsafe.Offsetof(m.table), unsafe.Offsetof(s.table), unsafe.Offsetof(u.table))
	}
}
