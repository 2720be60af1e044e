//go:build premain_bare

package bare

import _ "unsafe" // for go:linkname

// Value returns the value of the symbol: most often, an address. A hosted program has no memory map, and panics.
func (a *Address) Value() uintptr { return a.value }

// The words that the link step fills in.
var (
	//go:linkname textLow runtime.textLow
	textLow uintptr
	//go:linkname textHigh runtime.textHigh
	textHigh uintptr
	//go:linkname rodataLow runtime.rodataLow
	rodataLow uintptr
	//go:linkname rodataHigh runtime.rodataHigh
	rodataHigh uintptr
	//go:linkname dataLoad runtime.dataLoad
	dataLoad uintptr
	//go:linkname dataLow runtime.dataLow
	dataLow uintptr
	//go:linkname dataHigh runtime.dataHigh
	dataHigh uintptr
	//go:linkname bssLow runtime.bssLow
	bssLow uintptr
	//go:linkname bssHigh runtime.bssHigh
	bssHigh uintptr
	//go:linkname stackLow runtime.stackLow
	stackLow uintptr
	//go:linkname stackHigh runtime.stackHigh
	stackHigh uintptr
	//go:linkname heapLow runtime.heapLow
	heapLow uintptr
	//go:linkname heapHigh runtime.heapHigh
	heapHigh uintptr
)

// MemoryLayout returns where the memory map has put the parts of the program. On the board linux, which has no memory map, and hosted, all of it is zero.
func MemoryLayout() Layout {
	return Layout{
		Text: Range{textLow, textHigh}, Rodata: Range{rodataLow, rodataHigh}, Data: Range{dataLow, dataHigh}, Bss: Range{bssLow, bssHigh},
		Stack: Range{stackLow, stackHigh}, Heap: Range{heapLow, heapHigh}, DataLoad: dataLoad,
	}
}
