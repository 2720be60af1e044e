package perfect

import "unsafe"

// Slot is a place for a key. It has the same size on all architectures, so that a slot is within a cache line and
// found by a shift.
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
	if s := t.slot(fold(key^t.seed, euler)); s.Check == key {
		return s.Item
	}
	return nil
}

// Find returns the only item that can have a key of that hash, or nil. It remains to compare the keys.
func (t *Table) Find(hash uint64) unsafe.Pointer {
	if s := t.slot(hash); s.Check == hash {
		return s.Item
	}
	return nil
}

// String returns the item whose key is the string, or nil.
func (t *Table) String(key string) unsafe.Pointer {
	if len(key) > 8 {
		return t.long(key)
	}
	w := Short(key)
	s := t.slot(hashShort(t.seed, w, len(key)))
	// Word and length are the whole key, so that its bytes need not be looked at.
	if s.Check == w && s.Item != nil && len(*(*string)(s.Item)) == len(key) {
		return s.Item
	}
	return nil
}

// long is String for strings of more than eight bytes.
func (t *Table) long(key string) unsafe.Pointer {
	h := hashLong(t.seed, key)
	if s := t.slot(h); s.Check == h && s.Item != nil && equal(*(*string)(s.Item), key) {
		return s.Item
	}
	return nil
}

// slot returns the only slot for keys of that hash.
func (t *Table) slot(h uint64) *Slot {
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
