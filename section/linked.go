//go:build premain

package section

import (
	"slices"
	"sync/atomic"
	"unsafe"

	"premain.dev/internal/perfect"
)

// The link step defines this name when it compiles this package. Without it the build stops here, before
// anything gets into the build cache that a linked build would take for its own.
const _ = this_build_has_the_tag_premain_but_not_the_link_step__use_premain_build_or_go_build_toolexec_premain

// registry is what a table holds in the linked world only.
type registry struct {
	layout *layout // nil for a section without items
}

// layout is what the link step tells about a section that has items. It is data in the binary.
type layout struct {
	name     string
	pending  []pending // the items whose values are computed, in order
	order    []uint32  // zeroes, as many as there are items
	places   []string  // of the items of a Map, if two may turn out to have one key
	arranged bool      // the items are in their order for good, and a Map or a Set has its hash
}

// pending is an item that its package's initialisation has to fill.
type pending struct {
	done  *bool
	place string
}

// testReaders are the functions that read required sections. The link step fills it in test binaries, and lets those call
// readForTests when all packages have been initialised.
var testReaders []func()

func readForTests() {
	for _, read := range testReaders {
		read()
	}
}

// Add and its likes are what the link step recognises. No call of them is left in a linked program.

func (s *Of[T]) Add(v T) *T          { return unseen[T]() }
func (s *Sorted[T]) Add(v T) *T      { return unseen[T]() }
func (s *SortedBy[T]) Add(v T) *T    { return unseen[T]() }
func (m *Map[K, V]) Add(k K, v V) *V { return unseen[V]() }
func (s *Set[K]) Add(k K) K          { return *unseen[K]() }
func (s *Mutable[T]) Add(v T) *T     { return unseen[T]() }

func unseen[T any]() *T {
	refuse(here(), "the link step could not see this call of Add; call it, or the forwarder around it, by its name")
	return nil
}

// Item returns what Add adds. The link step makes calls of it where it cannot spell the type.

func (s *Of[T]) Item(v T) T                   { return v }
func (s *Sorted[T]) Item(v T) T               { return v }
func (s *SortedBy[T]) Item(v T) T             { return v }
func (m *Map[K, V]) Item(k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }
func (s *Set[K]) Item(k K) K                  { return k }
func (s *Mutable[T]) Item(v T) T              { return v }

// Order returns the order in which the added items are sorted, as indices of them, without reading the section. The link step lets it run
// while it links a program; compare is the method of T, by which the compiler knows what has to be initialised first.
func (s *SortedBy[T]) Order(compare func(T, T) int) []uint32 {
	order := make([]uint32, len(s.items))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, func(i, j uint32) int { return compare(*(*T)(s.items[i]), *(*T)(s.items[j])) })
	return order
}

// Pair is an item of a Map. It begins with the key. The link step names it.
type Pair[K comparable, V any] struct {
	Key   K
	Value V
}

type pair[K comparable, V any] = Pair[K, V]

// placeOf returns where the i-th item comes from.
func (m *Map[K, V]) placeOf(i int) string {
	if added := len(m.items) - m.appends; i >= added {
		return m.caller(i - added)
	}
	return m.layout.places[i]
}

// arranged reports whether the link step has done what a section does with its items when it is sealed.
func (t *table) arranged() bool { return t.layout != nil && t.layout.arranged && t.appends == 0 }

// hash is the perfect hash that the link step makes for a Map or a Set.
type hash struct {
	perfect.Table
	kind  uint32 // of the keys
	mode  uint32 // 0, or, once the section is sealed, kind or searched; atomic, not of a type of that package, which the compiler calls in get
	parts []part // of composite keys
}

// Kinds of keys, and modes of a hash.
const (
	stringKeys = 1 + iota
	wordKeys   // integers and booleans
	compositeKeys
	searched // there is no hash
)

// part is a string in a key, if size is 0, or bytes of integers.
type part struct{ offset, size uint32 }

