//go:build premain_bare

package runtime

import (
	"internal/abi"
	"unsafe"
)

func mallocgc(size uintptr, typ *_type, needzero bool) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zerobase)
	}
	align := uintptr(8)
	switch {
	case typ != nil:
		align = uintptr(typ.Align_)
	case size&1 != 0:
		align = 1
	case size&3 != 0:
		align = 2
	case size&7 != 0:
		align = 4
	}
	if getg() == &interruptG {
		if m0.printing == nil && m0.dying == 0 && !isRuntimeError(typ) {
			throw("an interrupt handler allocates memory; the program may be doing so itself just now")
		}
		return reserve(size)
	}
	m0.mallocing++
	p, ok := bareAlloc(size, align)
	m0.mallocing--
	if !ok {
		// Only this package allocates without an allocator: errors, and tables of interfaces.
		return reserve(size)
	}
	if p == nil {
		if m0.lacking {
			// What says so needs a little, too.
			return reserve(size)
		}
		m0.lacking = true
		bareNoMemory(size)
		throw("out of memory")
	}
	return p
}

// isRuntimeError reports whether a type is one of the values with which this package panics.
func isRuntimeError(typ *_type) bool {
	if typ == nil {
		return false
	}
	name := toRType(typ).string()
	return name == "runtime.boundsError" || name == "runtime.TypeAssertionError"
}

// reserve serves what the runtime itself allocates in a program without an allocator, what is allocated while a program ends for want
// of memory, and run-time errors in interrupt handlers.
func reserve(size uintptr) unsafe.Pointer {
	size = (size + 7) &^ 7
	if size > unsafe.Sizeof(reserved)-reservedUsed-reservedAtEnd {
		throw("out of memory: there are 4 KiB for errors and for tables of interfaces where there is nothing else")
	}
	if getg() == &interruptG { // the program may be here just now
		reservedAtEnd += size
		return add(unsafe.Pointer(&reserved), unsafe.Sizeof(reserved)-reservedAtEnd)
	}
	p := add(unsafe.Pointer(&reserved), reservedUsed)
	reservedUsed += size
	return p
}

var (
	reserved      [512]uint64
	reservedUsed  uintptr
	reservedAtEnd uintptr // of it, by interrupt handlers
)

func newobject(typ *_type) unsafe.Pointer { return mallocgc(typ.Size_, typ, true) }

//go:linkname maps_newobject internal/runtime/maps.newobject
func maps_newobject(typ *_type) unsafe.Pointer { return newobject(typ) }

func typedmemmove(typ *abi.Type, dst, src unsafe.Pointer) {
	if dst != src {
		memmove(dst, src, typ.Size_)
	}
}

func typedmemclr(typ *_type, ptr unsafe.Pointer) { memclrNoHeapPointers(ptr, typ.Size_) }

func memclrHasPointers(ptr unsafe.Pointer, n uintptr) { memclrNoHeapPointers(ptr, n) }

func bulkBarrierPreWrite(dst, src, size uintptr, typ *abi.Type)        {}
func bulkBarrierPreWriteSrcOnly(dst, src, size uintptr, typ *abi.Type) {}
func wbZero(typ *_type, dst unsafe.Pointer)                            {}
func wbMove(typ *_type, dst, src unsafe.Pointer)                       {}
func typedslicecopy(typ *_type, dst unsafe.Pointer, dn int, src unsafe.Pointer, sn int) int {
	n := min(dn, sn)
	if n > 0 && dst != src {
		memmove(dst, src, uintptr(n)*typ.Size_)
	}
	return n
}

// Go's own name what is allocated for the collector. Initialised, they would be in every program.
var uint16Type, uint32Type, uint64Type, stringType, sliceType *_type
