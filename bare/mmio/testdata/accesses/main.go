// Accesses calls the methods of registers in ways that invite a compiler to merge, move or leave out what they do. The test reads its machine
// code. The line "accesses:" before a function says what the function accesses, in order; "not exact" that the function does something else, and
// that the test has to notice.
package main

import (
	"sync/atomic"

	"premain.dev/bare/mmio"
)

// accesses: load32 load32
//
//go:noinline
func loadTwice(r mmio.Reg32) (a, b uint32) { return r.Load(), r.Load() }

// accesses: load32 load32 load32
//
//go:noinline
func loadForNothing(r mmio.Reg32) {
	r.Load()
	_ = r.Load()
	if r.Load() == 7 {
	}
}

// accesses: load32
//
//go:noinline
func loadForZero(r mmio.Reg32) uint32 { return r.Load() * 0 }

// accesses: store32 store32
//
//go:noinline
func storeTwice(r mmio.Reg32) { r.Store(1); r.Store(1) }

// accesses: store32 load32 store32
//
//go:noinline
func storeWhatWasLoaded(r mmio.Reg32) { r.Store(1); r.Store(r.Load()) }

// accesses: store32 load32
//
//go:noinline
func loadWhatWasStored(r mmio.Reg32) uint32 { r.Store(1); return r.Load() }

// accesses: load32
//
//go:noinline
func loadInLoop(r mmio.Reg32) {
	for r.Load()&1 == 0 {
	}
}

// accesses: store32
//
//go:noinline
func storeInLoop(r mmio.Reg32) {
	for range 3 {
		r.Store(5)
	}
}

// accesses: load32 store32
//
//go:noinline
func changeNothing(r mmio.Reg32) { r.SetBits(0) }

// accesses: store8 store8 store8 store8
//
//go:noinline
func storeBytes(r mmio.Reg8) { r.Store(1); (r + 1).Store(2); (r + 2).Store(3); (r + 3).Store(4) }

// accesses: load8 load8
//
//go:noinline
func loadBytes(r mmio.Reg8) uint16 { return uint16(r.Load()) | uint16((r+1).Load())<<8 }

// accesses: load64
//
//go:noinline
func loadHalf(r mmio.Reg64) uint32 { return uint32(r.Load()) }

// accesses: load8 store8 load8 store8 load8 store8 load8 load8 load8 store8
//
//go:noinline
func all8(r mmio.Reg8, f mmio.Field8, v uint8) (bool, uint8) {
	r.SetBits(v)
	r.ClearBits(v)
	r.Modify(v, 1)
	has, field := r.HasBits(v), r.Get(f)
	r.Set(f, v)
	return has, field
}

// accesses: load16 store16 load16 store16 load16 store16 load16 load16 load16 store16
//
//go:noinline
func all16(r mmio.Reg16, f mmio.Field16, v uint16) (bool, uint16) {
	r.SetBits(v)
	r.ClearBits(v)
	r.Modify(v, 1)
	has, field := r.HasBits(v), r.Get(f)
	r.Set(f, v)
	return has, field
}

// accesses: load32 store32 load32 store32 load32 store32 load32 load32 load32 store32
//
//go:noinline
func all32(r mmio.Reg32, f mmio.Field32, v uint32) (bool, uint32) {
	r.SetBits(v)
	r.ClearBits(v)
	r.Modify(v, 1)
	has, field := r.HasBits(v), r.Get(f)
	r.Set(f, v)
	return has, field
}

// accesses: load64 store64 load64 store64 load64 store64 load64 load64 load64 store64
//
//go:noinline
func all64(r mmio.Reg64, f mmio.Field64, v uint64) (bool, uint64) {
	r.SetBits(v)
	r.ClearBits(v)
	r.Modify(v, 1)
	has, field := r.HasBits(v), r.Get(f)
	r.Set(f, v)
	return has, field
}

// accesses: load16 store16 load64 store64
//
//go:noinline
func others(a mmio.Reg16, b mmio.Reg64) { a.Store(a.Load() + 1); b.Store(b.Load() + 1) }

// accesses: store32 Barrier store32 load32
//
//go:noinline
func ordered(r mmio.Reg32) uint32 { r.Store(1); mmio.Barrier(); r.Store(1); return r.Load() }

type registers uintptr

func (r registers) data() mmio.Reg32  { return mmio.Reg32(r) }
func (r registers) flags() mmio.Reg32 { return mmio.Reg32(r) + 0x18 }

// accesses: load32 load32 store32
//
//go:noinline
func device(r registers) {
	for r.flags().HasBits(1 << 5) {
	}
	r.flags().Load()
	r.data().Store('x')
}

// not exact
//
//go:noinline
func pointer(p *uint32) (a, b uint32) { return *p, *p }

// not exact
//
//go:noinline
func atomicStore(p *uint32) { atomic.StoreUint32(p, 1) }

type layout struct{ data, flags register }

type register struct{ value uint32 }

//go:noinline
func (r *register) load() uint32 { return r.value }

// not exact
//
//go:noinline
func pointerToStruct(p *layout) { p.flags.load() }

// That main has no initialiser shows that these are constant data.
var (
	field = mmio.Field32{Low: 5, Width: 2}
	gpio  = mmio.Peripheral[registers]{Address: 0x0903_0000}
)

var functions = [...]any{
	loadTwice, loadForNothing, loadForZero, storeTwice, storeWhatWasLoaded, loadWhatWasStored, loadInLoop, storeInLoop, changeNothing, storeBytes,
	loadBytes, loadHalf, all8, all16, all32, all64, others, ordered, device, pointer, atomicStore, pointerToStruct,
}

func main() {
	r, ok := gpio.Take()
	println(r, ok, field.Low, functions[len(functions)-1], ports)
}
