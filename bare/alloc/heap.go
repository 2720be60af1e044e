package alloc

import (
	"math/bits"
	"unsafe"
)

// Heap allocates blocks of any size, and joins what is freed with what is free around it. Both Allocate and Free take
// constant time, but for clearing the block. The algorithm is two-level segregated fit: M. Masmano, I. Ripoll, A. Crespo,
// J. Real, "TLSF: a new dynamic memory allocator for real-time systems", ECRTS 2004.
//
// A block takes a word more than its size, rounded up to a multiple of 16 bytes and to 32 at least (8 and 16 on 32-bit
// systems). Free blocks are kept in lists by size, 16 for each power of two, and Allocate takes one from the first list
// of which all blocks are large enough. If there is none, it looks at the next 16 that might be. So it may fail with memory
// left that would do, though only if that is in pieces.
//
// A Heap itself takes about 4 KiB. Of a single region it uses 512 GiB at most. Blocks of different regions are not joined.
//
// The zero value is ready for Use.
type Heap struct {
	// Debug makes Free panic if p is not what Allocate has returned, if it has been freed, unless the block has been
	// allocated anew since, and if what is immediately before or behind the block has been written: some bytes there have
	// values that Free knows. It also overwrites what is freed. In return, a block takes five words more. Debug is looked
	// at by the first Use.
	//
	// Without Debug, Free notices most blocks that have been freed already, and panics. Any other pointer that it must not
	// be given corrupts the heap: later calls may do anything.
	Debug bool
	// Zeroed says that the memory given to Use is zero, so that Allocate clears only what has been in use before. It is looked
	// at by Use.
	Zeroed bool

	before, behind uintptr // guards around what is allocated, see guard.go
	regions        *heapRegion

	first      uint32         // a bit for each of second that is not 0
	second     [levels]uint32 // a bit for each list that is not empty
	lists      [lists]block
	statistics Statistics
}

// heapRegion is what begins a region. Its first block comes next. Where that would end, the last block ends with a block of
// size 0, of which there is only the head, and which is never free.
type heapRegion struct {
	next uintptr // the address of another region, or 0
	end  uintptr // the address of the last head
}

// Lists with a number below perLevel are for blocks of that many granules; after that, every perLevel of them are for sizes
// between a power of two and the next.
const (
	levels       = 32
	perLevelBits = 4
	perLevel     = 1 << perLevelBits
	lists        = levels * perLevel

	// What the largest block may have, for the last list and for the number to be an address.
	mostGranules = min(1<<(levels+perLevelBits-1)-1, 1<<(bits.UintSize-granuleBits)-1)

	heapTries = 16 // how many blocks Allocate looks at if those that are surely large enough are exhausted
	leastSize = 2 * granule
)

// block is the address of a block. Blocks lie one after the other. Each begins with its head, a word with its size, which
// includes the head, and with flags. The memory that is served comes next, at a multiple of granule. There, a free block
// has the addresses of the next and the previous block in its list, and in its last word its size once more, for the block
// that follows.
type block uintptr

// The flags.
const (
	isFree    = 1 << iota
	afterFree // the block before this one is free; of two neighbours, at most one is
	isZero    // of a free block: all of it is zero, but the head, the links and the last word

	flags = 1<<iota - 1
)

func (b block) head() *uintptr       { return wordAt(uintptr(b)) }
func (b block) size() uintptr        { return *b.head() &^ flags }
func (b block) next() *block         { return (*block)(at(uintptr(b) + word)) }
func (b block) previous() *block     { return (*block)(at(uintptr(b) + 2*word)) }
func (b block) last() *uintptr       { return wordAt(uintptr(b) + b.size() - word) }
func (b block) following() block     { return b + block(b.size()) }
func (b block) preceding() block     { return b - block(*wordAt(uintptr(b) - word)) } // if afterFree
func (b block) is(flag uintptr) bool { return *b.head()&flag != 0 }

var _ Allocator = (*Heap)(nil)

// Use implements [Allocator].
func (h *Heap) Use(memory []byte) {
	if h.regions == nil {
		h.before, h.behind = 0, 0
		if h.Debug {
			h.before, h.behind = guardBefore, guardBehind
		}
	}
	low, high := bounds(memory)
	head := unsafe.Sizeof(heapRegion{})
	if high == 0 {
		return
	}
	start := roundUp(low+head+word, granule) - word
	end := high&^(granule-1) - word
	if end < start || end-start < leastSize {
		return
	}
	size := min(end-start, mostGranules<<granuleBits)
	end = start + size

	var next uintptr
	if h.regions != nil {
		next = uintptr(unsafe.Pointer(h.regions))
	}
	h.regions = (*heapRegion)(at(start - head))
	*h.regions = heapRegion{next: next, end: end}
	*wordAt(end) = afterFree
	b := block(start)
	*b.head() = size | isFree
	if h.Zeroed {
		*b.head() |= isZero
	}
	h.put(b)
	h.statistics.Total += size
}

