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
		unsafe.Offsetof(l.order) != 5*word || unsafe.Offsetof(p.done) != 0 || unsafe.Offsetof(p.place) != word || unsafe.Sizeof(p) != 3*word {
		t.Errorf("%+v %+v %+v", r, l, p)
	}
}