// settle lets look-ups use the hash if the link step has arranged the items, and reports whether it has.
func (h *hash) settle(arranged bool) bool {
	if arranged {
		atomic.StoreUint32(&h.mode, h.kind)
	} else {
		atomic.StoreUint32(&h.mode, searched)
	}
	return arranged
}

// sum returns the hash of a key of several parts.
func (h *hash) sum(key unsafe.Pointer) uint64 {
	sum := h.Seed()
	for _, p := range h.parts {
		at := unsafe.Add(key, p.offset)
		s := unsafe.String((*byte)(at), p.size)
		if p.size == 0 {
			s = *(*string)(at)
		}
		sum = perfect.Mix(sum, perfect.HashString(h.Seed(), s))
	}
	return sum
}

// word returns an integer or a boolean.
func word[K comparable](k *K) uint64 {
	switch p := unsafe.Pointer(k); unsafe.Sizeof(*k) {
	case 1:
		return uint64(*(*uint8)(p))
	case 2:
		return uint64(*(*uint16)(p))
	case 4:
		return uint64(*(*uint32)(p))
	default:
		return *(*uint64)(p)
	}
}

// composite returns the item with a key of several parts, or nil.
func composite[K comparable](h *hash, k *K) unsafe.Pointer {
	if p := h.Find(h.sum(unsafe.Pointer(k))); p != nil && *(*K)(p) == *k {
		return p
	}
	return nil
}

// get returns the item with a key, or nil. What does not take a call of its own stands here and in that of Set, for speed.
func (m *Map[K, V]) get(k K) unsafe.Pointer {
	mode := atomic.LoadUint32(&m.mode)
	if mode == wordKeys && unsafe.Sizeof(k) <= 8 {
		return m.Word(word(&k))
	}
	if mode == stringKeys && unsafe.Sizeof(k) == unsafe.Sizeof("") {
		s := *(*string)(unsafe.Pointer(&k))
		if len(s) > 8 {
			return m.Long(s)
		}
		w := m.Word8(s)
		slot := m.ShortSlot(w, len(s))
		if slot.Check == w && slot.Item != nil && len(*(*string)(slot.Item)) == len(s) {
			return slot.Item
		}
		return nil
	}
	return m.slow(mode, k)
}

func (m *Map[K, V]) slow(mode uint32, k K) unsafe.Pointer {
	switch mode {
	case compositeKeys:
		return composite(&m.hash, &k)
	case searched:
		return m.search(k)
	}
	m.read()
	return m.get(k)
}

// get reports whether a value is a member.
func (s *Set[K]) get(k K) bool {
	mode := atomic.LoadUint32(&s.mode)
	if mode == wordKeys && unsafe.Sizeof(k) <= 8 {
		return s.Word(word(&k)) != nil
	}
	if mode == stringKeys && unsafe.Sizeof(k) == unsafe.Sizeof("") {
		return s.String(*(*string)(unsafe.Pointer(&k))) != nil
	}
	return s.slow(mode, k)
}

func (s *Set[K]) slow(mode uint32, k K) bool {
	switch mode {
	case compositeKeys:
		return composite(&s.hash, &k) != nil
	case searched:
		return s.search(k)
	}
	s.read()
	return s.get(k)
}

// region is the memory of the items of a Mutable.
type region struct {
	start unsafe.Pointer
	size  uintptr
	list  []unsafe.Pointer // a list in it, with place for all added items
}

// take makes a copy of items the section's.
func (s *mutable) take(items []unsafe.Pointer) {
	if len(items) > len(s.list) {
		s.items = longer(&s.table, items)
		return
	}
	s.items = s.list[:copy(s.list, items)]
}

// takeAdded refuses to read a section of which a part has not been computed yet.
func (t *table) takeAdded(nilItem itemType) {
	if t.layout == nil {
		return
	}
	for _, p := range t.layout.pending {
		if !*p.done {
			refuse(here(), "the section ", t.name(nilItem), " is read before its item at ", p.place,
				" has been computed; read it after the packages that add to it have initialised")
		}
	}
}
