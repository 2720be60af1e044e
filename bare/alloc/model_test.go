package alloc

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unsafe"
)

// model is what is known of an allocator by those who use it. Each of its methods does something to both, and returns what the
// allocator has done wrong.
type model struct {
	Allocator
	zeroed  bool                                               // what is given to Use
	audit   func() error                                       // what else must be true of this kind of allocator, if anything
	surely  func(size, align uintptr) (start uintptr, ok bool) // must Allocate succeed, and where, if that is known?
	regions []region
	blocks  []served // by start
	freed   []uintptr
	made    uint64
	expect  Statistics // but Used, and Total has no lower limit
}

// region is memory given to Use, with guard bytes around it.
type region struct {
	whole      []byte
	start, end uintptr
	total      uintptr // by which Total has grown
}

// served is a block that is in use.
type served struct {
	start, size uintptr
	order       uint64
}

const (
	guardSize = 64
	guardFill = 0x77
)

// What is in memory that is not zero. A Pools could take the first for blocks in use, the second for free ones.
var garbage = [...]byte{1, 0x81, 0xe7}

func (b served) end() uintptr { return b.start + max(b.size, 1) }

// byteAt is what a block has at an offset.
func (b served) byteAt(i int) byte { return byte(b.order*31) ^ byte(i*7) ^ byte(i>>8) }

// use gives the allocator n bytes that begin offset bytes after a multiple of 64.
func (m *model) use(n, offset uintptr) error {
	whole := make([]byte, n+2*guardSize+128)
	start := roundUp(uintptr(unsafe.Pointer(&whole[0]))+guardSize, 64) + offset%64 - uintptr(unsafe.Pointer(&whole[0]))
	memory := whole[start : start+n]
	for i := range whole {
		whole[i] = guardFill
	}
	for i := range memory {
		memory[i] = garbage[len(m.regions)%len(garbage)]
	}
	if m.zeroed {
		clear(memory)
	}
	r := region{whole: whole, start: uintptr(unsafe.Pointer(&whole[0])) + start}
	r.end = r.start + n
	before := m.Statistics()
	m.Use(memory)
	after := m.Statistics()
	r.total = after.Total - before.Total
	m.regions = append(m.regions, r)
	m.expect.Total += r.total
	if after.Total < before.Total || r.total > n {
		return fmt.Errorf("Total was %d, and is %d after %d bytes", before.Total, after.Total, n)
	}
	if after.Used != before.Used {
		return fmt.Errorf("Used was %d, and is %d after Use", before.Used, after.Used)
	}
	return m.check(false)
}

// allocate returns whether something has been allocated.
func (m *model) allocate(size, align uintptr) (bool, error) {
	start, sure := uintptr(0), false
	if m.surely != nil {
		start, sure = m.surely(size, align)
	}
	p := m.Allocate(size, align)
	if p == nil {
		m.expect.Failures++
		if sure {
			return false, fmt.Errorf("Allocate(%d, %d) fails: %+v", size, align, m.Statistics())
		}
		return false, m.check(false)
	}
	m.expect.Allocations++
	m.made++
	b := served{uintptr(p), size, m.made}
	if align != 0 && b.start%align != 0 {
		return false, fmt.Errorf("Allocate(%d, %d) = %#x, which is not aligned", size, align, b.start)
	}
	inside := func(r region) bool { return r.start <= b.start && b.start < r.end && max(size, 1) <= r.end-b.start }
	if !slices.ContainsFunc(m.regions, inside) {
		return false, fmt.Errorf("Allocate(%d, %d) = %#x, which is outside of the memory", size, align, b.start)
	}
	i, _ := m.find(b.start)
	for _, other := range m.blocks[max(i-1, 0):min(i+1, len(m.blocks))] {
		if other.start < b.end() && b.start < other.end() {
			return false, fmt.Errorf("Allocate(%d, %d) = %#x, which overlaps with %#x, of %d bytes", size, align, b.start, other.start, other.size)
		}
	}
	if start != 0 && b.start != start {
		return false, fmt.Errorf("Allocate(%d, %d) = %#x, not %#x", size, align, b.start, start)
	}
	content := bytesAt(b.start, size)
	for i, c := range content {
		if c != 0 {
			return false, fmt.Errorf("Allocate(%d, %d) = %#x, of which byte %d is %#x", size, align, b.start, i, c)
		}
	}
	for i := range content {
		content[i] = b.byteAt(i)
	}
	m.blocks = slices.Insert(m.blocks, i, b)
	return true, m.check(false)
}

func (m *model) find(start uintptr) (int, bool) {
	return slices.BinarySearchFunc(m.blocks, start, func(b served, start uintptr) int {
		if b.start < start {
			return -1
		}
		return int(min(b.start-start, 1))
	})
}

// kept says whether a block has what was written to it.
func (m *model) kept(b served) error {
	for i, c := range bytesAt(b.start, b.size) {
		if c != b.byteAt(i) {
			return fmt.Errorf("byte %d of %#x, of %d bytes, is %#x and was %#x", i, b.start, b.size, c, b.byteAt(i))
		}
	}
	return nil
}

