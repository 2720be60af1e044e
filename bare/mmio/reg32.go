package mmio

// Reg32 is a register with 32 bits. Its value is the address.
type Reg32 uintptr

// Load reads the register.
func (r Reg32) Load() uint32 { return load32(uintptr(r)) }

// Store writes the register.
func (r Reg32) Store(value uint32) { store32(uintptr(r), value) }

// SetBits sets the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg32) SetBits(mask uint32) { r.Store(r.Load() | mask) }

// ClearBits clears the bits that are set in mask, and keeps the others: a load and a store.
func (r Reg32) ClearBits(mask uint32) { r.Store(r.Load() &^ mask) }

// Modify clears the bits that are set in clear, then sets those that are set in set, and keeps the others: a load and a store.
func (r Reg32) Modify(clear, set uint32) { r.Store(r.Load()&^clear | set) }

// HasBits says whether all of the bits that are set in mask are set in the register: a load.
func (r Reg32) HasBits(mask uint32) bool { return r.Load()&mask == mask }

// Get reads the value of a field: a load. It panics, before it, where [Field32.Mask] does.
func (r Reg32) Get(f Field32) uint32 {
	mask := f.Mask()
	return r.Load() & mask >> (f.Low & (32 - 1))
}

// Set changes the value of a field, and keeps the other bits: a load and a store. It panics, before them, where [Field32.Bits] does.
func (r Reg32) Set(f Field32, value uint32) {
	mask := f.Mask()
	if value > mask>>(f.Low&(32-1)) {
		panic(badValue(32, f.Low, f.Width, uint64(value)))
	}
	r.Modify(mask, value<<(f.Low&(32-1)))
}

// Field32 is a part of a [Reg32]: Width bits from bit number Low on, where bit 0 is the lowest. As a package-level variable, it is constant data.
type Field32 struct{ Low, Width uint8 }

// Mask returns a word in which the bits of the field are set. It panics if the field has no bits, or some that the register does not have.
func (f Field32) Mask() uint32 {
	if f.Width == 0 || int(f.Low)+int(f.Width) > 32 {
		panic(badField(32, f.Low, f.Width))
	}
	// The shifts are less than 32, and so the compiler need not look.
	return ^uint32(0) >> ((32 - f.Width) & (32 - 1)) << (f.Low & (32 - 1))
}

// Bits returns a word in which the field has a value and all other bits are zero, for Store and Modify. It panics if the value does not
// fit into the field, and where Mask does.
func (f Field32) Bits(value uint32) uint32 {
	if value > f.Mask()>>f.Low {
		panic(badValue(32, f.Low, f.Width, uint64(value)))
	}
	return value << f.Low
}

// Value returns the value that the field has in a word: for several fields of a register that is to be read once. It panics where Mask does.
func (f Field32) Value(word uint32) uint32 { return word & f.Mask() >> f.Low }
