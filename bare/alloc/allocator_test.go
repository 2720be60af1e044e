package alloc

import (
	"fmt"
	"math/bits"
	"runtime"
	"testing"
	"unsafe"
)

func each(t *testing.T, f func(t *testing.T, a Allocator)) {
	for _, a := range []Allocator{&Bump{}, &Pools{}, &Heap{}, &Heap{Debug: true}} {
		name := fmt.Sprintf("%T", a)
		if h, ok := a.(*Heap); ok && h.Debug {
			name += " with Debug"
		}
		t.Run(name, func(t *testing.T) { f(t, a) })
	}
}

func TestNoMemory(t *testing.T) {
	each(t, func(t *testing.T, a Allocator) {
		for round := range 2 {
			for _, size := range []uintptr{0, 1, ^uintptr(0)} {
				if p := a.Allocate(size, 1); p != nil {
					t.Errorf("Allocate(%d, 1) = %p", size, p)
				}
			}
			if s, want := a.Statistics(), (Statistics{Failures: uint64(3 * (round + 1))}); s != want {
				t.Errorf("%+v, want %+v", s, want)
			}
			a.Use(nil)
			a.Use([]byte{})
			a.Use(make([]byte, 39))
		}
		a.Free(nil)
		if s := a.Statistics(); s.Frees != 0 {
			t.Errorf("%d frees", s.Frees)
		}
	})
}

// TestTiny uses regions of every small size at every alignment.
func TestTiny(t *testing.T) {
	each(t, func(t *testing.T, a Allocator) {
		used := 0
		for n := range uintptr(300) {
			for offset := range uintptr(16) {
				m := model{Allocator: fresh(a)}
				if err := m.use(n, offset); err != nil {
					t.Fatalf("%d bytes at %d: %v", n, offset, err)
				}
				for m.blocks = nil; ; {
					ok, err := m.allocate(1, 1)
					if err != nil {
						t.Fatalf("%d bytes at %d: %v", n, offset, err)
					}
					if !ok {
						break
					}
					used++
				}
				if err := m.freeAll(new(choices)); err != nil {
					t.Fatalf("%d bytes at %d: %v", n, offset, err)
				}
			}
		}
		if used == 0 {
			t.Error("nothing could be allocated")
		}
	})
}

// fresh returns an allocator like a, without memory.
func fresh(a Allocator) Allocator {
	switch a := a.(type) {
	case *Pools:
		return &Pools{Sizes: a.Sizes, Zeroed: a.Zeroed}
	case *Heap:
		return &Heap{Debug: a.Debug, Zeroed: a.Zeroed}
	default:
		return &Bump{}
	}
}

func TestHuge(t *testing.T) {
	each(t, func(t *testing.T, a Allocator) {
		m := model{Allocator: a}
		if err := m.use(70000, 5); err != nil {
			t.Fatal(err)
		}
		for i := range bits.UintSize {
			for _, size := range []uintptr{^uintptr(0) << i, 1 << i, 1<<i - 1, 1<<i + 1} {
				for j := range bits.UintSize {
					ok, err := m.allocate(size, 1<<j)
					if err != nil {
						t.Fatal(err)
					}
					if ok {
						if size > 70000 {
							t.Fatalf("there are %d bytes", size)
						}
						if err := m.free(0); err != nil {
							t.Fatal(err)
						}
						if b, ok := a.(*Bump); ok {
							b.Reset()
						}
					}
				}
			}
		}
		if err := m.check(true); err != nil {
			t.Fatal(err)
		}
		if s := a.Statistics(); s.Allocations < 200 || s.Failures < 1000 {
			t.Errorf("%+v", s)
		}
	})
}

func TestAlignmentNotPowerOfTwo(t *testing.T) {
	each(t, func(t *testing.T, a Allocator) {
		a.Use(make([]byte, 4096))
		for _, align := range []uintptr{3, 6, 24, ^uintptr(0)} {
			if what := panicOf(func() { a.Allocate(8, align) }); what != badAlign {
				t.Errorf("Allocate(8, %d) panics with %v", align, what)
			}
		}
		if a.Allocate(8, 0) == nil {
			t.Error("Allocate(8, 0) fails")
		}
	})
}

