// Covers package sync: a mutex that is unlocked twice is the end of the program, which nothing recovers.
package main

import "sync"

var mu sync.Mutex

func main() {
	defer func() {
		recover()
		println("FAIL recovered")
	}()
	mu.Lock()
	mu.Unlock()
	println("before")
	mu.Unlock()
}
