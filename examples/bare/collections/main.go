// Collections uses what Go programs are made of, slices, maps, strings, type parameters, closures, interfaces and sorting, without the
// Go runtime, over one of three allocators, and tells how much memory that took:
//
//	premain run -board linux ./examples/bare/collections
//	premain run -board linux -tags=bump ./examples/bare/collections
//	premain boot -board virt-arm64 -tags=pools ./examples/bare/collections
//
// By go run it does the same on the Go runtime, which has no such statistics.
package main

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"premain.dev/bare"
)

const text = `A program lives before main and after it. What is gathered before main is there when main begins,
and what main leaves behind is put away after it.`

func main() {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
	counts := count(words)
	for _, e := range counts.sorted(byCount) {
		if e.value > 1 {
			println(e.key + ": " + strconv.Itoa(e.value))
		}
	}
	println("longest:", longest(words), "of", len(words), "words,", counts.len(), "different")

	shapes := []shape{square{3}, circle{1}, square{1}, named{circle{2}, "ring"}}
	slices.SortFunc(shapes, func(a, b shape) int { return cmp.Compare(a.area(), b.area()) })
	for i, s := range shapes {
		name := "a shape"
		if n, ok := s.(interface{ name() string }); ok {
			name = n.name()
		}
		println(i, name, int(s.area()*100))
	}

	next := fibonacci()
	for range 90 {
		next()
	}
	println("fibonacci:", next())

	total, err := sum(strings.Split("1 2 3 x", " "))
	println("sum:", total, err.Error(), errors.Is(err, strconv.ErrSyntax))

	rounds()
	tell()
}

// table is a map with the keys in the order in which they came.
type table[K comparable, V any] struct {
	index   map[K]int
	entries []entry[K, V]
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// at returns the value of a key, and a new one if it has none.
func (t *table[K, V]) at(k K) *V {
	if t.index == nil {
		t.index = make(map[K]int)
	}
	i, ok := t.index[k]
	if !ok {
		i = len(t.entries)
		t.index[k] = i
		t.entries = append(t.entries, entry[K, V]{key: k})
	}
	return &t.entries[i].value
}

func (t *table[K, V]) len() int { return len(t.entries) }

// sorted returns the entries in an order, and else in that in which they came.
func (t *table[K, V]) sorted(order func(a, b entry[K, V]) int) []entry[K, V] {
	s := slices.Clone(t.entries)
	slices.SortStableFunc(s, order)
	return s
}

func byCount(a, b entry[string, int]) int { return cmp.Compare(b.value, a.value) }

func count(words []string) *table[string, int] {
	t := new(table[string, int])
	for _, w := range words {
		*t.at(w)++
	}
	return t
}

func longest(words []string) string {
	return slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
}

type shape interface{ area() float64 }

type (
	square struct{ side float64 }
	circle struct{ radius float64 }
	named  struct {
		shape
		text string
	}
)

func (s square) area() float64 { return s.side * s.side }
func (c circle) area() float64 { return 3.14159 * c.radius * c.radius }
func (n named) name() string   { return n.text }

// fibonacci returns a function that returns one number after the other.
func fibonacci() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

// sum returns the sum of numbers up to the first that is none.
func sum(numbers []string) (total int, err error) {
	for _, text := range numbers {
		n, err := strconv.Atoi(text)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// rounds takes and gives back more memory in all than it ever has at once. An allocator that never takes anything back needs all of it.
func rounds() {
	peak := 0
	for i := range 1000 {
		squares := make([]int, 0, 500)
		for n := range 500 {
			squares = append(squares, (n+i)*(n+i))
		}
		peak = max(peak, squares[len(squares)-1])
		bare.FreeSlice(squares)
	}
	println("largest square:", peak)
}

// tell writes what the allocator has done, if the program has one.
func tell() {
	s, ok := bare.Statistics()
	if !ok {
		return
	}
	println("allocator:", allocator, "has served", s.Allocations, "times, taken back", s.Frees, "and never had more than", (s.Peak+1023)/1024, "KiB in use")
}
