// Covers packages container/heap, container/list and container/ring.
package main

import (
	"container/heap"
	"container/list"
	"container/ring"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func heaps() {
	h := &ints{5, 2, 8, 1}
	heap.Init(h)
	x := uint32(1)
	for range 500 {
		x = x*1664525 + 1013904223
		heap.Push(h, int(x>>16)%1000)
	}
	(*h)[0] = 2000
	heap.Fix(h, 0)
	removed := heap.Remove(h, 100).(int)
	last, sum, ok := -1, 0, true
	for h.Len() > 0 {
		n := heap.Pop(h).(int)
		ok = ok && n >= last
		last = n
		sum = sum*31%1000003 + n
	}
	println("heap", removed, last, sum)
	check("heap in order", ok && last == 2000)
}

func show(what string, l *list.List) {
	print(what, " ", l.Len(), ":")
	for e := l.Front(); e != nil; e = e.Next() {
		switch v := e.Value.(type) {
		case int:
			print(" ", v)
		case string:
			print(" ", v)
		}
	}
	println()
}

func lists() {
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront("one")
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	show("list", l)
	l.MoveToFront(e4)
	l.MoveToBack(e1)
	show("moved", l)
	o := list.New()
	o.PushBack(8)
	o.PushBack(9)
	l.PushBackList(o)
	l.PushFrontList(l)
	show("joined", l)
	check("removed", l.Remove(e4) == 4 && l.Len() == 11 && e4.Next() == nil)
	check("of another list", l.Remove(o.Front()) == 8 && l.Len() == 11)
	n := 0
	for e := l.Back(); e != nil; e = e.Prev() {
		n++
	}
	check("backward", n == 11)
	l.Init()
	check("emptied", l.Len() == 0 && l.Front() == nil)
	var z list.List
	z.PushBack(1)
	check("zero value", z.Len() == 1)
}

func rings() {
	r := ring.New(5)
	for i := range r.Len() {
		r.Value = i
		r = r.Next()
	}
	print("ring")
	r.Move(2).Do(func(x any) { print(" ", x.(int)) })
	println()
	gone := r.Unlink(2)
	check("unlinked", r.Len() == 3 && gone.Len() == 2 && r.Next().Value == 3)
	r.Link(gone)
	sum := 0
	r.Do(func(x any) { sum = sum*10 + x.(int) })
	println("linked", sum)
	check("linked", sum == 1234 && r.Prev().Value == 4)
}

func main() {
	heaps()
	lists()
	rings()
}
