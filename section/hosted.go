//go:build !premain_bare

package section

import (
	"cmp"
	"slices"
	"unsafe"

	// Both worlds import both, so that packages are initialised in the same order.
	_ "premain.dev/internal/perfect"
	_ "premain.dev/internal/unwind"
)

// itemType is a nil *T, by which messages name the type of the items.
type itemType = any

func (s *Of[T]) nilItem() itemType       { return (*T)(nil) }
func (s *Sorted[T]) nilItem() itemType   { return (*T)(nil) }
func (s *SortedBy[T]) nilItem() itemType { return (*T)(nil) }
func (m *Map[K, V]) nilItem() itemType   { return (*map[K]V)(nil) }
func (s *Set[K]) nilItem() itemType      { return (*K)(nil) }
func (s *Mutable[T]) nilItem() itemType  { return (*T)(nil) }

// additions are what Append has added.
type additions struct {
	appended []unsafe.Pointer
	keep     bool      // whether to keep who has
	by       []callers // who has
}

func (t *table) keepCallers() {
	t.mu.Lock()
	t.keep = true
	t.mu.Unlock()
}

// found is where a Map or a Set that the link step has not arranged finds its keys.
type found[K comparable] struct{ indices map[K]int }

func (f *found[K]) make(n int) { f.indices = make(map[K]int, n) }

// put makes i the index of a key, unless it has one.
func (f *found[K]) put(k *K, i int, _ []unsafe.Pointer) (first int, ok bool) {
	if first, ok := f.indices[*k]; ok {
		return first, false
	}
	f.indices[*k] = i
	return i, true
}

// at returns the index of a key.
func (f *found[K]) at(k K, _ []unsafe.Pointer) (int, bool) {
	i, ok := f.indices[k]
	return i, ok
}

// edited returns a copy of items.
func (t *table) edited(items []unsafe.Pointer) []unsafe.Pointer { return slices.Clone(items) }

func (t *table) add(p unsafe.Pointer) {
	t.appended = append(t.appended, p)
	if t.keep {
		var c callers
		c.capture()
		t.by = append(t.by, c)
	}
}

// settle makes one list of the added and the appended items, and space for their order.
func (t *table) settle() {
	t.order = t.orderSpace(len(t.items) + len(t.appended))
	t.appends = len(t.appended)
	if len(t.appended) > 0 {
		t.items = append(t.items[:len(t.items):len(t.items)], t.appended...)
		t.appended = nil
	}
}

func sortByAddress(order []uint32, items []unsafe.Pointer) {
	slices.SortFunc(order, func(i, j uint32) int { return cmp.Compare(uintptr(items[i]), uintptr(items[j])) })
}

// show returns a key as messages have it, if it is a string or an integer and its type has no name of the program's, behind a space.
func show[K comparable](k *K) string {
	var n int64
	switch k := any(*k).(type) {
	case string:
		return ` "` + k + `"`
	case int:
		n = int64(k)
	case int8:
		n = int64(k)
	case int16:
		n = int64(k)
	case int32:
		n = int64(k)
	case int64:
		n = k
	case uint:
		return " " + decimal(uint64(k))
	case uint8:
		n = int64(k)
	case uint16:
		n = int64(k)
	case uint32:
		n = int64(k)
	case uint64:
		return " " + decimal(k)
	case uintptr:
		return " " + decimal(uint64(k))
	default:
		return ""
	}
	if n < 0 {
		return " -" + decimal(-uint64(n))
	}
	return " " + decimal(uint64(n))
}