// TestBounds gives memory that only a machine without an operating system has.
func TestBounds(t *testing.T) {
	const top = ^uintptr(0)
	for _, test := range []struct{ start, n, low, high uintptr }{
		{0, 0, 0, 0},
		{4096, 5*granule - 1, 0, 0},
		{4096, 5 * granule, 4096, 4096 + 5*granule},
		{4097, 4095, 4096 + word, 8192},
		{4097, 4094, 4096 + word, 8192 - word},
		{0, 4096, granule, 4096},
		{top - 4095, 4096, top - 4095, top - granule + 1},
		{top - 4095, 4095, top - 4095, top - word + 1},
	} {
		memory := struct{ start, n, c uintptr }{test.start, test.n, test.n}
		low, high := bounds(*(*[]byte)(unsafe.Pointer(&memory)))
		if low != test.low || high != test.high {
			t.Errorf("%#x, %d bytes: %#x to %#x, want %#x to %#x", test.start, test.n, low, high, test.low, test.high)
		}
	}
}

// TestNoAllocation checks that no method needs the heap that it is there to provide.
func TestNoAllocation(t *testing.T) {
	each(t, func(t *testing.T, a Allocator) {
		memory := make([]byte, 1<<20)
		var blocks [100]unsafe.Pointer
		part := 0
		n := testing.AllocsPerRun(50, func() {
			a.Use(memory[part : part+1<<14])
			part += 1 << 14
			for i := range blocks {
				blocks[i] = a.Allocate(uintptr(i*7), 1<<(i%9))
			}
			a.Allocate(1<<30, 8)
			for _, p := range blocks {
				a.Free(p)
			}
			if b, ok := a.(*Bump); ok {
				b.Release(b.Mark())
				b.Reset()
			}
			a.Statistics()
		})
		if n != 0 {
			t.Errorf("%v allocations", n)
		}
		if s := a.Statistics(); s.Allocations < 5000 || s.Failures < 51 {
			t.Errorf("%+v", s)
		}
		runtime.KeepAlive(memory)
	})
}

func TestBump(t *testing.T) {
	var b Bump
	m := model{Allocator: &b}
	head := unsafe.Sizeof(bumpRegion{})
	for range 3 {
		if err := m.use(1000+head, 64-head); err != nil {
			t.Fatal(err)
		}
	}
	total := uintptr(3000)
	if s := b.Statistics(); s.Total != total {
		t.Fatalf("Total is %d", s.Total)
	}
	for i, step := range []struct {
		size, align, used uintptr
		fails             bool
	}{
		{size: 1, used: 1},
		{size: 1, used: 2},
		{size: 0, used: 3},
		{size: 4, align: 8, used: 12},
		{size: 1001, used: 12, fails: true},
		{size: 990, used: 1990}, // in the second region
		{size: 11, used: 2011},  // in the third
		{size: 11, used: 2022},
		{size: 979, used: 2022, fails: true},
		{size: 978, used: 3000},
		{size: 0, used: 3000, fails: true},
	} {
		if p := b.Allocate(step.size, step.align); (p == nil) != step.fails {
			t.Errorf("step %d: %p", i, p)
		}
		if s := b.Statistics(); s.Used != step.used || s.Peak != step.used {
			t.Errorf("step %d: %+v", i, s)
		}
	}
	b.Release(1990)
	if b.Allocate(11, 1) == nil || b.Mark() != 2011 {
		t.Errorf("%+v after Release", b.Statistics())
	}
	b.Reset()
	if p := b.Allocate(1000, 1); p == nil || b.Mark() != 1000 {
		t.Errorf("%+v after Reset", b.Statistics())
	}
	if what := panicOf(func() { b.Release(1001) }); what != badMark {
		t.Errorf("Release panics with %v", what)
	}
	var none Bump
	none.Release(none.Mark())
	none.Reset()
}

// TestZeroed checks that with Zeroed, what has never been in use is not cleared, and that the rest is.
func TestZeroed(t *testing.T) {
	for _, a := range []Allocator{&Bump{Zeroed: true}, &Pools{Zeroed: true}, &Heap{Zeroed: true}, &Heap{Zeroed: true, Debug: true}} {
		memory := make([]byte, 1<<16)
		a.Use(memory)
		// What is written here would not be there. It tells who clears.
		for i := range memory[1<<14 : 1<<15] {
			memory[1<<14+i] = 1
		}
		p := a.Allocate(30000, 1)
		if ones := bytesSum(p, 30000); ones < 1<<13 {
			t.Errorf("%T: fresh memory has been cleared but for %d bytes", a, ones)
		}
		a.Free(p)
		if b, ok := a.(*Bump); ok {
			b.Reset()
		}
		if p = a.Allocate(30000, 1); bytesSum(p, 30000) != 0 {
			t.Errorf("%T: memory has not been cleared", a)
		}
	}
}

