//go:build premain_bare

package pcamd64

import "unsafe"

// The processor's tables of segments and of traps, as the manuals of AMD64 describe them.

// tableAddress is what LGDT and LIDT load: the size of a table less one, and its address.
type tableAddress [10]byte

func (a *tableAddress) set(table unsafe.Pointer, size uintptr) {
	*(*uint16)(unsafe.Pointer(a)) = uint16(size - 1)
	for i := range uintptr(8) {
		a[2+i] = byte(uintptr(table) >> (8 * i))
	}
}

var globalTable, interruptTable tableAddress

// segments are those with which PVH images begin, and taskState.
var segments = [5]uint64{1: 0x00af9a000000ffff, 2: 0x00cf92000000ffff}

const (
	codeSelector = 8
	taskSelector = 24 // the assembly knows it
)

// taskState tells the processor the stacks to which traps and interrupts change.
var taskState [26]uint32

// gates are where traps and interrupts lead to. Other vectors, which only INT can ask for, are a general protection fault.
var gates [48][2]uint64

// Numbers of stacks in taskState.
const (
	trapsStack = 1 + iota
	doubleStack
	interruptsStack
)

//go:linkname interruptStack runtime.interruptStack
var interruptStack [32 << 10]byte

// stacks are those of doubleStack and trapsStack. On the second one, the program begins, and ends if something traps while a trap is handled.
var stacks [(4 + 8) << 10]byte

// describeTraps fills in the tables. It runs on stacks, when nothing that traps could be told.
func describeTraps() {
	setStack(trapsStack, uintptr(unsafe.Pointer(&stacks))+unsafe.Sizeof(stacks))
	setStack(doubleStack, uintptr(unsafe.Pointer(&stacks))+4<<10)
	setStack(interruptsStack, uintptr(unsafe.Pointer(&interruptStack))+unsafe.Sizeof(interruptStack))
	taskState[25] = uint32(unsafe.Sizeof(taskState)) << 16 // no port is for less than ring 0

	at, size := uint64(uintptr(unsafe.Pointer(&taskState))), uint64(unsafe.Sizeof(taskState))
	const available = 0x89 << 40
	segments[taskSelector/8] = size - 1 | at<<16&0xffffff0000 | available | at>>24&0xff<<56
	segments[taskSelector/8+1] = at >> 32

	for vector := range gates {
		const entrySize = 16
		stack := uint64(trapsStack)
		switch {
		case vector == doubleFault:
			stack = doubleStack
		case vector >= firstLine:
			stack = interruptsStack
		}
		entry := uint64(vectorsAddress()) + uint64(vector)*entrySize
		const interruptGate = 0x8e << 40 // interrupts are masked
		gates[vector] = [2]uint64{entry&0xffff | codeSelector<<16 | stack<<32 | interruptGate | entry>>16<<48, entry >> 32}
	}
	globalTable.set(unsafe.Pointer(&segments), unsafe.Sizeof(segments))
	interruptTable.set(unsafe.Pointer(&gates), unsafe.Sizeof(gates))
}

func setStack(number int, end uintptr) {
	at := 9 + 2*(number-1)
	taskState[at], taskState[at+1] = uint32(end), uint32(end>>32)
}

func vectorsAddress() uintptr
