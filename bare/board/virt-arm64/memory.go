//go:build premain_bare

package virtarm64

import "unsafe"

// Where things are.
const (
	devices  = 0x08000000
	ram      = 0x40000000
	farthest = 1 << 36 // what mapMemory lets the processor translate

	page   = 4 << 10
	block  = 2 << 20
	region = 1 << 30
)

// Places that the linker decides, and those of the stack, which is behind all of them.
func textStart() uintptr
func textEnd() uintptr
func dataStart() uintptr
func stackLow() uintptr
func stackHigh() uintptr

// ramEnd is where the memory ends.
var ramEnd uintptr

func memory() []byte {
	from := stackHigh()
	if from >= ramEnd {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(from)), ramEnd-from)
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

// tables has a page more than it uses, because the linker aligns to less. One table is the first. Second ones are for the devices and for the first and the last region of
// memory; third ones for each block in which something begins or ends that mapMemory maps: its five ends of text, constants,
// variables, guard page and memory. Flash and devices have ends of blocks.
var (
	tables     [1 + 3 + 5 + 1]table
	tablesUsed uintptr
)

// mapMemory makes the tables of addresses, and returns the first one. It runs on lastStack. The processor does not use the tables yet, and
// so does not take accesses that are not aligned.
func mapMemory() (first *table) {
	ramEnd = min(ram+ramSize(), farthest)
	if stackHigh() > ramEnd {
		message("virt-arm64: the machine has ")
		writeDigits((ramEnd-ram)>>20, 10)
		message(" MiB of memory, and the program with its stack ends at ")
		writeDigits((stackHigh()-ram+1<<20-1)>>20, 10)
		message(" MiB\n")
		exit(2)
		halt()
	}
	first = newTable()
	code0, code1 := textStart()&^(page-1), (textEnd()+page-1)&^(page-1)
	data0 := dataStart() &^ (page - 1)
	stack := stackLow()
	first.mapRange(devices, ram, device)
	first.mapRange(ram, code0, constants)
	first.mapRange(code0, code1, code)
	first.mapRange(code1, data0, constants)
	first.mapRange(data0, stack-page, variables)
	first.mapRange(stack, ramEnd, variables)
	return first
}

func newTable() *table {
	at := (uintptr(unsafe.Pointer(&tables)) + page - 1) &^ (page - 1)
	at += tablesUsed * page
	tablesUsed++
	return (*table)(unsafe.Pointer(at))
}

// mapRange maps addresses that were not mapped before, given multiples of a page, to themselves.
func (t *table) mapRange(from, to uintptr, as entry) {
	for from < to {
		e := &t[from/region%512]
		if from%region == 0 && to-from >= region {
			*e = entry(from) | as | whole
			from += region
			continue
		}
		t2 := e.table()
		e = &t2[from/block%512]
		if from%block == 0 && to-from >= block {
			*e = entry(from) | as | whole
			from += block
			continue
		}
		t3 := e.table()
		t3[from/page%512] = entry(from) | as | leadsOn
		from += page
	}
}

// table returns the table to which an entry leads, and lets it lead to a new one if it does not.
func (e *entry) table() *table {
	if *e == 0 {
		*e = entry(uintptr(unsafe.Pointer(newTable()))) | leadsOn
	}
	return (*table)(unsafe.Pointer(uintptr(*e & address)))
}