func bytesSum(p unsafe.Pointer, n uintptr) (sum int) {
	for _, c := range bytesAt(uintptr(p), n) {
		sum += int(c)
	}
	return sum
}

func TestPools(t *testing.T) {
	used := func(p *Pools, size, align uintptr) uintptr {
		before := p.Statistics()
		if p.Allocate(size, align) == nil {
			return 0
		}
		return p.Statistics().Used - before.Used
	}
	t.Run("sizes", func(t *testing.T) {
		var p Pools
		p.Use(make([]byte, 1<<20))
		for _, test := range [][2]uintptr{{0, 16}, {1, 16}, {16, 16}, {17, 32}, {100, 128}, {16384, 16384}, {16385, 32768}, {32768, 32768}, {32769, 0}} {
			if n := used(&p, test[0], 1); n != test[1] {
				t.Errorf("%d bytes use %d, want %d", test[0], n, test[1])
			}
		}
	})
	t.Run("own sizes", func(t *testing.T) {
		p := Pools{Sizes: [16]uintptr{1000, 0, 48, 90, 48}}
		p.Use(make([]byte, 1<<14))
		for _, test := range [][2]uintptr{{0, 48}, {48, 48}, {49, 96}, {96, 96}, {97, roundUp(1000, granule)}, {1001 + granule, 0}} {
			if n := used(&p, test[0], 1); n != test[1] {
				t.Errorf("%d bytes use %d, want %d", test[0], n, test[1])
			}
		}
	})
	t.Run("pages", func(t *testing.T) {
		p := Pools{Sizes: [16]uintptr{4096}}
		m := model{Allocator: &p}
		if err := m.use(20*4096, 8); err != nil {
			t.Fatal(err)
		}
		for range 18 {
			if ok, err := m.allocate(1, 4096); !ok {
				t.Fatal(err)
			}
		}
	})
	t.Run("larger block", func(t *testing.T) {
		p := Pools{Sizes: [16]uintptr{64, 512}}
		p.Use(make([]byte, 600+unsafe.Sizeof(poolRegion{})))
		large := p.Allocate(512, 1)
		for used(&p, 1, 1) != 0 {
		}
		p.Free(large)
		if n := used(&p, 1, 1); n != 512 {
			t.Errorf("%d", n)
		}
	})
	t.Run("alignment", func(t *testing.T) {
		var p Pools
		p.Use(make([]byte, 1<<16))
		p.Allocate(1, 1)
		q := p.Allocate(1, 4096)
		// What is before it is in the pools.
		carved := p.regions.position
		for size := uintptr(16); size < 4096; size *= 2 {
			n := 0
			for b := p.free[bits.Len(uint(size))-5]; b != 0; b = *wordAt(b) {
				n++
			}
			if n > 1 {
				t.Errorf("%d blocks of %d bytes", n, size)
			}
			for range n {
				p.Allocate(size, 1)
			}
		}
		if p.regions.position != carved || p.Statistics().Used != carved-p.regions.start {
			t.Errorf("Used is %d, and carved %d", p.Statistics().Used, carved-p.regions.start)
		}
		p.Free(q)
		if p.Allocate(10, 4096) != q {
			t.Error("a free block that is aligned is not used")
		}
	})
	t.Run("lost padding", func(t *testing.T) {
		p := Pools{Sizes: [16]uintptr{48}}
		m := model{Allocator: &p}
		if err := m.use(1<<12, 0); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if ok, err := m.allocate(48, 256); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
	})
	t.Run("misuse", func(t *testing.T) {
		var p Pools
		memory := make([]byte, 1<<12)
		for i := range memory {
			memory[i] = 1
		}
		p.Use(memory)
		a, b := p.Allocate(64, 1), p.Allocate(64, 1)
		p.Free(a)
		for _, test := range []struct {
			p    unsafe.Pointer
			want any
		}{{a, doubleFree}, {unsafe.Add(b, 16), notAllocated}, {unsafe.Add(b, 1), notAllocated}, {unsafe.Add(b, 64), notAllocated}, {unsafe.Pointer(&p), notAllocated}, {b, nil}, {b, doubleFree}} {
			if what := panicOf(func() { p.Free(test.p) }); what != test.want {
				t.Errorf("Free panics with %v, want %v", what, test.want)
			}
		}
	})
}

