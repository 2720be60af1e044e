// Covers of the Go specification: go statements. A tier without goroutines refuses this file.
package main

import "sync"

type worker struct{ n int }

func (w *worker) run(wg *sync.WaitGroup, m int) {
	defer wg.Done()
	w.n += m
}

var total int

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			total += i
			mu.Unlock()
		}()
	}
	wg.Wait()
	check("sum", total == 4950)
	w := &worker{}
	wg.Add(1)
	x := 5
	go w.run(&wg, x)
	x = 100
	wg.Wait()
	check("operands are evaluated at once", w.n == 5)
	for range 10 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			total++
		})
	}
	wg.Wait()
	check("wait group", total == 4960)
	wg.Add(1)
	var got any
	go func() {
		defer wg.Done()
		defer func() { got = recover() }()
		panic("in a goroutine")
	}()
	wg.Wait()
	check("a panic is the goroutine's own", got == "in a goroutine")
	wg.Go(func() {
		wg.Go(func() { total = -1 })
	})
	wg.Wait()
	check("goroutines of goroutines", total == -1)
	go func() {
		select {}
	}()
	println("main does not wait for the others")
}
