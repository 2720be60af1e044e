package pl061

// Pins is how many pins there are.
const Pins = 8

// bit returns the mask of a pin.
func bit(pin int) uint32 {
	if uint(pin) >= Pins {
		panic("pl061: pins are 0 to 7")
	}
	return 1 << pin
}

// Output lets the program set a pin. It begins with the level that the controller has for it, which is low after a reset.
func (r Registers) Output(pin int) { r.Directions().SetBits(bit(pin)) }

// Input lets a pin be what is connected to it.
func (r Registers) Input(pin int) { r.Directions().ClearBits(bit(pin)) }

// IsOutput reports whether a pin is an output.
func (r Registers) IsOutput(pin int) bool { return r.Directions().HasBits(bit(pin)) }

// Set lets an output be high or low. An input must not be set: whether it has that level once it is an output is up to the controller, and QEMU's forgets it.
func (r Registers) Set(pin int, high bool) {
	mask := bit(pin)
	value := uint32(0)
	if high {
		value = mask
	}
	r.Data(uint8(mask)).Store(value)
}

// Get reports whether a pin is high. Of an output, that is what it has been set to.
func (r Registers) Get(pin int) bool {
	mask := bit(pin)
	return r.Data(uint8(mask)).Load() != 0
}