func TestHeap(t *testing.T) {
	t.Run("overhead", func(t *testing.T) {
		var h Heap
		h.Use(make([]byte, 1<<16))
		for _, test := range [][2]uintptr{{0, 4 * word}, {3 * word, 4 * word}, {3*word + 1, 6 * word}, {5 * word, 6 * word}, {100 * word, 102 * word}} {
			before := h.Statistics().Used
			h.Allocate(test[0], 1)
			if n := h.Statistics().Used - before; n != test[1] {
				t.Errorf("%d bytes use %d, want %d", test[0], n, test[1])
			}
		}
	})
	// Of three neighbours, freed in any order, there is one block in the end.
	t.Run("coalesce", func(t *testing.T) {
		for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			var h Heap
			h.Use(make([]byte, 10000))
			var p [3]unsafe.Pointer
			for i := range p {
				p[i] = h.Allocate(3000, 8)
			}
			for i, which := range order {
				h.Free(p[which])
				if err := auditHeap(&h); err != nil {
					t.Fatalf("%v, step %d: %v", order, i, err)
				}
			}
			total := h.Statistics().Total
			if h.Allocate(total-word, 1) == nil {
				t.Errorf("%v: no room for %d bytes", order, total-word)
			}
			if h.Allocate(0, 1) != nil || h.Statistics().Used != total {
				t.Errorf("%v: %+v", order, h.Statistics())
			}
		}
	})
	// The only block that fits exactly is found, though blocks in its list may be too small.
	t.Run("exact", func(t *testing.T) {
		var h Heap
		h.Use(make([]byte, 20000))
		var p [4]unsafe.Pointer
		for i := range p {
			p[i] = h.Allocate(4096+uintptr(i)*granule, 1)
			h.Allocate(1, 1)
		}
		for h.Allocate(1, 1) != nil {
		}
		for i := range p {
			h.Free(p[len(p)-1-i])
		}
		for i := range p {
			i = len(p) - 1 - i
			if q := h.Allocate(4096+uintptr(i)*granule, 1); q != p[i] {
				t.Errorf("block %d: %p, want %p", i, q, p[i])
			}
		}
	})
	t.Run("page in a small heap", func(t *testing.T) {
		memory := make([]byte, 3*4096)
		start := -uintptr(unsafe.Pointer(&memory[0])) & 4095
		var h Heap
		h.Use(memory[start+2048 : start+2048+3000])
		if h.Allocate(100, 4096) == nil {
			t.Error("there is an address that is aligned")
		}
	})
	// A need that together with the alignment is more than a number can be is possible with half of all addresses.
	t.Run("overflow", func(t *testing.T) {
		var h Heap
		h.Use(make([]byte, 1000))
		if b, _ := h.find(1<<(bits.UintSize-1), 1<<(bits.UintSize-1)); b != 0 {
			t.Errorf("a block of %d bytes", b.size())
		}
	})
	t.Run("double free without Debug", func(t *testing.T) {
		var h Heap
		h.Use(make([]byte, 1000))
		p, q := h.Allocate(100, 1), h.Allocate(100, 1)
		h.Allocate(100, 1)
		h.Free(p)
		h.Free(q)
		for _, r := range []unsafe.Pointer{p, q} {
			if what := panicOf(func() { h.Free(r) }); what != doubleFree {
				t.Errorf("Free panics with %v", what)
			}
		}
	})
}

