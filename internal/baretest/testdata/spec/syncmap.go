// Covers sync.Map and sync.Pool, without anybody else.
package main

import "sync"

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	n := 0
	p := sync.Pool{New: func() any { n++; return new(int) }}
	x := p.Get().(*int)
	*x = 7
	p.Put(x)
	y := p.Get().(*int)
	check("pool", n >= 1 && (*y == 7 || *y == 0))
	var empty sync.Pool
	check("pool without New", empty.Get() == nil)

	var m sync.Map
	for i := range 50 {
		m.Store(i, i*i)
	}
	a, ok := m.Load(7)
	check("map", ok && a == 49)
	a, loaded := m.LoadOrStore("k", 1)
	b, again := m.LoadOrStore("k", 2)
	check("load or store", a == 1 && !loaded && b == 1 && again)
	a, ok = m.LoadAndDelete("k")
	_, gone := m.Load("k")
	check("deleted", a == 1 && ok && !gone)
	check("swapped", m.CompareAndSwap(3, 9, -1) && !m.CompareAndSwap(3, 9, -1) && m.CompareAndDelete(3, -1))
	prev, ok := m.Swap(4, "four")
	check("swap", prev == 16 && ok)
	sum, count := 0, 0
	m.Range(func(k, v any) bool {
		count++
		if i, ok := v.(int); ok {
			sum += i
		}
		return true
	})
	println("ranged", count, sum)
	check("ranged", count == 49 && sum == 40425-9-16)
	m.Clear()
	_, ok = m.Load(1)
	check("cleared", !ok)

}
