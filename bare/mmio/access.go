//go:build amd64 || arm64 || riscv64

package mmio

// Each of these is one access of memory besides those of its parameters and its result.

func load8(address uintptr) (value uint8)
func load16(address uintptr) (value uint16)
func load32(address uintptr) (value uint32)
func load64(address uintptr) (value uint64)

func store8(address uintptr, value uint8)
func store16(address uintptr, value uint16)
func store32(address uintptr, value uint32)
func store64(address uintptr, value uint64)

// Barrier orders accesses of registers and of ordinary memory: what the program has accessed before it is accessed before what the program accesses
// after it, as devices and other processors see it. It is MFENCE on amd64, DMB SY on arm64 and FENCE IORW, IORW on riscv64.
// Elsewhere it orders ordinary memory alone. It does not write caches back; a device that does not see them needs that, too.
func Barrier()
