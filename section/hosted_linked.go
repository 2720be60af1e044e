//go:build premain && !premain_bare

package section

import (
	"slices"
	"unsafe"
)

func (t *table) orderSpace(n int) []uint32 {
	if t.layout != nil && n <= len(t.layout.order) {
		return t.layout.order[:n]
	}
	return make([]uint32, n)
}

// name returns what messages call the section.
func (t *table) name(nilItem itemType) string {
	if t.layout == nil {
		return "of " + typeName(nilItem)
	}
	return t.layout.name
}

// caller returns the place of the i-th Append.
func (t *table) caller(i int) string { return t.by[i].place() }

// longer returns a list of more items than have been added.
func longer(_ *table, items []unsafe.Pointer) []unsafe.Pointer { return slices.Clone(items) }

// mutables are the Mutables of the program. The link step fills it. Those of which the program has no use are absent.
var mutables, absent []*mutable

// endEditing seals the program's Mutables, and lets readOnly make the pages of their items what it says. Package premain calls it when the
// constructors have ended; the link step gives it the address.
func endEditing(readOnly func(start unsafe.Pointer, size uintptr) error) error {
	for _, s := range mutables {
		if s == absent[0] {
			continue
		}
		if !s.sealed.Load() {
			s.finish(nil)
		}
		if err := readOnly(s.start, s.size); err != nil {
			return err
		}
	}
	return nil
}