// Allocate implements [Allocator].
func (h *Heap) Allocate(size, align uintptr) unsafe.Pointer {
	align = max(alignment(align), granule)
	// Total is far enough from the largest number for what is added to size here, since a Heap is not in its own memory.
	if size > h.statistics.Total {
		return h.statistics.fail()
	}
	need := max(roundUp(word+h.before+size+h.behind, granule), leastSize)
	b, padding := h.find(need, align)
	if b == 0 {
		return h.statistics.fail()
	}
	h.remove(b)
	zero := *b.head() & isZero
	if padding != 0 {
		front := b
		b += block(padding)
		*b.head() = front.size() - padding | afterFree | zero
		*front.head() = padding | isFree | zero
		h.put(front)
	}
	following := b.following()
	if rest := b.size() - need; rest >= leastSize {
		following = b + block(need)
		*following.head() = rest | isFree | zero
		h.put(following)
		*b.head() -= rest
	} else {
		if zero != 0 {
			*b.last() = 0
		}
		*following.head() &^= afterFree
	}
	*b.head() &^= isFree | isZero
	h.statistics.use(h.statistics.Used + b.size())

	p := uintptr(b) + word + h.before
	if zero != 0 {
		*b.next(), *b.previous() = 0, 0
	} else {
		clear(bytesAt(p, size))
	}
	if h.before != 0 {
		b.guard(p, size)
	}
	return at(p)
}

// find returns a free block for need bytes, of which so many must be left in front for alignment: either none or a block.
func (h *Heap) find(need, align uintptr) (b block, padding uintptr) {
	enough := need
	if align > granule {
		// A granule cannot be a block, so that it may take another multiple of align.
		enough += align + granule
	}
	if enough >= need && enough>>granuleBits <= mostGranules {
		n := enough >> granuleBits
		if n >= perLevel {
			// The least size of which all blocks in the list have at least n.
			n += 1<<(bits.Len(uint(n))-perLevelBits-1) - 1
		}
		if i := h.list(listFor(n)); i < lists {
			b = h.lists[i]
			padding, _ = h.fit(b, need, align)
			return b, padding
		}
	}
	tries := heapTries
	for i := h.list(listFor(need >> granuleBits)); i < lists; i = h.list(i + 1) {
		for b = h.lists[i]; b != 0; b = *b.next() {
			if padding, ok := h.fit(b, need, align); ok {
				return b, padding
			}
			if tries--; tries == 0 {
				return 0, 0
			}
		}
	}
	return 0, 0
}

// fit returns what must be left in front of a block.
func (h *Heap) fit(b block, need, align uintptr) (padding uintptr, ok bool) {
	padding = -(uintptr(b) + word + h.before) & (align - 1)
	if 0 < padding && padding < leastSize {
		padding += align
	}
	size := b.size()
	return padding, padding <= size && need <= size-padding
}

// listFor returns the list for blocks of n granules.
func listFor(n uintptr) uint {
	if n < perLevel {
		return uint(n)
	}
	level := uint(bits.Len(uint(n))) - perLevelBits
	return level<<perLevelBits + uint(n)>>(level-1)&(perLevel-1)
}

// list returns the first list from i on that is not empty, or lists.
func (h *Heap) list(i uint) uint {
	if i >= lists {
		return lists
	}
	level := i / perLevel
	found := h.second[level] & (^uint32(0) << (i % perLevel))
	if found == 0 {
		above := h.first & (^uint32(0) << (level + 1))
		if above == 0 {
			return lists
		}
		level = uint(bits.TrailingZeros32(above))
		found = h.second[level]
	}
	return level*perLevel + uint(bits.TrailingZeros32(found))
}

// put puts a free block into its list and completes it.
func (h *Heap) put(b block) {
	*b.last() = b.size()
	i := listFor(b.size() >> granuleBits)
	next := h.lists[i]
	*b.next(), *b.previous() = next, 0
	if next != 0 {
		*next.previous() = b
	}
	h.lists[i] = b
	h.second[i/perLevel] |= 1 << (i % perLevel)
	h.first |= 1 << (i / perLevel)
}

// remove takes a free block out of its list.
func (h *Heap) remove(b block) {
	next, previous := *b.next(), *b.previous()
	if next != 0 {
		*next.previous() = previous
	}
	if previous != 0 {
		*previous.next() = next
		return
	}
	i := listFor(b.size() >> granuleBits)
	h.lists[i] = next
	if next == 0 {
		h.second[i/perLevel] &^= 1 << (i % perLevel)
		if h.second[i/perLevel] == 0 {
			h.first &^= 1 << (i / perLevel)
		}
	}
}

// Free implements [Allocator]. Of pointers that are not what Allocate has returned, see Debug.
func (h *Heap) Free(p unsafe.Pointer) {
	if p == nil {
		return
	}
	if h.before != 0 {
		h.check(uintptr(p))
	}
	b := block(uintptr(p) - word - h.before)
	if b.is(isFree) {
		panic(doubleFree)
	}
	size := b.size()
	h.statistics.Used -= size
	h.statistics.Frees++
	// This stays when the block becomes part of the one before it, and tells of another Free.
	*b.head() |= isFree

	following := b.following()
	if following.is(isFree) {
		h.remove(following)
		size += following.size()
	}
	if b.is(afterFree) {
		b = b.preceding()
		h.remove(b)
		size += b.size()
	}
	*b.head() = size | isFree
	h.put(b)
	*b.following().head() |= afterFree
}

// Statistics implements [Allocator]. Used is the blocks that are in use, with their heads, and Total is what they could be.
func (h *Heap) Statistics() Statistics { return h.statistics }
