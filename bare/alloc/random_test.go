package alloc

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"unsafe"
)

// The three functions below do what is chosen to an allocator of each kind and to the model.

func runBump(c choices) error {
	b := &Bump{Zeroed: c.next()%2 == 1}
	m := &model{Allocator: b, zeroed: b.Zeroed}
	// A Bump is so simple that the model knows the address.
	current, position := 0, uintptr(0) // in what can be served of the region
	predict := func(size, align uintptr) (int, uintptr, uintptr) {
		at := position
		for i := current; i < len(m.regions); i, at = i+1, 0 {
			r := m.regions[i]
			start := r.end&^(word-1) - r.total
			rest := (start + at) % align
			if rest != 0 {
				at += align - rest
			}
			if at <= r.total && size <= r.total-at {
				return i, start + at, at + size
			}
		}
		return -1, 0, 0
	}
	type state struct {
		Mark
		current  int
		position uintptr
		made     uint64
	}
	var marks []state
	m.surely = func(size, align uintptr) (uintptr, bool) {
		i, address, end := predict(max(size, 1), align)
		if i >= 0 {
			current, position = i, end
		}
		return address, i >= 0
	}
	m.audit = func() error {
		used := position
		for _, r := range m.regions[:min(current, len(m.regions))] {
			used += r.total
		}
		if s := b.Statistics(); s.Used != used {
			return fmt.Errorf("Used is %d, not %d", s.Used, used)
		}
		return nil
	}
	// Of what is not freed one by one, the model must know.
	forget := func(made uint64) {
		m.blocks = slices.DeleteFunc(m.blocks, func(b served) bool { return b.order > made })
	}
	m.Allocator = freesNothing{b, m}
	return m.run(&c, func() error {
		switch c.next() % 4 {
		case 0, 1:
			marks = append(marks, state{b.Mark(), current, position, m.made})
		case 2:
			if len(marks) == 0 {
				return nil
			}
			i := c.below(len(marks))
			s := marks[i]
			marks = marks[:i+1]
			b.Release(s.Mark)
			current, position = s.current, s.position
			forget(s.made)
			if b.Mark() != s.Mark {
				return fmt.Errorf("the mark is %d after Release(%d)", b.Mark(), s.Mark)
			}
		case 3:
			if used := b.Statistics().Used; panicOf(func() { b.Release(Mark(used + 1)) }) != badMark {
				return errors.New("Release of a void mark does nothing")
			}
			if c.next()%4 != 0 {
				return nil
			}
			b.Reset()
			current, position, marks = 0, 0, nil
			forget(0)
		}
		return m.check(true)
	})
}

// freesNothing checks that Free keeps a block where it is.
type freesNothing struct {
	*Bump
	m *model
}

func (f freesNothing) Free(p unsafe.Pointer) {
	before := f.Bump.Statistics()
	if p != nil {
		before.Frees++
	}
	f.Bump.Free(p)
	if f.Bump.Statistics() != before {
		panic("Bump.Free does more than to count")
	}
}

var poolSizes = [][16]uintptr{
	{},
	{},
	{4096, 64, 256},
	{48, 1, 100, 0, 1000},
	{1 << 30, ^uintptr(0), 24},
	{15: 512},
	{16, 4096},
	{48, 112},
}

func runPools(c choices) error {
	choice := c.next()
	p := &Pools{Zeroed: choice%2 == 1, Sizes: poolSizes[choice/2%uintptr(len(poolSizes))]}
	m := &model{Allocator: p, zeroed: p.Zeroed}
	m.audit = func() error { return auditPools(p, m.blocks) }
	m.surely = func(size, align uintptr) (uintptr, bool) {
		for kind, s := range p.sizes[:p.count] {
			if size > s || align > 1<<p.shift {
				continue
			}
			if p.free[kind] != 0 {
				return 0, true
			}
			for r := p.regions; r != nil; r = (*poolRegion)(at(r.next)) {
				if s <= r.end-r.position {
					return 0, true
				}
				if r.next == 0 {
					break
				}
			}
		}
		return 0, false
	}
	if err := m.run(&c, func() error { return m.misuses(&c) }); err != nil {
		return err
	}
	if err := m.freeAll(&c); err != nil {
		return err
	}
	if used := p.Statistics().Used; used != 0 {
		return fmt.Errorf("Used is %d after all is freed", used)
	}
	return nil
}

