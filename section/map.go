package section

import (
	"iter"
	"unsafe"
)

// Map is a section of values with keys. No two keys may be equal. What the documentation of [Of] says of declaration and use holds for Map,
// too. The rules by which items are added are those of the package.
//
//	var Codecs section.Map[string, Codec]
//
//	var _ = codec.Codecs.Add("json", codec.Codec{…}) // anywhere else
//
//	c, ok := Codecs.Get("json")
//
// In a linked program, if all items are constant data and the keys are strings, integers, booleans, or arrays and structs of such, the map
// is a perfect hash table that has been laid out, and checked, when the program was linked. A look-up then touches a fixed number of cache
// lines, whether there is such a key or not, besides the bytes of long strings, and whoever chooses the keys that are looked up. Otherwise the
// first read makes a map of Go's.
//
// Equal keys that are constant are an error of the linked build. All others are found by the first read, which panics: a program that wants to
// know at its start calls [Map.Len] there. Keys that are not equal to themselves, like NaN, are never found.
//
// The methods hand out pointers to the values themselves, which are variables like others and may be changed. What is to be found in two
// ways is in two maps, one of which holds pointers to the values of the other:
//
//	var JSON = Codecs.Add("json", Codec{…})
//
//	var _ = ByNumber.Add(1, JSON) // in a section.Map[uint16, *Codec]
type Map[K comparable, V any] struct {
	_     [0]map[K]V
	hash  // at offset 0, for the link step
	table // behind it
	keys  found[K]
}

// Append adds a value to the section behind all those that were added with [Map.Add], and returns it, as [Of.Append] does.
func (m *Map[K, V]) Append(k K, v V) *V {
	m.keepCallers()
	return &appendTo(&m.table, pair[K, V]{k, v}, m.nilItem()).Value
}

// Get returns the value of a key and true, or nil and false if there is no such key. It seals the section.
func (m *Map[K, V]) Get(k K) (*V, bool) {
	p := m.get(k)
	if p == nil {
		return nil, false
	}
	return &(*pair[K, V])(p).Value, true
}

// All yields the keys and values, the added ones in package initialisation order and then the appended ones in the order of their calls.
// Ranging over it seals the section.
func (m *Map[K, V]) All() iter.Seq2[K, *V] {
	return func(yield func(K, *V) bool) {
		for _, p := range m.read() {
			if e := (*pair[K, V])(p); !yield(e.Key, &e.Value) {
				return
			}
		}
	}
}

// Len returns the number of keys. It seals the section.
func (m *Map[K, V]) Len() int { return len(m.read()) }

// Index returns the index of the value that p points to, in the order of [Map.All]: a dense number that is stable for one build. It returns
// (0, false) if p does not point to a value of m, and for every p if keys and values have the size zero. It seals the section and does not
// allocate.
func (m *Map[K, V]) Index(p *V) (int, bool) {
	items := m.read()
	if p == nil || unsafe.Sizeof(pair[K, V]{}) == 0 {
		return 0, false
	}
	return m.table.find(items, uintptr(unsafe.Pointer(p))-unsafe.Offsetof(pair[K, V]{}.Value))
}

func (m *Map[K, V]) read() []unsafe.Pointer {
	if !m.sealed.Load() {
		m.seal(m.nilItem(), m.arrange)
	}
	return m.items
}

// arrange makes what finds the keys, if the link step has not.
func (m *Map[K, V]) arrange() {
	if m.hash.settle(m.arranged()) {
		return
	}
	m.keys.make(len(m.items))
	for i, p := range m.items {
		if first, ok := m.keys.put((*K)(p), i, m.items); !ok {
			refuse(m.placeOf(i), ": the section ", m.name(m.nilItem()), " has the key", show((*K)(p)), " already, from ", m.placeOf(first),
				"; give each item a key of its own")
		}
	}
}

// search returns the item with a key, or nil.
func (m *Map[K, V]) search(k K) unsafe.Pointer {
	items := m.read()
	if i, ok := m.keys.at(k, items); ok {
		return items[i]
	}
	return nil
}
