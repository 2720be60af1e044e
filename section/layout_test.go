package section

import (
	"testing"
	"unsafe"
)

// TestLayout checks the offset by which the link step writes the start of a section.
func TestLayout(t *testing.T) {
	var s Of[int]
	if unsafe.Offsetof(s.table) != 0 || unsafe.Offsetof(s.items) != 0 || unsafe.Offsetof(s.registry) != unsafe.Sizeof(s.items) {
		t.Errorf("table at %d, items at %d, registry at %d", unsafe.Offsetof(s.table), unsafe.Offsetof(s.items), unsafe.Offsetof(s.registry))
	}
}
