//go:build premain_bare

package virtarm64

import (
	"unsafe"

	"premain.dev/bare"
	"premain.dev/bare/board/internal/devicetree"
	"premain.dev/bare/board/internal/protection"
)

// Where things are.
const (
	devices  = 0x08000000
	ram      = 0x40000000
	farthest = 1 << 36 // what mapMemory lets the processor translate

	page   = 4 << 10
	block  = 2 << 20
	region = 1 << 30
)

// heap is the section .heap, as far as there is memory.
var heap bare.Range

func memory() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(heap.Start)), heap.Size())
}

// ramSize returns the size of the memory that the device tree at its beginning tells of, or what the board is started with.
func ramSize() uintptr {
	if size, ok := devicetree.MemorySize(ram, ram); ok {
		return size
	}
	return 128 << 20
}

// An entry of a table maps a page, a block or a region, depending on the table's level, or leads to a table.
type entry uintptr

const (
	leadsOn  entry = 3 // to a table; in a table of pages, a page
	whole    entry = 1 // a block or a region
	used     entry = 1 << 10
	shared   entry = 3 << 8
	readOnly entry = 1 << 7
	normal   entry = 1 << 2 // the second memory type of MAIR_EL1; the first one is for devices
	noCode   entry = 1<<53 | 1<<54

	code      = used | shared | normal | readOnly
	constants = code | noCode
	variables = used | shared | normal | noCode
	device    = used | noCode

	address entry = 1<<48 - page
)

type table [512]entry

// tables has a page more than it uses, because the linker aligns to less. One table is the first. Second ones are for regions of which not all is the same: one with
// flash and the devices, one with the page below the stack, two in which code begins and ends, two of the constants, and one in which memory ends. Third
// ones are for such blocks: these, and the first one of flash.
var (
	tables     [1 + 7 + 7 + 1]table
	tablesUsed uintptr
)

// mapMemory makes the tables of addresses, and returns the first one. It runs on lastStack. The processor does not use the tables yet, and
// so does not take accesses that are not aligned.
func mapMemory() (first *table) {
	l := bare.MemoryLayout()
	ramEnd := min(ram+ramSize(), farthest)
	if last := max(l.Bss.End, l.Stack.End); last > ramEnd {
		console.Text("virt-arm64: the machine has ")
		console.Decimal((ramEnd - ram) >> 20)
		console.Text(" MiB of memory, and the program with its stack ends at ")
		console.Decimal((last - ram + 1<<20 - 1) >> 20)
		console.Text(" MiB\n")
		exit(2)
		halt()
	}
	heap = bare.Range{Start: l.Heap.Start, End: max(l.Heap.Start, min(l.Heap.End, ramEnd))}
	guard, rodata, text := protection.Guard(l), protection.Constants(l), protection.Code(l)
	first = newTable()
	if text.Start < devices || rodata.Size() > 0 && rodata.Start < devices {
		first.mapRange(page, devices, region, constants) // flash
	}
	first.mapRange(devices, ram, region, device)
	first.mapRange(ram, ramEnd&^(page-1), region, variables)
	first.mapRange(guard.Start, guard.End, region, 0)
	first.mapRange(rodata.Start, rodata.End, region, constants)
	first.mapRange(text.Start, text.End, region, code)
	return first
}

func newTable() *table {
	at := (uintptr(unsafe.Pointer(&tables)) + page - 1) &^ (page - 1)
	at += tablesUsed * page
	tablesUsed++
	return (*table)(unsafe.Pointer(at))
}

// mapRange maps addresses, given multiples of a page, to themselves, or not at all if as is 0. What they were mapped to before does not count. An entry of
// the table is for as many bytes as size says: a region, a block or a page.
func (t *table) mapRange(from, to, size uintptr, as entry) {
	shift, kind := uint(30), whole
	switch size {
	case block:
		shift = 21
	case page:
		shift, kind = 12, leadsOn
	}
	for from < to {
		e := &t[from>>shift%512]
		next := min(to, (from+size)&^(size-1))
		switch {
		case next-from < size:
			e.table(size).mapRange(from, next, size/512, as)
		case as == 0:
			*e = 0
		default:
			*e = entry(from) | as | kind
		}
		from = next
	}
}

// table returns the table to which an entry for a size leads, and lets it lead to a new one if it does not. What the entry has mapped stays so.
func (e *entry) table(size uintptr) *table {
	if *e&leadsOn != leadsOn {
		t := newTable()
		if *e != 0 {
			as, step := *e, entry(size/512)
			if step == page {
				as |= leadsOn
			}
			for i := range t {
				t[i] = as
				as += step
			}
		}
		*e = entry(uintptr(unsafe.Pointer(t))) | leadsOn
	}
	return (*table)(unsafe.Pointer(uintptr(*e & address)))
}
