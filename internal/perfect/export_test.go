package perfect

import "unsafe"

// Make returns a table as the link step would lay it out.
func Make(seed, pilotMask, slotMask uint64, slots []Slot, pilots []uint16) *Table {
	return &Table{seed, pilotMask, slotMask, unsafe.Pointer(&slots[0]), unsafe.Pointer(&pilots[0])}
}

// Offsets are the real ones.
var Offsets = struct{ Seed, PilotMask, SlotMask, Slots, Pilots, Check, Item uintptr }{
	unsafe.Offsetof(Table{}.seed), unsafe.Offsetof(Table{}.pilotMask), unsafe.Offsetof(Table{}.slotMask),
	unsafe.Offsetof(Table{}.slots), unsafe.Offsetof(Table{}.pilots),
	unsafe.Offsetof(Slot{}.Check), unsafe.Offsetof(Slot{}.Item),
}
