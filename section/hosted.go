//go:build !premain_bare

package section

import (
	"cmp"
	"slices"
	"unsafe"

	_ "premain.dev/internal/unwind" // in the linked world as in the plain one, so that packages are initialised in the same order
)

// itemType is a nil *T, by which messages name the type of the items.
type itemType = any

func (s *Of[T]) nilItem() itemType { return (*T)(nil) }

// additions are what Append has added.
type additions struct{ appended []unsafe.Pointer }

func (t *table) add(p unsafe.Pointer) { t.appended = append(t.appended, p) }

// settle makes one list of the added and the appended items, and space for their order.
func (t *table) settle() {
	t.order = t.orderSpace(len(t.items) + len(t.appended))
	if len(t.appended) > 0 {
		t.items = append(t.items[:len(t.items):len(t.items)], t.appended...)
		t.appended = nil
	}
}

func sortByAddress(order []uint32, items []unsafe.Pointer) {
	slices.SortFunc(order, func(i, j uint32) int { return cmp.Compare(uintptr(items[i]), uintptr(items[j])) })
}
