// Package mmio reads and writes registers of devices that are mapped into memory.
//
// A register is a type of the register's width whose value is the address. A device is a type whose value is where the device begins, with a
// method for each register. This is a whole driver of a serial port, the PL011:
//
//	package pl011
//
//	import "premain.dev/bare/mmio"
//
//	// Registers are those of a PL011.
//	type Registers uintptr
//
//	func (r Registers) Data() mmio.Reg32        { return mmio.Reg32(r) }
//	func (r Registers) Flags() mmio.Reg32       { return mmio.Reg32(r) + 0x18 }
//	func (r Registers) LineControl() mmio.Reg32 { return mmio.Reg32(r) + 0x2c }
//	func (r Registers) Control() mmio.Reg32     { return mmio.Reg32(r) + 0x30 }
//
//	// Bits of Flags and Control.
//	const (
//		transmitFull = 1 << 5
//		enabled      = 1 << 0
//		transmit     = 1 << 8
//	)
//
//	// wordLength is a field of LineControl: the bits of a word, less 5.
//	var wordLength = mmio.Field32{Low: 5, Width: 2}
//
//	func (r Registers) Start() {
//		r.LineControl().Set(wordLength, 3)
//		r.Control().SetBits(enabled | transmit)
//	}
//
//	func (r Registers) Write(p []byte) {
//		for _, c := range p {
//			for r.Flags().HasBits(transmitFull) {
//			}
//			r.Data().Store(uint32(c))
//		}
//	}
//
// and this is what a board or a program has of it:
//
//	var Serial = mmio.Peripheral[pl011.Registers]{Address: 0x0900_0000}
//
//	func main() {
//		port, ok := Serial.Take()
//		if !ok {
//			panic("the serial port is in use")
//		}
//		port.Start()
//		port.Write([]byte("hello\n"))
//	}
//
// All of these are constant data: nothing runs before main, and nothing needs a heap.
//
// # Accesses
//
// On amd64, arm64 and riscv64, Load is exactly one load and Store exactly one store, of the register's width, at its address. SetBits,
// ClearBits, Modify and Set are one load and then one store; HasBits and Get are one load. None is left out, repeated,
// merged with another, split, or moved to before or behind another, whatever becomes of the result, and whatever flags the compiler is
// given: those that turn optimisation off, -race, -asan, -msan and -cover included. The accesses are functions in assembly, which the compiler does not see into.
//
// What reads first and writes then is not one access: an interrupt may come between, and what its handler has written to the
// register is lost. A register with bits that a read clears, or that are written with ones to clear them, wants Load and Store.
//
// The address has to be a multiple of the register's width, and there has to be a device: what happens otherwise depends on the
// processor and is, as a rule, a trap.
//
// Elsewhere, the accesses are ordinary ones of Go in functions that are not inlined. There, a build without optimisation may
// read once more, and a Reg64 on a 32-bit processor is accessed in two halves.
//
// # Why not pointers
//
// A pointer to a struct that is laid out like the device would read better, and access too much. Where p.flags is used by a method with
// a pointer receiver, p must not be nil, and the compiler has that checked by reading a byte at p: the first register of the device, which is
// often the one that a read takes a character from. It does so once in each function, and with -gcflags=-N before each access.
//
// # Order
//
// Accesses of registers are made by the processor in the order of the program. Whether they arrive so depends on the memory's type: where a
// board maps a device as such (uncached on amd64, Device-nGnRnE or nGnRE on arm64, a strongly ordered I/O region on riscv64), they do for one
// device. On arm64 and riscv64, there is no order between two devices without a [Barrier].
//
// There is none between registers and ordinary memory either: a device that reads memory itself, and is told to by a
// store, may find there what was before, and a processor that reads what the device has written may have read it too early. A Barrier between the
// two accesses gives them their order.
//
// # Tests
//
// A driver can be tested without its device: on a package-level variable, which does not move, in place of it.
//
//	var memory [0x1000 / 4]uint32
//
//	r := pl011.Registers(uintptr(unsafe.Pointer(&memory)))
package mmio
