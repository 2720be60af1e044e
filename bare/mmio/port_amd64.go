package mmio

// Port8 is an I/O port with 8 bits; its value is the number. Ports are for code that runs in ring 0, or has been given the right to use them
// (in Linux, by ioperm or iopl). In any other process, an access is a general protection fault, which is SIGSEGV in Linux.
type Port8 uint16

// Load reads the port: one IN.
func (p Port8) Load() uint8 { return in8(uint16(p)) }

// Store writes the port: one OUT.
func (p Port8) Store(value uint8) { out8(uint16(p), value) }

// Port16 is an I/O port with 16 bits. What is said of [Port8] holds for it.
type Port16 uint16

// Load reads the port: one IN.
func (p Port16) Load() uint16 { return in16(uint16(p)) }

// Store writes the port: one OUT.
func (p Port16) Store(value uint16) { out16(uint16(p), value) }

// Port32 is an I/O port with 32 bits. What is said of [Port8] holds for it.
type Port32 uint16

// Load reads the port: one IN.
func (p Port32) Load() uint32 { return in32(uint16(p)) }

// Store writes the port: one OUT.
func (p Port32) Store(value uint32) { out32(uint16(p), value) }

func in8(port uint16) (value uint8)
func in16(port uint16) (value uint16)
func in32(port uint16) (value uint32)

func out8(port uint16, value uint8)
func out16(port uint16, value uint16)
func out32(port uint16, value uint32)
