// Covers sync.WaitGroup and sync.Cond where nobody waits, since there is nobody to wait for.
package main

import "sync"

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
	var wg sync.WaitGroup
	wg.Add(2)
	wg.Done()
	wg.Done()
	wg.Wait()
	println("negative:", caught(func() { wg.Done() }).(string))
	cond := sync.NewCond(new(sync.Mutex))
	cond.Signal()
	cond.Broadcast()
	println("nobody waits")
}
