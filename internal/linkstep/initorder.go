package linkstep

import "container/heap"

// initOrder sorts packages in the order in which they are initialised: of those whose imports are done, always the
// one with the lowest name.
//
// That is the specification's order, as the linker implements it (cmd/link/internal/ld/inittask.go): it knows only
// packages with initialisation work of their own or below them, and compares the names of symbols, in which some
// characters of the import path are escaped. In the plain world that same linker orders the registrations, so the
// linked world has to agree with it to the letter. Packages without work come last.
func initOrder(packages []*pkg) []*pkg {
	byTask := make(map[string]*pkg)
	for _, k := range packages {
		if k.task != "" {
			byTask[k.task] = k
		}
	}
	waiting := make(map[*pkg]int)
	importers := make(map[*pkg][]*pkg)
	var ready taskHeap
	for _, k := range byTask {
		for _, task := range k.after {
			if dep := byTask[task]; dep != nil {
				waiting[k]++
				importers[dep] = append(importers[dep], k)
			}
		}
		if waiting[k] == 0 {
			ready = append(ready, k)
		}
	}
	heap.Init(&ready)
	order := make([]*pkg, 0, len(packages))
	for len(ready) > 0 {
		k := heap.Pop(&ready).(*pkg)
		order = append(order, k)
		for _, up := range importers[k] {
			if waiting[up]--; waiting[up] == 0 {
				heap.Push(&ready, up)
			}
		}
	}
	for _, k := range packages {
		if k.task == "" {
			order = append(order, k)
		}
	}
	return order
}

// taskHeap is a heap of packages by the names of their tasks.
type taskHeap []*pkg

func (h taskHeap) Len() int           { return len(h) }
func (h taskHeap) Less(i, j int) bool { return h[i].task < h[j].task }
func (h taskHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *taskHeap) Push(x any)        { *h = append(*h, x.(*pkg)) }
func (h *taskHeap) Pop() any {
	last := len(*h) - 1
	k := (*h)[last]
	*h = (*h)[:last]
	return k
}
