package perfect

import "unsafe"

// Slot is a place for a key. It has the same size on all architectures. The slots of a table are aligned to that size, so
// that each is within one cache line.
type Slot struct {
	// Item begins with its key. It is nil if the slot is free.
	Item unsafe.Pointer
	_    [8 - unsafe.Sizeof(uintptr(0))]byte // not the last, as Go adds space to structs that end with nothing
	// Check is what a key must have to be the key of the slot: an integer is its own; a string of up to eight bytes
	// has its bytes as a word; all other keys have their hashes.
	Check uint64
}

// Table is what the link step lays out for a set of keys of one type. A table without keys has pilots and slots, too.
type Table struct {
	seed      uint64
	pilotMask uint64         // of offsets in bytes
	slotMask  uint64         // of offsets in bytes
	slots     unsafe.Pointer // to the first Slot
	pilots    unsafe.Pointer // to the first uint16
}

// Offsets of what the link step fills in, in a table for pointers of the given size.
const (
	OffsetSeed      = 0
	OffsetPilotMask = 8
	OffsetSlotMask  = 16
	OffsetSlots     = 24 // and the pilots behind, after a pointer's size
)

// Offsets of what the link step fills in, in a slot, and its size.
const (
	OffsetItem  = 0
	OffsetCheck = 8
	SlotSize    = 16
)

// Seed returns the seed with which the keys of t have been hashed.
func (t *Table) Seed() uint64 { return t.seed }

// Word returns the item whose key is an integer of that value, extended to 64 bits, or nil.
func (t *Table) Word(key uint64) unsafe.Pointer {
	if s := t.Slot(fold(key^t.seed, euler)); s.Check == key {
		return s.Item
	}
	return nil
}

// Find returns the only item that can have a key of that hash, or nil. It remains to compare the keys.
func (t *Table) Find(hash uint64) unsafe.Pointer {
	if s := t.Slot(hash); s.Check == hash {
		return s.Item
	}
	return nil
}

// String returns the item whose key is the string, or nil.
//
// It has the cases of HashString, with what there is to compare in each, so that nothing is called or loaded twice.
func (t *Table) String(key string) unsafe.Pointer {
	n := len(key)
	if n <= 8 {
		w := Short(key)
		s := t.Slot(hashShort(t.seed, w, n))
		// Word and length are the whole key, so that its bytes need not be looked at.
		if s.Check == w && s.Item != nil && len(*(*string)(s.Item)) == n {
			return s.Item
		}
		return nil
	}
	return t.Long(key)
}

// Long is String for strings of more than eight bytes.
func (t *Table) Long(key string) unsafe.Pointer {
	p, n := unsafe.Pointer(unsafe.StringData(key)), len(key)
	if n <= 32 {
		i, j, k := parts(n)
		a, b, c, d := load(p), load(unsafe.Add(p, i)), load(unsafe.Add(p, j)), load(unsafe.Add(p, k))
		h := first(a, b, t.seed, n) + second(c, d, t.seed)
		s := t.Slot(h)
		if s.Check != h || s.Item == nil || len(*(*string)(s.Item)) != n {
			return nil
		}
		q := *(*unsafe.Pointer)(s.Item)
		if load(q) == a && load(unsafe.Add(q, i)) == b && load(unsafe.Add(q, j)) == c && load(unsafe.Add(q, k)) == d {
			return s.Item
		}
		return nil
	}
	if n <= 64 {
		h := hash64(p, n, t.seed)
		s := t.Slot(h)
		if s.Check != h || s.Item == nil || len(*(*string)(s.Item)) != n {
			return nil
		}
		q := *(*unsafe.Pointer)(s.Item)
		if same32(p, q) && same32(unsafe.Add(p, n-32), unsafe.Add(q, n-32)) {
			return s.Item
		}
		return nil
	}
	return t.more(key)
}

// more is String for strings of more than 64 bytes.
func (t *Table) more(key string) unsafe.Pointer {
	h := hashMore(unsafe.Pointer(unsafe.StringData(key)), len(key), t.seed)
	if s := t.Slot(h); s.Check == h && s.Item != nil && *(*string)(s.Item) == key {
		return s.Item
	}
	return nil
}

// same32 reports whether 32 bytes are equal.
func same32(p, q unsafe.Pointer) bool {
	return *(*[16]byte)(p) == *(*[16]byte)(q) && *(*[16]byte)(unsafe.Add(p, 16)) == *(*[16]byte)(unsafe.Add(q, 16))
}

// Word8 is Short, as a method: the compiler inlines methods of a type that generic code of another package refers to, but not functions.
func (*Table) Word8(s string) uint64 { return Short(s) }

// ShortSlot returns the only slot for a string of up to eight bytes, given as a word.
func (t *Table) ShortSlot(w uint64, n int) *Slot { return t.Slot(hashShort(t.seed, w, n)) }

// Slot returns the only slot for keys of that hash.
func (t *Table) Slot(h uint64) *Slot {
	pilot := *(*uint16)(unsafe.Add(t.pilots, uintptr(PilotOffset(h, t.pilotMask))))
	return (*Slot)(unsafe.Add(t.slots, uintptr(SlotOffset(h, pilot, t.slotMask))))
}

// PilotOffset returns where the pilot of a hash is, in bytes. There can be 2²⁴ pilots.
func PilotOffset(h, mask uint64) uint64 { return h >> 39 & mask }

// SlotOffset returns where a pilot leads a hash, in bytes. There can be 2³² slots.
//
// The multiplication lets the pilot change how far hashes are from each other. It would only move them all by the
// same distance if pilot were merely added, and then the two that happen to collide would with any pilot.
func SlotOffset(h uint64, pilot uint16, mask uint64) uint64 {
	return (h ^ uint64(pilot)) * golden >> 28 & mask
}
