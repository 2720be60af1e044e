package alloc

import "unsafe"

// Allocator is what serves the memory of new, make, append and so on.
//
// None of its methods allocates. None may be called while another runs: there is no lock, and an interrupt handler that
// allocates while the program does corrupts what both are given.
type Allocator interface {
	// Use gives the allocator memory to serve from. It may be called several times, at any time. The memory need be neither
	// zeroed nor aligned, and it may be too small to be of any use, of which nothing is said but that Total does not grow.
	//
	// From then on the memory is the allocator's: nothing else may touch it, it must not overlap with other memory that an
	// allocator has, and it must stay where it is. The allocator remembers addresses only. In ordinary Go, where that
	// matters, the caller keeps the memory reachable, and the garbage collector does not see the pointers that are in it.
	Use(memory []byte)

	// Allocate returns size bytes, all zero, at a multiple of align, which is a power of two (0 counts as 1); nil if there is no
	// room. A size of 0 is legal and gives memory that nobody else has. Allocate panics if align is not a power of two.
	Allocate(size, align uintptr) unsafe.Pointer

	// Free takes back what Allocate has returned. It ignores nil. What comes of any other pointer, each allocator says.
	Free(p unsafe.Pointer)

	// Statistics returns what has happened so far.
	Statistics() Statistics
}

// Statistics is what an allocator has done. All but the last three are bytes.
type Statistics struct {
	// Total is what can be served at most of the memory given by Use: without what is lost to alignment, and without what
	// the allocator keeps of each region for itself.
	Total uintptr
	// Used is what is in use now, with headers and padding. It is never more than Total.
	Used uintptr
	// Peak is the most that Used has been.
	Peak uintptr

	Allocations uint64 // calls of Allocate that have returned memory
	Frees       uint64 // calls of Free that have taken something back; of Bump, all but those with nil
	Failures    uint64 // calls of Allocate that have returned nil
}

// use counts an allocation after which so much is in use.
func (s *Statistics) use(used uintptr) {
	s.Used = used
	s.Peak = max(s.Peak, used)
	s.Allocations++
}

// fail counts a failure, and is what Allocate returns then.
func (s *Statistics) fail() unsafe.Pointer {
	s.Failures++
	return nil
}

// What panics say. They are constants because nothing can be allocated to say more.
const (
	badAlign     = "alloc: alignment is not a power of two"
	badMark      = "alloc: release of a mark that has been released already"
	doubleFree   = "alloc: double free"
	notAllocated = "alloc: free of what is not allocated"
	overwritten  = "alloc: memory behind the end of a block was written"
	headWritten  = "alloc: memory before the start of a block was written"
)

// alignment returns align as it is meant.
func alignment(align uintptr) uintptr {
	if align&(align-1) != 0 {
		panic(badAlign)
	}
	return max(align, 1)
}
