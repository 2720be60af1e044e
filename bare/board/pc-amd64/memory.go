//go:build premain_bare

package pcamd64

import (
	"unsafe"

	"premain.dev/bare"
	"premain.dev/bare/board/internal/protection"
)

// Where things are.
const (
	screen   = 0xa0000
	ram      = 1 << 20
	devices  = 2 << 30
	farthest = 4 << 30

	page   = 4 << 10
	block  = 2 << 20
	region = 1 << 30
)

// heap is the section .heap, as far as there is memory.
var heap bare.Range

func memory() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(heap.Start)), heap.Size())
}

// An entry of a table maps a page or a block, depending on the table's level, or leads to a table.
type entry uintptr

const (
	present  entry = 1 << 0
	writable entry = 1 << 1
	uncached entry = 1<<3 | 1<<4
	used     entry = 1<<5 | 1<<6
	whole    entry = 1 << 7 // a block
	noCode   entry = 1 << 63

	code      = present | used
	constants = code | noCode
	variables = constants | writable
	device    = variables | uncached

	leadsOn = present | writable

	attributes = 1<<12 - 1 | noCode
)

type table [512]entry

// tables has a page more than it uses, because the linker aligns to less. The first one leads to the second, for 512 GiB. Third ones are for regions, of
// which there are four, and fourth ones for blocks of which not all is the same: one with the screen, one with the page below the stack, two in which code begins and
// ends, two of the constants, and one in which memory ends.
var (
	tables     [2 + 4 + 7 + 1]table
	tablesUsed uintptr
)

// mapMemory makes the tables of addresses, and returns the first one. It runs on stacks.
func mapMemory(startInfo uintptr) (first *table) {
	l := bare.MemoryLayout()
	ramEnd := min(memoryEnd(startInfo, ram), farthest) &^ (page - 1)
	if last := max(l.Bss.End, l.Stack.End); last > ramEnd {
		console.Text("pc-amd64: the machine has ")
		console.Decimal(ramEnd >> 20)
		console.Text(" MiB of memory, and the program with its stack ends at ")
		console.Decimal((last + 1<<20 - 1) >> 20)
		console.Text(" MiB\n")
		exit(2)
	}
	heap = bare.Range{Start: l.Heap.Start, End: max(l.Heap.Start, min(l.Heap.End, ramEnd))}
	first = newTable()
	first.mapRange(screen, ram, device)
	first.mapRange(ram, ramEnd, variables)
	first.mapRange(max(devices, (ramEnd+block-1)&^(block-1)), farthest, device)
	guard, rodata, text := protection.Guard(l), protection.Constants(l), protection.Code(l)
	first.mapRange(guard.Start, guard.End, 0)
	first.mapRange(rodata.Start, rodata.End, constants)
	first.mapRange(text.Start, text.End, code)
	return first
}

func newTable() *table {
	at := (uintptr(unsafe.Pointer(&tables)) + page - 1) &^ (page - 1)
	at += tablesUsed * page
	tablesUsed++
	return (*table)(unsafe.Pointer(at))
}

// mapRange maps addresses, given multiples of a page, to themselves, or not at all. What they were mapped to before does not count.
func (t *table) mapRange(from, to uintptr, as entry) {
	for from < to {
		blocks := t[0].table()[from/region].table()
		end := min(to, (from+region)&^(region-1))
		for from < end {
			e := &blocks[from/block%512]
			next := min(end, (from+block)&^(block-1))
			if next-from == block {
				*e = entry(from) | as | whole
			} else {
				pages := e.table()
				for addr := from; addr < next; addr += page {
					pages[addr/page%512] = entry(addr) | as
				}
			}
			from = next
		}
	}
}

// table returns the table to which an entry leads, and lets it lead to a new one if it does not. What the entry of a block has mapped stays so.
func (e *entry) table() *table {
	if *e == 0 || *e&whole != 0 {
		t := newTable()
		if *e != 0 {
			as := *e &^ whole
			for i := range t {
				t[i] = as
				as += page
			}
		}
		*e = entry(uintptr(unsafe.Pointer(t))) | leadsOn
	}
	return (*table)(unsafe.Pointer(uintptr(*e &^ attributes)))
}
