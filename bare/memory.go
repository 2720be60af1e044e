//go:build premain_bare

package bare

import (
	"unsafe"

	"premain.dev/bare/alloc"
)

var allocatorHasMemory bool

//go:linkname allocate runtime.bareAlloc
func allocate(size, align uintptr) (p unsafe.Pointer, ok bool) {
	if allocator == nil {
		return nil, false
	}
	if !allocatorHasMemory {
		allocatorHasMemory = true
		if heapMemory != nil {
			(*allocator).Use((*heapMemory)())
		} else {
			(*allocator).Use(unsafe.Slice((*byte)(unsafe.Pointer(heapLow)), heapHigh-heapLow))
		}
	}
	return (*allocator).Allocate(size, align), true
}

//go:linkname noMemory runtime.bareNoMemory
func noMemory(size uintptr) {
	if outOfMemory != nil {
		(*outOfMemory)(size)
	}
}

// Free gives the memory of a variable back to the allocator: one that new, a composite literal or an escaping variable has made. Nothing
// may use it any more. Free(nil) does nothing. Hosted, the collector does that.
func Free[T any](p *T) {
	if unsafe.Sizeof(*p) != 0 {
		free(unsafe.Pointer(p))
	}
}

// FreeSlice gives the array of a slice back to the allocator. The slice must begin where the array begins, as one does that make or append has
// returned. A nil slice and one without capacity are nothing to free.
func FreeSlice[T any](s []T) {
	var v T
	if cap(s) != 0 && unsafe.Sizeof(v) != 0 {
		free(unsafe.Pointer(unsafe.SliceData(s)))
	}
}

func free(p unsafe.Pointer) {
	if p != nil && allocator != nil {
		(*allocator).Free(p)
	}
}

// Statistics returns those of the allocator. It is not ok where there is none: hosted, and without one.
func Statistics() (s alloc.Statistics, ok bool) {
	if allocator == nil {
		return s, false
	}
	return (*allocator).Statistics(), true
}