// auditPools compares the maps, the pools and the model.
func auditPools(p *Pools, blocks []served) error {
	inUse, free, used := 0, map[uintptr]int{}, uintptr(0)
	for r := p.regions; r != nil; r = (*poolRegion)(at(r.next)) {
		end := uintptr(0)
		for b := r.start; b < r.position; b += 1 << p.shift {
			kind := *r.kind(b, p.shift)
			if kind == 0 {
				continue
			}
			if b < end {
				return fmt.Errorf("block %#x is in another", b)
			}
			size := p.sizes[kind&^poolFree-1]
			end = b + size
			if kind&poolFree != 0 {
				free[b] = int(kind&^poolFree - 1)
				continue
			}
			inUse++
			used += size
		}
		if end > r.position || r.position > r.end {
			return fmt.Errorf("the position %#x, end %#x is in the block until %#x", r.position, r.end, end)
		}
		if r.next == 0 {
			break
		}
	}
	if s := p.Statistics(); s.Used != used || inUse != len(blocks) {
		return fmt.Errorf("%d blocks with %d bytes are in use, and Used is %d with %d blocks", inUse, used, s.Used, len(blocks))
	}
	for kind, b := range p.free {
		for ; b != 0; b = *wordAt(b) {
			if k, ok := free[b]; !ok || k != kind {
				return fmt.Errorf("block %#x is in pool %d, and in the map in %d, %v", b, kind, k, ok)
			}
			delete(free, b)
		}
	}
	if len(free) != 0 {
		return fmt.Errorf("%d free blocks are in no pool", len(free))
	}
	return nil
}

func runHeap(c choices) error {
	choice := c.next()
	h := &Heap{Zeroed: choice%2 == 1, Debug: choice/2%2 == 1}
	m := &model{Allocator: h, zeroed: h.Zeroed}
	m.audit = func() error { return auditHeap(h) }
	m.surely = func(size, align uintptr) (uintptr, bool) {
		largest := uintptr(0)
		for _, b := range freeBlocks(h) {
			largest = max(largest, b.size())
		}
		// A sixteenth more is what lists that are not exact may cost.
		align = max(align, granule)
		return 0, size <= largest && align <= largest && (size+h.before+h.behind+2*granule+align+granule)*17/16+granule <= largest
	}
	if err := m.run(&c, func() error {
		if h.Debug {
			return m.misuses(&c)
		}
		return nil
	}); err != nil {
		return err
	}
	if err := m.freeAll(&c); err != nil {
		return err
	}
	if used := h.Statistics().Used; used != 0 {
		return fmt.Errorf("Used is %d after all is freed", used)
	}
	// All of each region can be allocated as one block.
	blocks := freeBlocks(h)
	slices.SortFunc(blocks, func(a, b block) int { return int(b.size()) - int(a.size()) })
	for _, b := range blocks {
		size := b.size() - word
		if h.Debug {
			if size <= h.before+h.behind {
				continue
			}
			size -= h.before + h.behind
		}
		if ok, err := m.allocate(size, 1); !ok || err != nil {
			return fmt.Errorf("there is no room for %d bytes, with nothing in use: %v", size, err)
		}
	}
	if s := h.Statistics(); !h.Debug && s.Used != s.Total {
		return fmt.Errorf("Used is %d of %d, with everything in use", s.Used, s.Total)
	}
	return m.freeAll(&c)
}

