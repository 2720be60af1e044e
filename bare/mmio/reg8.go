package mmio

// Reg8 is a register with 8 bits. Its value is the address.
type Reg8 uintptr

// Load reads the register.
func (r Reg8) Load() uint8 { return load8(uintptr(r)) }

// Store writes the register.
func (r Reg8) Store(value uint8) { store8(uintptr(r), value) }

// SetBits sets the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg8) SetBits(mask uint8) { r.Store(r.Load() | mask) }

// ClearBits clears the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg8) ClearBits(mask uint8) { r.Store(r.Load() &^ mask) }

// Modify clears the bits that are set in clear, then sets those that are set in set, and keeps the others: a load and a store.
func (r Reg8) Modify(clear, set uint8) { r.Store(r.Load()&^clear | set) }

// HasBits says whether all of the bits that are set in mask are set in the register: a load.
func (r Reg8) HasBits(mask uint8) bool { return r.Load()&mask == mask }

// Get reads the value of a field: a load. It panics, before it, where [Field8.Mask] does.
func (r Reg8) Get(f Field8) uint8 {
	mask := f.Mask()
	return r.Load() & mask >> (f.Low & (8 - 1))
}

// Set changes the value of a field, and keeps the other bits: a load and a store. It panics, before them, where [Field8.Bits] does.
func (r Reg8) Set(f Field8, value uint8) {
	mask := f.Mask()
	if value > mask>>(f.Low&(8-1)) {
		panic(badValue(8, f.Low, f.Width, uint64(value)))
	}
	r.Modify(mask, value<<(f.Low&(8-1)))
}

// Field8 is a part of a [Reg8]: Width bits from bit number Low on, where bit 0 is the lowest. As a package-level variable, it is constant data.
type Field8 struct{ Low, Width uint8 }

// Mask returns a word in which the bits of the field are set. It panics if the field has no bits, or some that the register does not have.
func (f Field8) Mask() uint8 {
	if f.Width == 0 || int(f.Low)+int(f.Width) > 8 {
		panic(badField(8, f.Low, f.Width))
	}
	// The shifts are less than 8, and so the compiler need not look.
	return ^uint8(0) >> ((8 - f.Width) & (8 - 1)) << (f.Low & (8 - 1))
}

// Bits returns a word in which the field has a value and all other bits are zero, for Store and Modify. It panics if the value does not
// fit into the field, and where Mask does.
func (f Field8) Bits(value uint8) uint8 {
	if value > f.Mask()>>f.Low {
		panic(badValue(8, f.Low, f.Width, uint64(value)))
	}
	return value << f.Low
}

// Value returns the value that the field has in a word: for several fields of a register that is to be read once. It panics where Mask does.
func (f Field8) Value(word uint8) uint8 { return word & f.Mask() >> f.Low }
