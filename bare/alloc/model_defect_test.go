package alloc

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"
)

// defective is a Heap with a defect in what it returns.
type defective struct {
	Heap
	calls   int
	last    unsafe.Pointer // the one before
	other   [1 << 16]byte
	returns func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer
	frees   func(d *defective, p unsafe.Pointer)
	tells   func(d *defective, s Statistics) Statistics
}

func (d *defective) Allocate(size, align uintptr) unsafe.Pointer {
	p := d.Heap.Allocate(size, align)
	if d.calls++; d.returns == nil || p == nil || d.calls%8 != 0 || size < 32 {
		if p != nil && size > 16 {
			d.last = p
		}
		return p
	}
	return d.returns(d, p, size)
}

func (d *defective) Free(p unsafe.Pointer) {
	if d.frees != nil {
		d.frees(d, p)
		return
	}
	d.Heap.Free(p)
	if p == d.last {
		d.last = nil
	}
}

func (d *defective) Statistics() Statistics {
	s := d.Heap.Statistics()
	if d.tells != nil {
		s = d.tells(d, s)
	}
	return s
}

// TestDefects checks that the model notices what an allocator can do wrong.
func TestDefects(t *testing.T) {
	for _, test := range []struct {
		name, want string
		defective
	}{
		{name: "none"},
		{"overlap", "overlaps with", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			if d.last != nil {
				return d.last
			}
			return p
		}}},
		{"overlap of one byte", "overlaps with", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			if d.last != nil {
				clear(bytesAt(uintptr(d.last)+16, size))
				return unsafe.Add(d.last, 16)
			}
			return p
		}}},
		{"garbage", "is 0x1", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			*(*byte)(unsafe.Add(p, size-1)) = 1
			return p
		}}},
		{"alignment", "not aligned", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			return unsafe.Add(p, 1)
		}}},
		{"elsewhere", "outside of the memory", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			return at(roundUp(uintptr(unsafe.Pointer(&d.other)), 1<<15))
		}}},
		{"lost content", "and was", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			if d.last != nil {
				*(*byte)(unsafe.Add(d.last, 16)) ^= 0x40
			}
			return p
		}}},
		{"write before the memory", "written outside", defective{returns: func(d *defective, p unsafe.Pointer, size uintptr) unsafe.Pointer {
			for r := d.regions; ; r = (*heapRegion)(at(r.next)) {
				if r.next == 0 {
					*(*byte)(unsafe.Add(unsafe.Pointer(r), -33)) = 0
					return p
				}
			}
		}}},
		{"free of nothing", "should be", defective{frees: func(d *defective, p unsafe.Pointer) {}}},
		{"double free", "panics with", defective{frees: func(d *defective, p unsafe.Pointer) {
			if panicOf(func() { d.Heap.Free(p) }) == doubleFree {
				return
			}
		}}},
		{"used", "Used is", defective{tells: func(d *defective, s Statistics) Statistics {
			s.Used, s.Peak = s.Used/4, s.Peak/4
			return s
		}}},
		{"peak", "should be", defective{tells: func(d *defective, s Statistics) Statistics {
			s.Peak = s.Used
			return s
		}}},
		{"failures", "should be", defective{tells: func(d *defective, s Statistics) Statistics {
			s.Failures = 0
			return s
		}}},
		{"total", "and is", defective{tells: func(d *defective, s Statistics) Statistics {
			s.Total *= 2
			return s
		}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			caught := ""
			for range 200 {
				d := test.defective
				d.Debug = true
				m := model{Allocator: &d}
				c := randomChoices(random)
				err := m.run(&c, func() error { return m.misuses(&c) })
				if err != nil {
					caught = err.Error()
					break
				}
			}
			if test.want == "" && caught != "" || !strings.Contains(caught, test.want) {
				t.Errorf("%q, want %q", caught, test.want)
			}
		})
	}
}

func randomChoices(random *rand.Rand) choices {
	c := make(choices, random.IntN(4000))
	for i := range c {
		c[i] = byte(random.Uint32())
	}
	if len(c) > 1 {
		c[0] |= 0x40 // The first region is large enough for something.
	}
	return c
}
