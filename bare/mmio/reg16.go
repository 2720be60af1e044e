package mmio

// Reg16 is a register with 16 bits. Its value is the address.
type Reg16 uintptr

// Load reads the register.
func (r Reg16) Load() uint16 { return load16(uintptr(r)) }

// Store writes the register.
func (r Reg16) Store(value uint16) { store16(uintptr(r), value) }

// SetBits sets the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg16) SetBits(mask uint16) { r.Store(r.Load() | mask) }

// ClearBits clears the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg16) ClearBits(mask uint16) { r.Store(r.Load() &^ mask) }

// Modify clears the bits that are set in clear, then sets those that are set in set, and keeps the others: a load and a store.
func (r Reg16) Modify(clear, set uint16) { r.Store(r.Load()&^clear | set) }

// HasBits says whether all of the bits that are set in mask are set in the register: a load.
func (r Reg16) HasBits(mask uint16) bool { return r.Load()&mask == mask }

// Get reads the value of a field: a load. It panics, before it, where [Field16.Mask] does.
func (r Reg16) Get(f Field16) uint16 {
	mask := f.Mask()
	return r.Load() & mask >> (f.Low & (16 - 1))
}

// Set changes the value of a field, and keeps the other bits: a load and a store. It panics, before them, where [Field16.Bits] does.
func (r Reg16) Set(f Field16, value uint16) {
	mask := f.Mask()
	if value > mask>>(f.Low&(16-1)) {
		panic(badValue(16, f.Low, f.Width, uint64(value)))
	}
	r.Modify(mask, value<<(f.Low&(16-1)))
}

// Field16 is a part of a [Reg16]: Width bits from bit number Low on, where bit 0 is the lowest. As a package-level variable, it is constant data.
type Field16 struct{ Low, Width uint8 }

// Mask returns a word in which the bits of the field are set. It panics if the field has no bits, or some that the register does not have.
func (f Field16) Mask() uint16 {
	if f.Width == 0 || int(f.Low)+int(f.Width) > 16 {
		panic(badField(16, f.Low, f.Width))
	}
	// The shifts are less than 16, and so the compiler need not look.
	return ^uint16(0) >> ((16 - f.Width) & (16 - 1)) << (f.Low & (16 - 1))
}

// Bits returns a word in which the field has a value and all other bits are zero, for Store and Modify. It panics if the value does not
// fit into the field, and where Mask does.
func (f Field16) Bits(value uint16) uint16 {
	if value > f.Mask()>>f.Low {
		panic(badValue(16, f.Low, f.Width, uint64(value)))
	}
	return value << f.Low
}

// Value returns the value that the field has in a word: for several fields of a register that is to be read once. It panics where Mask does.
func (f Field16) Value(word uint16) uint16 { return word & f.Mask() >> f.Low }