func TestHeapDebug(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(h *Heap, p, q unsafe.Pointer)
		want any
	}{
		{"nothing", func(h *Heap, p, q unsafe.Pointer) {}, nil},
		{"freed", func(h *Heap, p, q unsafe.Pointer) { h.Free(p) }, doubleFree},
		{"freed after its neighbour", func(h *Heap, p, q unsafe.Pointer) { h.Free(q); h.Free(p) }, doubleFree},
		{"freed before its neighbour", func(h *Heap, p, q unsafe.Pointer) { h.Free(p); h.Free(q) }, doubleFree},
		{"inside", func(h *Heap, p, q unsafe.Pointer) { h.Free(unsafe.Add(p, 2*granule)) }, notAllocated},
		{"odd", func(h *Heap, p, q unsafe.Pointer) { h.Free(unsafe.Add(p, 1)) }, notAllocated},
		{"guard", func(h *Heap, p, q unsafe.Pointer) { h.Free(unsafe.Add(p, -granule)) }, notAllocated},
		{"elsewhere", func(h *Heap, p, q unsafe.Pointer) { h.Free(unsafe.Pointer(h)) }, notAllocated},
		{"nowhere", func(h *Heap, p, q unsafe.Pointer) { h.Free(at(256)) }, notAllocated},
		{"one byte behind", func(h *Heap, p, q unsafe.Pointer) { *(*byte)(unsafe.Add(p, 100)) = 0 }, overwritten},
		{"last byte behind", func(h *Heap, p, q unsafe.Pointer) { *(*byte)(unsafe.Add(p, 107)) = 0 }, overwritten},
		{"the mark", func(h *Heap, p, q unsafe.Pointer) { *(*byte)(unsafe.Add(p, -1)) ^= 1 }, notAllocated},
		{"the size", func(h *Heap, p, q unsafe.Pointer) { *wordAt(uintptr(p) - 2*word) = 1000 }, headWritten},
		{"the head", func(h *Heap, p, q unsafe.Pointer) { *wordAt(uintptr(p) - word - guardBefore) = 1 << 20 }, headWritten},
		{"a small head", func(h *Heap, p, q unsafe.Pointer) { *wordAt(uintptr(p) - word - guardBefore) = 0 }, headWritten},
		{"another small head", func(h *Heap, p, q unsafe.Pointer) {
			*wordAt(uintptr(q) - word - guardBefore) = granule
			h.Free(q)
		}, headWritten},
		{"a head that is free", func(h *Heap, p, q unsafe.Pointer) { *wordAt(uintptr(p) - word - guardBefore) |= isFree }, headWritten},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := Heap{Debug: true}
			h.Use(make([]byte, 4096))
			p, q := h.Allocate(100, 8), h.Allocate(100, 8)
			before := h.Statistics()
			what := panicOf(func() {
				test.do(&h, p, q)
				before = h.Statistics()
				h.Free(p)
			})
			if what != test.want {
				t.Errorf("panics with %v, want %v", what, test.want)
			}
			if what != nil && h.Statistics() != before {
				t.Errorf("%+v, want %+v", h.Statistics(), before)
			}
		})
	}
	t.Run("freed content", func(t *testing.T) {
		h := Heap{Debug: true}
		h.Use(make([]byte, 4096))
		p := h.Allocate(100, 8)
		h.Free(p)
		for i, c := range bytesAt(uintptr(p), 100) {
			if c != freedByte {
				t.Fatalf("byte %d is %#x", i, c)
			}
		}
	})
	t.Run("set too late", func(t *testing.T) {
		var h Heap
		h.Use(make([]byte, 4096))
		p := h.Allocate(100, 8)
		h.Debug = true
		h.Free(p)
		h.Free(h.Allocate(100, 8))
		if err := auditHeap(&h); err != nil || h.Statistics().Used != 0 {
			t.Errorf("%v, %+v", err, h.Statistics())
		}
	})
}

func BenchmarkAllocateFree(b *testing.B) {
	for _, a := range []Allocator{&Bump{}, &Pools{}, &Heap{}, &Heap{Debug: true}} {
		for _, size := range []uintptr{16, 256, 4096} {
			name := fmt.Sprintf("%T", a)
			if h, ok := a.(*Heap); ok && h.Debug {
				name += "Debug"
			}
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				a := fresh(a)
				a.Use(make([]byte, 4<<20))
				var p [256]unsafe.Pointer
				state := uint32(1)
				for b.Loop() {
					state = state*1664525 + 1013904223
					i := state >> 24
					a.Free(p[i])
					if p[i] = a.Allocate(size+uintptr(i)&15, 8); p[i] == nil {
						a.(*Bump).Reset()
					}
				}
			})
		}
	}
}
