package alloc

import "unsafe"

// Bump allocates by advancing a position, in a few instructions and with no overhead for a block but its alignment. It takes
// back everything at once, or everything since a mark; a single block stays in use whatever happens.
//
// It serves several regions, in the order in which it was given them: when something does not fit into what is left of a
// region, it goes on with the first of the following ones into which it fits. What it leaves behind so counts as used until
// Reset or Release goes back that far.
//
// The zero value is ready for Use.
type Bump struct {
	// Zeroed says that the memory given to Use is zero, so that Allocate clears only what has been in use before. It is looked
	// at by Use.
	Zeroed bool

	first, last *bumpRegion // by Use
	current     *bumpRegion // the one that is served from
	position    uintptr     // in it: the address of what is free
	statistics  Statistics
}

// bumpRegion is what begins a region.
type bumpRegion struct {
	next       uintptr // the address of the region that follows, or 0
	start, end uintptr // what can be served
	fresh      uintptr // from here on everything is zero
	before     uintptr // bytes that can be served of the regions before
}

var _ Allocator = (*Bump)(nil)

// Mark is a state of a [Bump]: how much of it is in use. The zero Mark is that of the beginning.
type Mark uintptr

// Use implements [Allocator].
func (b *Bump) Use(memory []byte) {
	start, end := bounds(memory)
	head := unsafe.Sizeof(bumpRegion{})
	if end-start <= head {
		return
	}
	r := (*bumpRegion)(at(start))
	*r = bumpRegion{start: start + head, end: end, fresh: end, before: b.statistics.Total}
	if b.Zeroed {
		r.fresh = r.start
	}
	if b.last == nil {
		b.first, b.current, b.position = r, r, r.start
	} else {
		b.last.next = start
	}
	b.last = r
	b.statistics.Total += r.end - r.start
}

// Allocate implements [Allocator]. It aligns to no more than align: bytes that are allocated one by one lie side by side.
func (b *Bump) Allocate(size, align uintptr) unsafe.Pointer {
	align = alignment(align)
	size = max(size, 1)
	r, position := b.current, b.position
	for r != nil {
		padding := -position & (align - 1)
		if left := r.end - position; padding <= left && size <= left-padding {
			start := position + padding
			b.current, b.position = r, start+size
			b.statistics.use(r.before + b.position - r.start)
			if start < r.fresh {
				clear(bytesAt(start, min(size, r.fresh-start)))
			}
			r.fresh = max(r.fresh, b.position)
			return at(start)
		}
		if r.next == 0 {
			break
		}
		r = (*bumpRegion)(at(r.next))
		position = r.start
	}
	return b.statistics.fail()
}

// Free counts, and does nothing else.
func (b *Bump) Free(p unsafe.Pointer) {
	if p != nil {
		b.statistics.Frees++
	}
}

// Mark returns the present state, for Release.
func (b *Bump) Mark() Mark { return Mark(b.statistics.Used) }

// Release gives back everything that has been allocated since m was made. Marks made since then are void, and Release panics
// where it notices that m is such a one: when less is in use than at the time of m.
func (b *Bump) Release(m Mark) {
	if uintptr(m) > b.statistics.Used {
		panic(badMark)
	}
	b.statistics.Used = uintptr(m)
	r := b.first
	for r != nil && uintptr(m)-r.before > r.end-r.start {
		r = (*bumpRegion)(at(r.next))
	}
	if r != nil {
		b.current, b.position = r, r.start+uintptr(m)-r.before
	}
}

// Reset gives back everything.
func (b *Bump) Reset() { b.Release(0) }

// Statistics implements [Allocator]. Used is everything up to the position, so it is Total less what is left. What Reset and
// Release give back is not among Frees.
func (b *Bump) Statistics() Statistics { return b.statistics }
