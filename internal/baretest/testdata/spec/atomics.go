// Covers package sync/atomic: functions and types, without anybody else.
package main

import "sync/atomic"

type config struct{ n int }

var (
	i32  int32
	i64  int64
	u32  uint32
	u64  uint64
	uptr uintptr
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func panics(what string, f func()) {
	defer func() { println(what+":", recover().(string)) }()
	f()
	println("FAIL", what)
}

func main() {
	check("functions of 32 bits", atomic.AddInt32(&i32, 5) == 5 && atomic.SwapInt32(&i32, -1) == 5 && atomic.CompareAndSwapInt32(&i32, -1, 7) && !atomic.CompareAndSwapInt32(&i32, -1, 8) && atomic.LoadInt32(&i32) == 7)
	check("wrapping", atomic.AddUint32(&u32, ^uint32(0)) == 1<<32-1 && atomic.AddUint32(&u32, 2) == 1)
	check("functions of 64 bits", atomic.AddInt64(&i64, 1<<40) == 1<<40 && atomic.AddInt64(&i64, -1) == 1<<40-1)
	atomic.StoreUint64(&u64, 0xf0f0)
	check("and, or", atomic.AndUint64(&u64, 0xff) == 0xf0f0 && atomic.OrUint64(&u64, 0xf) == 0xf0 && u64 == 0xff)
	check("and, or of 32 bits", atomic.OrInt32(&i32, 8) == 7 && atomic.AndInt32(&i32, 12) == 15 && i32 == 12)
	check("uintptr", atomic.AddUintptr(&uptr, 4) == 4 && atomic.LoadUintptr(&uptr) == 4)

	var a atomic.Int32
	var b atomic.Uint64
	var c atomic.Bool
	var p atomic.Pointer[config]
	for range 1000 {
		a.Add(3)
		b.Add(1 << 33)
	}
	check("types", a.Load() == 3000 && b.Load() == 1000<<33)
	check("swaps", a.Swap(1) == 3000 && a.CompareAndSwap(1, 2) && !a.CompareAndSwap(1, 3) && b.And(0) == 1000<<33 && b.Or(6) == 0 && b.Load() == 6)
	check("bool", !c.Swap(true) && c.Load() && c.CompareAndSwap(true, false) && !c.Load())
	x, y := &config{1}, &config{2}
	check("pointer", p.Load() == nil && p.Swap(x) == nil && p.CompareAndSwap(x, y) && !p.CompareAndSwap(x, nil) && p.Load().n == 2)
	var v atomic.Value
	check("empty value", v.Load() == nil)
	v.Store(config{3})
	check("value", v.Load() == config{3} && v.Swap(config{4}) == config{3} && v.CompareAndSwap(config{4}, config{5}) && !v.CompareAndSwap(config{4}, config{6}))
	panics("another type", func() { v.Store("text") })
	panics("nil", func() { v.Store(nil) })
	panics("swap of another type", func() { v.CompareAndSwap(config{}, 1) })
	println("values", a.Load(), b.Load(), v.Load().(config).n, i32, i64, u32)
}
