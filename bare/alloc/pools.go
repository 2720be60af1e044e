package alloc

import (
	"math/bits"
	"unsafe"
)

// Pools allocates blocks of a few fixed sizes. A block is carved from the memory when there is no free one of its size, and
// is of that size for ever; free blocks of one size are a pool. So the pools never fragment: what has once served so many
// blocks of each size at the same time can do so again.
//
// Allocate takes the smallest size that is large enough, from the pool or from what is not carved yet, and if there is
// neither, from the pools of larger sizes. What is larger than the largest size, it refuses. Both Allocate and Free take
// constant time, but for clearing the block, for looking through the regions if there are several, and for what a large
// alignment leaves before a block that is carved, which goes to the pools.
//
// Blocks are at multiples of 16 bytes (8 on 32-bit systems), or of the largest power of two up to 4096 that divides all
// sizes: Pools of size 4096 alone are pages. To align to more than that, Allocate looks at the first 16 free blocks of
// the pool only, and then carves: do it for what stays.
//
// Every region has a map with a byte for 16 of its bytes (or whatever blocks are at multiples of), which is not part of
// Total. It tells blocks from what is between them, so that Free always panics, and harms nothing, if p is not the start
// of a block that is in use. That is exact, unless the block has been allocated anew since.
//
// The zero value is ready for Use.
type Pools struct {
	// Sizes are the sizes of blocks, in any order; Allocate rounds them up to multiples of 16 bytes (8 on 32-bit systems). Zeros
	// are no sizes. If there are none, they are the powers of two from 16 to 32768. Sizes is looked at by the first Use.
	Sizes [16]uintptr
	// Zeroed says that the memory given to Use is zero, so that Allocate clears only what has been in use before. It is looked
	// at by Use.
	Zeroed bool

	sizes      [16]uintptr // in order
	count      int         // of sizes
	shift      uint        // blocks are at multiples of 1<<shift
	free       [16]uintptr // the addresses of the first free blocks, each of which begins with the address of the next
	regions    *poolRegion
	statistics Statistics
}

// poolRegion is what begins a region. Its map comes next.
type poolRegion struct {
	next       uintptr // the address of the region that follows, or 0
	start, end uintptr // of the blocks
	position   uintptr // what is behind it is not carved yet
	kinds      uintptr // the address of the map
	zero       uintptr // is it zero behind position? 1 if so
}

// The map has, for each place where a block could begin, 0 if none does, and otherwise one more than the number of its
// size, with poolFree if it is free. It is valid before position only.
const poolFree = 0x80

// How many free blocks Allocate looks at for one that is aligned, and the largest multiple at which all blocks are.
const (
	poolTries = 16
	poolAlign = 4096
)

var _ Allocator = (*Pools)(nil)

// setUp puts the sizes in order.
func (p *Pools) setUp() {
	for _, size := range p.Sizes {
		// What is larger than half of all addresses cannot be served.
		if size == 0 || size > 1<<(bits.UintSize-1) {
			continue
		}
		size = roundUp(size, granule)
		i := p.count
		for ; i > 0 && p.sizes[i-1] > size; i-- {
			p.sizes[i] = p.sizes[i-1]
		}
		p.sizes[i] = size
		p.count++
	}
	if p.Sizes == [16]uintptr{} {
		for size := uintptr(16); size <= 32<<10; size *= 2 {
			p.sizes[p.count] = size
			p.count++
		}
	}
	all := uintptr(poolAlign)
	for _, size := range p.sizes[:p.count] {
		all |= size
	}
	p.shift = uint(bits.TrailingZeros(uint(all)))
}

// Use implements [Allocator].
func (p *Pools) Use(memory []byte) {
	if p.count == 0 {
		p.setUp()
	}
	low, high := bounds(memory)
	head := unsafe.Sizeof(poolRegion{})
	if p.count == 0 || high-low <= head {
		return
	}
	unit := uintptr(1) << p.shift
	kinds := low + head
	// There are n blocks at most, and a map for so many; rounding up where they start takes one of them, or nothing.
	n := (high - kinds) / (unit + 1)
	start := roundUp(kinds+n, unit)
	n = min(n, (high-start)>>p.shift)
	if n == 0 {
		return
	}
	r := (*poolRegion)(at(low))
	*r = poolRegion{start: start, end: start + n<<p.shift, position: start, kinds: kinds}
	if p.Zeroed {
		r.zero = 1
	}
	if p.regions == nil {
		p.regions = r
	} else {
		last := p.regions
		for last.next != 0 {
			last = (*poolRegion)(at(last.next))
		}
		last.next = low
	}
	p.statistics.Total += n << p.shift
}

