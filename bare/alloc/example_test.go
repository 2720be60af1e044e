package alloc_test

import (
	"fmt"

	"premain.dev/bare/alloc"
)

// In a program without the runtime, this would be what the memory map leaves.
var memory [64 << 10]byte

func ExampleHeap() {
	heap := alloc.Heap{Zeroed: true}
	heap.Use(memory[:32<<10])
	p := (*[100]int32)(heap.Allocate(400, 4))
	p[99] = 7
	fmt.Println(p[0], p[99], heap.Allocate(1<<20, 1) == nil)
	heap.Free(heap.Allocate(10, 1))

	s := heap.Statistics()
	fmt.Println(s.Allocations, s.Frees, s.Failures, s.Used < s.Peak)
	// Output:
	// 0 7 true
	// 2 1 1 true
}

func ExampleBump_Release() {
	var bump alloc.Bump
	bump.Use(memory[32<<10:])
	bump.Allocate(1000, 1) // stays
	for range 1000 {
		round := bump.Mark()
		bump.Allocate(20<<10, 8)
		bump.Release(round)
	}
	s := bump.Statistics()
	fmt.Println(s.Used, s.Failures)
	// Output: 1000 0
}
