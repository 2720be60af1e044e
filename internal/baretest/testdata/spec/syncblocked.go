// Covers package sync where somebody waits: contended mutexes, conditions, wait groups and Once. A tier without
// goroutines refuses this file.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	n, m := 0, map[int]int{}
	for i := range 8 {
		wg.Go(func() {
			for j := range 500 {
				mu.Lock()
				n++
				mu.Unlock()
				if j%10 == 0 {
					rw.Lock()
					m[i]++
					rw.Unlock()
					runtime.Gosched()
				} else {
					rw.RLock()
					_ = m[i]
					rw.RUnlock()
				}
			}
		})
	}
	wg.Wait()
	check("contended", n == 4000 && m[7] == 50)
	queue := []int{}
	cond := sync.NewCond(&mu)
	sum := 0
	wg.Go(func() {
		for range 100 {
			mu.Lock()
			for len(queue) == 0 {
				cond.Wait()
			}
			sum += queue[0]
			queue = queue[1:]
			mu.Unlock()
		}
	})
	for i := range 100 {
		mu.Lock()
		queue = append(queue, i)
		mu.Unlock()
		cond.Signal()
	}
	wg.Wait()
	check("condition", sum == 4950)
	var once sync.Once
	var calls, after atomic.Int32
	for range 10 {
		wg.Go(func() {
			once.Do(func() { runtime.Gosched(); calls.Add(1) })
			if calls.Load() == 1 {
				after.Add(1)
			}
		})
	}
	wg.Wait()
	check("once for all", calls.Load() == 1 && after.Load() == 10)
}
