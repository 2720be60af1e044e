//go:build premain_bare

package section

import "unsafe"

// In programs without the Go runtime, the file takes the place of what needs a heap or knows who called: only Append allocates, and what
// that needs is in no program that does not call it.

// itemType is nothing: the linker would keep what is converted to an interface, with methods that perhaps need a heap.
type itemType = struct{}

func (s *Of[T]) nilItem() (none itemType)       { return none }
func (s *Sorted[T]) nilItem() (none itemType)   { return none }
func (s *SortedBy[T]) nilItem() (none itemType) { return none }
func (m *Map[K, V]) nilItem() (none itemType)   { return none }
func (s *Set[K]) nilItem() (none itemType)      { return none }
func (s *Mutable[T]) nilItem() (none itemType)  { return none }

// additions are what Append has added.
type additions struct {
	appended []unsafe.Pointer
	join     func(*table) // set by Append

	copyOf func([]unsafe.Pointer) []unsafe.Pointer // set by Append
}

func (t *table) keepCallers() {}

// caller is not known.
func (t *table) caller(int) string { return "premain.dev/section" }

// found searches the items of a Map or a Set that the link step has not arranged, one after the other: a map needs a heap.
type found[K comparable] struct{}

func (found[K]) make(int) {}

// put returns the index of an item with that key among those before, if there is one.
func (f found[K]) put(k *K, i int, before []unsafe.Pointer) (first int, ok bool) {
	if first, ok := f.at(*k, before[:i]); ok {
		return first, false
	}
	return i, true
}

// at returns the index of a key.
func (found[K]) at(k K, items []unsafe.Pointer) (int, bool) {
	for i, p := range items {
		if *(*K)(p) == k {
			return i, true
		}
	}
	return 0, false
}

// edited returns the list itself, which there is no space to copy.
func (t *table) edited(items []unsafe.Pointer) []unsafe.Pointer { return items }

// longer returns a list of more items than have been added. Where nothing is appended there may be no heap.
func longer(t *table, items []unsafe.Pointer) []unsafe.Pointer {
	if t.copyOf == nil {
		refuse(here(), "Edit of the section ", t.name(itemType{}), " returns more items than have been added; without the Go runtime, that is possible in sections with Append only")
	}
	return t.copyOf(items)
}

func (t *table) orderSpace(n int) []uint32 {
	if n > len(t.order) {
		return nil // Edit has put more in than there were, and Index searches from end to end
	}
	return t.order[:n]
}

func (t *table) add(p unsafe.Pointer) {
	t.appended = append(t.appended, p)
	t.join, t.copyOf = join, copyOf
}

func copyOf(items []unsafe.Pointer) []unsafe.Pointer { return append([]unsafe.Pointer(nil), items...) }

// join makes one list of the added and the appended items, and space for their order.
func join(t *table) {
	t.items = append(t.items[:len(t.items):len(t.items)], t.appended...)
	t.order = make([]uint32, len(t.items))
	t.appends, t.appended = len(t.appended), nil
}

// settle does that if there is something to do.
func (t *table) settle() {
	switch {
	case t.join != nil:
		t.join(t)
	case t.layout != nil:
		t.order = t.layout.order
	}
}

// name returns what messages call the section.
func (t *table) name(nilItem itemType) string {
	if t.layout == nil {
		return "without items"
	}
	return t.layout.name
}

// callers are not known. The panic handler tells where the program was.
type callers struct{}

func (*callers) capture()   {}
func (*callers) at() string { return "" }

func here() string { return "premain.dev/section: " }

// refuse panics with a text in parts. It makes the string in place, and the interface, too: a conversion would allocate.
func refuse(parts ...string) {
	n := 0
	for _, part := range parts {
		n += copy(message.bytes[n:], part)
	}
	message.text = unsafe.String(&message.bytes[0], n)
	var v any = ""
	(*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1] = unsafe.Pointer(&message.text)
	panic(v)
}

var message struct {
	bytes [1024]byte
	text  string
}

// sortByAddress sorts in place, by a heap.
func sortByAddress(order []uint32, items []unsafe.Pointer) {
	sink := func(i, n int) {
		for {
			child := 2*i + 1
			if child >= n {
				return
			}
			if child+1 < n && uintptr(items[order[child]]) < uintptr(items[order[child+1]]) {
				child++
			}
			if uintptr(items[order[i]]) >= uintptr(items[order[child]]) {
				return
			}
			order[i], order[child] = order[child], order[i]
			i = child
		}
	}
	for i := len(order)/2 - 1; i >= 0; i-- {
		sink(i, len(order))
	}
	for n := len(order) - 1; n > 0; n-- {
		order[0], order[n] = order[n], order[0]
		sink(0, n)
	}
}

// show returns nothing: a key would need a heap to become part of a message.
func show[K comparable](*K) string { return "" }
