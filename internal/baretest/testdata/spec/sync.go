// Covers package sync where there is nobody to wait for: mutexes, Once and its functions. Maps, pools and
// groups have files of their own.
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

}
