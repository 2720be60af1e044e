// Covers package sync where there is nobody to wait for: mutexes, Once and its functions, Pool, Map and a WaitGroup
// that is not waited for.
package main

import "sync"

type counter struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counter) add(s string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[s]++
	return c.n[s]
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func caught(f func()) (r any) {
	defer func() {
		if v := recover(); v != nil {
			r = v
		}
	}()
	f()
	return "no panic"
}

func main() {
	c := counter{n: map[string]int{}}
	for range 100 {
		c.add("x")
	}
	check("mutex", c.add("x") == 101)
	check("try", c.mu.TryLock() && !c.mu.TryLock())
	c.mu.Unlock()
	check("unlocked by a defer of what panics", caught(func() { (&counter{}).add("x") }) != "no panic")
	var nilMap counter
	caught(func() { nilMap.add("x") })
	check("after the panic", nilMap.mu.TryLock())
	var rw sync.RWMutex
	rw.RLock()
	rw.RLock()
	check("readers", !rw.TryLock() && rw.TryRLock())
	rw.RUnlock()
	rw.RUnlock()
	rw.RUnlock()
	rw.Lock()
	check("writer", !rw.TryRLock())
	rw.Unlock()
	l := rw.RLocker()
	l.Lock()
	l.Unlock()

	var once sync.Once
	n := 0
	for range 3 {
		once.Do(func() { n++ })
	}
	check("once", n == 1)
	var failing sync.Once
	check("once that panics", caught(func() { failing.Do(func() { panic("in once") }) }) == "in once")
	failing.Do(func() { n = 100 })
	check("is done, too", n == 1)
	f := sync.OnceFunc(func() { n++ })
	f()
	f()
	v := sync.OnceValue(func() int { n++; return n * 10 })
	check("once value", v() == 30 && v() == 30 && n == 3)
	w := sync.OnceValues(func() (string, error) { n++; return "v", nil })
	s, err := w()
	check("once values", s == "v" && err == nil && n == 4)
	bad := sync.OnceFunc(func() { n++; panic("again and again") })
	check("once that panics each time", caught(bad) == "again and again" && caught(bad) == "again and again" && n == 5)

	p := sync.Pool{New: func() any { n++; return new(int) }}
	x := p.Get().(*int)
	*x = 7
	p.Put(x)
	y := p.Get().(*int)
	check("pool", n >= 6 && (*y == 7 || *y == 0))
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

	var wg sync.WaitGroup
	wg.Add(2)
	wg.Done()
	wg.Done()
	wg.Wait()
	println("negative:", caught(func() { wg.Done() }).(string))
	cond := sync.NewCond(&c.mu)
	cond.Signal()
	cond.Broadcast()
	println("nobody waits")
}