// freeBlocks returns the free blocks in the order of their memory.
func freeBlocks(h *Heap) (free []block) {
	for r := h.regions; r != nil; r = (*heapRegion)(at(r.next)) {
		for b := block(uintptr(unsafe.Pointer(r)) + unsafe.Sizeof(*r)); uintptr(b) != r.end; b = b.following() {
			if b.is(isFree) {
				free = append(free, b)
			}
		}
		if r.next == 0 {
			break
		}
	}
	return free
}

// auditHeap checks everything that must be true of a heap between two calls.
func auditHeap(h *Heap) error {
	total, used, free := uintptr(0), uintptr(0), map[block]bool{}
	for r := h.regions; r != nil; r = (*heapRegion)(at(r.next)) {
		b := block(uintptr(unsafe.Pointer(r)) + unsafe.Sizeof(*r))
		total += r.end - uintptr(b)
		before := false
		for uintptr(b) != r.end {
			if b.size() < leastSize || b.size() > r.end-uintptr(b) || b.size()%granule != 0 || uintptr(b)%granule != word {
				return fmt.Errorf("block %#x has size %d", b, b.size())
			}
			if b.is(afterFree) != before {
				return fmt.Errorf("block %#x: is the block before it free? %v", b, before)
			}
			if b.is(isFree) {
				if before {
					return fmt.Errorf("block %#x and the one before it are free", b)
				}
				if *b.last() != b.size() {
					return fmt.Errorf("block %#x has size %d, and at its end %d", b, b.size(), *b.last())
				}
				zero := bytesAt(uintptr(b)+3*word, b.size()-4*word)
				if b.is(isZero) && bytes.Count(zero, []byte{0}) != len(zero) {
					return fmt.Errorf("block %#x is not zero", b)
				}
				free[b] = true
			} else {
				used += b.size()
			}
			before = b.is(isFree)
			b = b.following()
		}
		if b.size() != 0 || b.is(isFree) || b.is(afterFree) != before {
			return fmt.Errorf("the last head is %#x", *b.head())
		}
		if r.next == 0 {
			break
		}
	}
	if s := h.Statistics(); s.Total != total || s.Used != used {
		return fmt.Errorf("%d of %d bytes are in use, not %d of %d", used, total, s.Used, s.Total)
	}
	for i, b := range h.lists {
		level, bit := i/perLevel, uint32(1)<<(i%perLevel)
		if (b != 0) != (h.second[level]&bit != 0) || (h.second[level] != 0) != (h.first&(1<<level) != 0) {
			return fmt.Errorf("the bits of list %d are wrong", i)
		}
		for previous := block(0); b != 0; previous, b = b, *b.next() {
			if !free[b] || listFor(b.size()>>granuleBits) != uint(i) || *b.previous() != previous {
				return fmt.Errorf("block %#x is in list %d", b, i)
			}
			delete(free, b)
		}
	}
	if len(free) != 0 {
		return fmt.Errorf("%d free blocks are in no list", len(free))
	}
	return nil
}

var kinds = []struct {
	name string
	run  func(choices) error
}{{"Bump", runBump}, {"Pools", runPools}, {"Heap", runHeap}}

// TestRandom does random things. PREMAIN_LONG makes it do more of them.
func TestRandom(t *testing.T) {
	rounds := 300
	switch os.Getenv("PREMAIN_LONG") {
	case "":
	case "all":
		rounds = 10000
	default:
		rounds = 2000
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			random := rand.New(rand.NewPCG(seed, 0))
			for i := range rounds {
				if err := kind.run(randomChoices(random)); err != nil {
					t.Fatalf("seed %d, round %d: %v", seed, i, err)
				}
			}
		})
	}
}

func fuzz(f *testing.F, run func(choices) error) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		c := randomChoices(random)
		f.Add([]byte(c[:min(len(c), 500)]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := run(data); err != nil {
			t.Error(err)
		}
	})
}

func FuzzBump(f *testing.F)  { fuzz(f, runBump) }
func FuzzPools(f *testing.F) { fuzz(f, runPools) }
func FuzzHeap(f *testing.F)  { fuzz(f, runHeap) }