// free frees the ith block.
func (m *model) free(i int) error {
	b := m.blocks[i]
	if err := m.kept(b); err != nil {
		return err
	}
	used := m.Statistics().Used
	m.Free(at(b.start))
	m.expect.Frees++
	m.blocks = slices.Delete(m.blocks, i, i+1)
	m.freed = append(m.freed, b.start)
	if now := m.Statistics().Used; now > used {
		return fmt.Errorf("Used was %d, and is %d after Free", used, now)
	}
	return m.check(false)
}

// misuse frees what must not be freed, of which the allocator has to tell.
func (m *model) misuse(p uintptr) (err error) {
	if _, found := m.find(p); found || p == 0 {
		return nil
	}
	what := panicOf(func() { m.Free(at(p)) })
	if text, _ := what.(string); !strings.HasPrefix(text, "alloc: ") {
		return fmt.Errorf("Free(%#x), which is not in use, panics with %v", p, what)
	}
	return m.check(false)
}

func panicOf(f func()) (what any) {
	defer func() { what = recover() }()
	f()
	return nil
}

// check checks the statistics and, if all, the memory.
func (m *model) check(all bool) error {
	s := m.Statistics()
	m.expect.Peak = max(m.expect.Peak, s.Used)
	m.expect.Used = s.Used
	if s != m.expect {
		return fmt.Errorf("the statistics are %+v, and should be %+v", s, m.expect)
	}
	least := uintptr(0)
	for _, b := range m.blocks {
		least += b.size
	}
	if s.Used < least || s.Used > s.Total {
		return fmt.Errorf("Used is %d, with %d bytes in use, of %d", s.Used, least, s.Total)
	}
	if m.audit != nil {
		if err := m.audit(); err != nil {
			return err
		}
	}
	if !all {
		return nil
	}
	for _, b := range m.blocks {
		if err := m.kept(b); err != nil {
			return err
		}
	}
	for _, r := range m.regions {
		start := r.start - uintptr(unsafe.Pointer(&r.whole[0]))
		outside := bytes.Join([][]byte{r.whole[:start], r.whole[start+r.end-r.start:]}, nil)
		if bytes.Count(outside, []byte{guardFill}) != len(outside) {
			return errors.New("something is written outside of the memory")
		}
	}
	return nil
}

// freeAll frees all blocks, in an order that the choices make.
func (m *model) freeAll(c *choices) error {
	for len(m.blocks) != 0 {
		if err := m.free(c.below(len(m.blocks))); err != nil {
			return err
		}
	}
	return m.check(true)
}

// choices are what a random test, or the fuzzer, decides.
type choices []byte

// next returns one choice, 0 if there is none left.
func (c *choices) next() uintptr {
	if len(*c) == 0 {
		return 0
	}
	b := (*c)[0]
	*c = (*c)[1:]
	return uintptr(b)
}

func (c *choices) below(n int) int { return int(c.next()<<8|c.next()) % n }

// run does what is chosen until nothing is left to choose. What is particular to a kind of allocator, other does.
func (m *model) run(c *choices, other func() error) error {
	if err := m.use((c.next()<<8|c.next())%24000, c.next()); err != nil {
		return err
	}
	allocate := func(size, align uintptr) error {
		_, err := m.allocate(size, align)
		return err
	}
	for len(*c) != 0 {
		var err error
		switch choice := c.next() % 16; {
		case choice < 6:
			err = allocate(c.next(), 1<<(c.next()%5))
		case choice < 8:
			err = allocate(c.next()<<5, 1<<(c.next()%4))
		case choice == 8:
			err = allocate(c.next(), 1<<(c.next()%13))
		case choice == 9:
			total, most := m.Statistics().Total, ^uintptr(0)
			sizes := []uintptr{most, most - 7, most - 64, most/2 + 1, most / 2, total, total + 1, total - 8, total - 100, total / 2}
			err = allocate(sizes[c.below(len(sizes))], 1<<(c.next()%bits.UintSize))
		case choice < 13:
			if len(m.blocks) != 0 {
				err = m.free(c.below(len(m.blocks)))
			}
		case choice == 13:
			if len(m.regions) < 6 {
				err = m.use(c.next()<<4|c.next()>>4, c.next())
			}
		case choice == 14:
			m.Free(nil)
			err = m.check(true)
		default:
			err = other()
		}
		if err != nil {
			return err
		}
	}
	return m.check(true)
}

// misuses frees what is chosen of what must not be freed.
func (m *model) misuses(c *choices) error {
	switch choice := c.next() % 3; {
	case choice == 0 && len(m.freed) != 0:
		return m.misuse(m.freed[c.below(len(m.freed))])
	case choice == 1 && len(m.blocks) != 0:
		b := m.blocks[c.below(len(m.blocks))]
		return m.misuse(b.start + uintptr(c.below(int(b.size)+1)))
	default:
		r := m.regions[c.below(len(m.regions))]
		return m.misuse(uintptr(unsafe.Pointer(&r.whole[0])) + uintptr(c.below(len(r.whole))))
	}
}
