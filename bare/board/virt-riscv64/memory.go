//go:build premain_bare

package virtriscv64

import (
	"unsafe"

	"premain.dev/bare"
	"premain.dev/bare/board/internal/devicetree"
	"premain.dev/bare/board/internal/protection"
	"premain.dev/bare/mmio"
)

// Where things are.
const (
	page = 4 << 10

	rom      = 1 << 12
	devices  = 0x00100000
	flash    = 0x20000000
	pci      = 0x30000000
	ram      = 0x80000000
	farthest = 1<<56 - 4 // what entries of the protection can reach
)

// ramEnd is the address behind the memory.
var ramEnd uintptr

// What the ROM has behind its instructions: where it jumps to, and the address of the device tree, which it hands over. A program that QEMU's loader has
// started has not come that way.
const (
	jumpsTo mmio.Reg64 = rom + 24
	tree    mmio.Reg64 = rom + 32
)

// findMemory returns the address behind the memory. It runs on lastStack, before there are variables.
func findMemory() uintptr {
	const defaultSize = 128 << 20
	if at := uintptr(tree.Load()); at > ram && at < farthest && at%8 == 0 {
		if size, ok := devicetree.MemorySize(at, ram); ok && size < farthest-ram {
			return ram + size
		}
	}
	return ram + defaultSize
}

// heap is the section .heap, as far as there is memory.
var heap bare.Range

func memory() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(heap.Start)), heap.Size())
}

// What can be done with memory, as the processor has it in a byte of its pmpcfg registers.
const (
	nothing   = 0
	constants = 1 << 0
	variables = 1<<0 | 1<<1
	code      = 1<<0 | 1<<2

	fromLast = 1 << 3 // the entry is for addresses from that of the entry before it
	locked   = 1 << 7 // in machine mode, too
)

// part is a range of addresses and what can be done with them.
type part struct {
	bare.Range
	access uint8
}

// entries are what the processor has for the protection of memory: each is for the addresses from that of the entry before it up to its own. protectMemory takes at
// most 14: one for each of the four ranges of the machine, what is before and behind them, and two for each other range.
type entries struct {
	addresses [16]uintptr
	access    [16]uint8
}

// protectMemory protects the program, and lets all other memory be read and written. It runs on lastStack, and nothing is protected yet.
func protectMemory() {
	l := bare.MemoryLayout()
	if last := max(l.Bss.End, l.Stack.End); last > ramEnd {
		console.Text("virt-riscv64: the machine has ")
		console.Decimal((ramEnd - ram) >> 20)
		console.Text(" MiB of memory, and the program with its stack ends at ")
		console.Decimal((last - ram + 1<<20 - 1) >> 20)
		console.Text(" MiB\n")
		exit(2)
	}
	heap = bare.Range{Start: l.Heap.Start, End: max(l.Heap.Start, min(l.Heap.End, ramEnd))}
	// What comes later counts. The fifth of these is for .reset, because QEMU 7 keeps the memory protected when it resets the machine; if no code is there,
	// variables may be.
	begin := uintptr(jumpsTo.Load())
	all := [...]part{
		{bare.Range{Start: rom, End: devices}, code},
		{bare.Range{Start: devices, End: flash}, variables},
		{bare.Range{Start: flash, End: pci}, constants},
		{bare.Range{Start: pci, End: ramEnd}, variables},
		{bare.Range{Start: begin, End: begin + page}, code | variables},
		{protection.Guard(l), nothing},
		{protection.Constants(l), constants},
		{protection.Code(l), code},
	}
	var e entries
	n := 0
	for at := uintptr(0); at < farthest; {
		next, access := uintptr(farthest), uint8(nothing)
		for i := range all {
			p := &all[i]
			if p.Start <= at && at < p.End {
				access = p.access
			}
			if p.Size() == 0 {
				continue
			}
			for _, bound := range [...]uintptr{p.Start, p.End} {
				if bound > at && bound < next {
					next = bound
				}
			}
		}
		access |= fromLast | locked
		if n == 0 || e.access[n-1] != access {
			n++
		}
		e.addresses[n-1], e.access[n-1] = next>>2, access
		at = next
	}
	protect(&e)
}

// protect lets the processor have the entries, which it then keeps until it is reset.
//
//go:noescape
func protect(e *entries)
