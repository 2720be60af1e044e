package bare

import "premain.dev/section"

// Range is the addresses from Start up to, and without, End.
type Range struct{ Start, End uintptr }

// Size returns how many bytes the range has.
func (r Range) Size() uintptr { return r.End - r.Start }

// Layout is where the memory map of a program has put its parts.
type Layout struct {
	Text   Range // code
	Rodata Range // constants
	Data   Range // variables that begin with other values than zero
	Bss    Range // variables that begin as zero
	Stack  Range // the section .stack
	Heap   Range // the section .heap, which is the allocator's

	// DataLoad is the address at which the image has what Data begins with. It is that of Data, unless the memory map says AT.
	DataLoad uintptr
}

// Address is a symbol of the memory map.
type Address struct {
	// The link step finds the name here, and fills the value in.
	value uintptr
	name  string
}

var symbols section.Of[Address]

// Symbol gives a program the value of a symbol that its memory map defines, like the first address behind a section. It is the whole
// initialiser of a package-level variable, and the name is a constant:
//
//	var ring = bare.Symbol("__ring_start")
//
//	func … { p := (*descriptors)(unsafe.Pointer(ring.Value())) … }
//
// A name that the memory map does not define is an error of the build.
func Symbol(name string) *Address { return symbols.Add(Address{name: name}) }

// Name returns the name of the symbol.
func (a *Address) Name() string { return a.name }