// Allocate implements [Allocator].
func (p *Pools) Allocate(size, align uintptr) unsafe.Pointer {
	align = alignment(align)
	first := 0
	for first < p.count && p.sizes[first] < size {
		first++
	}
	if first == p.count {
		return p.statistics.fail()
	}
	kind, block, zero := first, p.take(first, align), false
	if block == 0 {
		block, zero = p.carve(first, align)
	}
	for block == 0 && kind+1 < p.count {
		kind++
		block = p.take(kind, align)
	}
	if block == 0 {
		return p.statistics.fail()
	}
	p.statistics.use(p.statistics.Used + p.sizes[kind])
	if !zero {
		clear(bytesAt(block, size))
	}
	return at(block)
}

// take takes a block out of a pool, 0 if there is none.
func (p *Pools) take(kind int, align uintptr) uintptr {
	link := &p.free[kind]
	for range poolTries {
		block := *link
		if block == 0 {
			break
		}
		if block&(align-1) == 0 {
			*link = *wordAt(block)
			*p.region(block).kind(block, p.shift) &^= poolFree
			return block
		}
		link = wordAt(block)
	}
	return 0
}

// carve makes a block of what is not carved yet, if there is enough, and says whether that is zero.
func (p *Pools) carve(kind int, align uintptr) (block uintptr, zero bool) {
	size := p.sizes[kind]
	for r := p.regions; r != nil; r = (*poolRegion)(at(r.next)) {
		padding := -r.position & (align - 1)
		if left := r.end - r.position; padding <= left && size <= left-padding {
			for i := p.count; padding != 0 && i > 0; {
				if p.sizes[i-1] > padding {
					i--
					continue
				}
				padding -= p.sizes[i-1]
				p.put(r.carve(i-1, p.sizes[i-1], p.shift), r, i-1)
			}
			// What is left is smaller than all sizes, and lost.
			r.carve(-1, padding, p.shift)
			return r.carve(kind, size, p.shift), r.zero != 0
		}
		if r.next == 0 {
			break
		}
	}
	return 0, false
}

// carve advances the position past a block, of no kind if kind is -1.
func (r *poolRegion) carve(kind int, size uintptr, shift uint) uintptr {
	block := r.position
	if size != 0 {
		clear(bytesAt(r.kinds+(block-r.start)>>shift, size>>shift))
		*r.kind(block, shift) = byte(kind + 1)
		r.position += size
	}
	return block
}

// kind returns the byte of the map for an address.
func (r *poolRegion) kind(address uintptr, shift uint) *byte {
	return (*byte)(at(r.kinds + (address-r.start)>>shift))
}

// region returns the region in the carved part of which address is, or nil.
func (p *Pools) region(address uintptr) *poolRegion {
	for r := p.regions; r != nil; r = (*poolRegion)(at(r.next)) {
		if address-r.start < r.position-r.start {
			return r
		}
		if r.next == 0 {
			break
		}
	}
	return nil
}

// put puts a block into its pool.
func (p *Pools) put(block uintptr, r *poolRegion, kind int) {
	*r.kind(block, p.shift) |= poolFree
	*wordAt(block) = p.free[kind]
	p.free[kind] = block
}

// Free implements [Allocator]. It panics if q is not what Allocate has returned, or has been freed.
func (p *Pools) Free(q unsafe.Pointer) {
	if q == nil {
		return
	}
	block := uintptr(q)
	r := p.region(block)
	if r == nil || (block-r.start)&(1<<p.shift-1) != 0 {
		panic(notAllocated)
	}
	kind := *r.kind(block, p.shift)
	if kind == 0 {
		panic(notAllocated)
	}
	if kind&poolFree != 0 {
		panic(doubleFree)
	}
	p.put(block, r, int(kind-1))
	p.statistics.Used -= p.sizes[kind-1]
	p.statistics.Frees++
}

// Statistics implements [Allocator]. Used is the sizes of the blocks that are in use, and Total includes what is not carved yet,
// which may be too little for a block in the end.
func (p *Pools) Statistics() Statistics { return p.statistics }
