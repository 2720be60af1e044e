package mmio

// Reg64 is a register with 64 bits. Its value is the address.
type Reg64 uintptr

// Load reads the register.
func (r Reg64) Load() uint64 { return load64(uintptr(r)) }

// Store writes the register.
func (r Reg64) Store(value uint64) { store64(uintptr(r), value) }

// SetBits sets the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg64) SetBits(mask uint64) { r.Store(r.Load() | mask) }

// ClearBits clears the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg64) ClearBits(mask uint64) { r.Store(r.Load() &^ mask) }

// Modify clears the bits that are set in clear, then sets those that are set in set, and keeps the others: a load and a store.
func (r Reg64) Modify(clear, set uint64) { r.Store(r.Load()&^clear | set) }

// HasBits says whether all of the bits that are set in mask are set in the register: a load.
func (r Reg64) HasBits(mask uint64) bool { return r.Load()&mask == mask }

// Get reads the value of a field: a load. It panics, before it, where [Field64.Mask] does.
func (r Reg64) Get(f Field64) uint64 {
	mask := f.Mask()
	return r.Load() & mask >> (f.Low & (64 - 1))
}

// Set changes the value of a field, and keeps the other bits: a load and a store. It panics, before them, where [Field64.Bits] does.
func (r Reg64) Set(f Field64, value uint64) {
	mask := f.Mask()
	if value > mask>>(f.Low&(64-1)) {
		panic(badValue(64, f.Low, f.Width, uint64(value)))
	}
	r.Modify(mask, value<<(f.Low&(64-1)))
}

// Field64 is a part of a [Reg64]: Width bits from bit number Low on, where bit 0 is the lowest. As a package-level variable, it is constant data.
type Field64 struct{ Low, Width uint8 }

// Mask returns a word in which the bits of the field are set. It panics if the field has no bits, or some that the register does not have.
func (f Field64) Mask() uint64 {
	if f.Width == 0 || int(f.Low)+int(f.Width) > 64 {
		panic(badField(64, f.Low, f.Width))
	}
	// The shifts are less than 64, and so the compiler need not look.
	return ^uint64(0) >> ((64 - f.Width) & (64 - 1)) << (f.Low & (64 - 1))
}

// Bits returns a word in which the field has a value and all other bits are zero, for Store and Modify. It panics if the value does not
// fit into the field, and where Mask does.
func (f Field64) Bits(value uint64) uint64 {
	if value > f.Mask()>>f.Low {
		panic(badValue(64, f.Low, f.Width, uint64(value)))
	}
	return value << f.Low
}

// Value returns the value that the field has in a word: for several fields of a register that is to be read once. It panics where Mask does.
func (f Field64) Value(word uint64) uint64 { return word & f.Mask() >> f.Low }
