// Package observe makes sure that sections have what they should have, according to models, and prints it.
package observe

import (
	"cmp"
	"fmt"
	"iter"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// failures is how much was not as it should be.
var failures int

func fail(name, format string, args ...any) {
	failures++
	fmt.Printf("FAIL %s: %s\n", name, fmt.Sprintf(format, args...))
}

// End ends the program.
func End() {
	if failures > 0 {
		os.Exit(1)
	}
}

// First says how a section is read first.
type First struct {
	Method   int  // which of its methods is called
	Parallel bool // by several goroutines at once
}

// read calls one of some functions as the first one that reads a section.
func (f First) read(methods ...func()) {
	if !f.Parallel {
		methods[f.Method%len(methods)]()
		return
	}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(methods[(f.Method+i)%len(methods)])
	}
	wg.Wait()
}

// churn lets the garbage collector take what nobody refers to, and uses it for something else.
func churn() {
	runtime.GC()
	var garbage [][]byte
	for i := range 1000 {
		garbage = append(garbage, []byte(strings.Repeat("#", i%100)))
	}
	runtime.KeepAlive(garbage)
}

// twice calls check before and after the garbage collector has run.
func twice(check func(print bool)) {
	check(true)
	churn()
	check(false)
}

// late makes sure that a section that has been read refuses another item.
func late(name string, add func()) {
	if msg := message(add); !strings.Contains(msg, " comes after its first read at ") {
		fail(name, "Append after the first read: %s", msg)
	}
}

// message returns the value with which f panics.
func message(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()
	return ""
}

// Item is an item that a section should have, and the pointer that Add or Append has returned, if that is known.
type Item[T any] struct {
	Value  T
	Handle *T
}

// List is a section whose items are numbered.
type List[T any] struct {
	All   func() iter.Seq2[int, *T]
	Len   func() int
	At    func(int) *T
	Index func(*T) (int, bool)
}

// check makes sure that the section has the wanted items in that order.
func (l List[T]) check(name string, want []Item[T], same func(a, b T) bool, print bool) {
	n := 0
	for i, p := range l.All() {
		if i != n || i >= len(want) {
			fail(name, "All yields index %d in place %d of %d", i, n, len(want))
			return
		}
		n++
		if !same(*p, want[i].Value) {
			fail(name, "item %d is %s, want %s", i, show(*p), show(want[i].Value))
		}
		if l.At(i) != p {
			fail(name, "At(%d) is not the item that All yields", i)
		}
		if j, ok := l.Index(p); j != i || !ok {
			fail(name, "Index of item %d = %d, %v", i, j, ok)
		}
		if h := want[i].Handle; h != nil && h != p {
			j, ok := l.Index(h)
			fail(name, "Index of the handle of item %d, %s, is %d, %v", i, show(*p), j, ok)
		}
		if print {
			fmt.Printf("%s[%d] = %s\n", name, i, show(*p))
		}
	}
	if n != len(want) || l.Len() != n {
		fail(name, "All yields %d items, Len is %d, want %d", n, l.Len(), len(want))
	}
	if i, ok := l.Index(new(T)); i != 0 || ok {
		fail(name, "Index of a stranger = %d, %v", i, ok)
	}
}

// Ordered is a section.Sorted or a section.SortedBy.
type Ordered[T any] struct {
	List[T]
	Find   func(T) (int, bool)
	Append func(T) *T
}

// Sorted compares a section.Sorted with a model.
func Sorted[T cmp.Ordered](name string, s Ordered[T], first First, items []Item[T], probes []T) {
	ordered(name, s, first, items, probes, cmp.Compare[T])
}

// SortedBy compares a section.SortedBy with a model.
func SortedBy[T interface{ Compare(T) int }](name string, s Ordered[T], first First, items []Item[T], probes []T) {
	ordered(name, s, first, items, probes, T.Compare)
}

func ordered[T any](name string, s Ordered[T], first First, items []Item[T], probes []T, compare func(a, b T) int) {
	first.read(func() { s.Len() }, func() { s.Index(nil) }, func() {
		for range s.All() {
			break
		}
	}, func() {
		if len(probes) > 0 {
			s.Find(probes[0])
		}
	})
	slices.SortStableFunc(items, func(a, b Item[T]) int { return compare(a.Value, b.Value) })
	twice(func(print bool) {
		s.check(name, items, func(a, b T) bool { return compare(a, b) == 0 && show(a) == show(b) }, print)
		for _, v := range probes {
			i, ok := s.Find(v)
			j, found := slices.BinarySearchFunc(items, v, func(it Item[T], v T) int { return compare(it.Value, v) })
			if i != j || ok != found {
				fail(name, "Find(%s) = %d, %v, want %d, %v", show(v), i, ok, j, found)
			}
			if print {
				fmt.Printf("%s.Find(%s) = %d, %v\n", name, show(v), i, ok)
			}
		}
	})
	late(name, func() { s.Append(*new(T)) })
}

// Entry is an entry that a map should have, and the pointer that Add or Append has returned, if that is known.
type Entry[K comparable, V any] struct {
	Key    K
	Value  V
	Handle *V
}

// Map is a section.Map.
type Map[K comparable, V any] struct {
	All    func() iter.Seq2[K, *V]
	Len    func() int
	Get    func(K) (*V, bool)
	Index  func(*V) (int, bool)
	Append func(K, V) *V
}

// readers returns functions that read m.
func (m Map[K, V]) readers() []func() {
	return []func(){func() { m.Len() }, func() { m.Index(nil) }, func() { m.Get(*new(K)) }, func() {
		for range m.All() {
			break
		}
	}}
}

// Check compares a map with a model of it.
func (m Map[K, V]) Check(name string, first First, entries []Entry[K, V], misses []K) {
	first.read(m.readers()...)
	model := make(map[K]int)
	for i, e := range entries {
		model[e.Key] = i
	}
	for _, p := range m.All() {
		poke(p)
	}
	twice(func(print bool) {
		n := 0
		for k, p := range m.All() {
			if n == len(entries) {
				fail(name, "All yields more than %d entries", n)
				return
			}
			e := entries[n]
			if k != e.Key || number(p) != number(&e.Value) || !poked(p) {
				fail(name, "entry %d is %s: %s, want %s: %s", n, show(k), show(*p), show(e.Key), show(e.Value))
			}
			if i, ok := m.Index(p); i != n || !ok {
				fail(name, "Index of value %d = %d, %v", n, i, ok)
			}
			if e.Handle != nil && e.Handle != p {
				i, ok := m.Index(e.Handle)
				fail(name, "Index of the handle of value %d is %d, %v", n, i, ok)
			}
			if print {
				fmt.Printf("%s[%s] = %d\n", name, show(k), number(p))
			}
			n++
		}
		if n != len(entries) || m.Len() != n || len(model) != n {
			fail(name, "All yields %d entries, Len is %d, want %d", n, m.Len(), len(model))
		}
		for k, i := range model {
			p, ok := m.Get(k)
			if !ok || number(p) != number(&entries[i].Value) {
				fail(name, "Get(%s) = %v", show(k), ok)
				continue
			}
			if j, _ := m.Index(p); j != i {
				fail(name, "Get(%s) is entry %d, want %d", show(k), j, i)
			}
		}
		for _, k := range misses {
			p, ok := m.Get(k)
			if _, want := model[k]; ok != want || ok != (p != nil) {
				fail(name, "Get(%s) = %v, %v", show(k), p != nil, ok)
			}
			if print {
				fmt.Printf("%s.Get(%s) = %v\n", name, show(k), ok)
			}
		}
		if i, ok := m.Index(new(V)); i != 0 || ok {
			fail(name, "Index of a stranger = %d, %v", i, ok)
		}
	})
	late(name, func() { m.Append(*new(K), *new(V)) })
}

// Refused makes sure that a map is refused that has a key twice, from two places.
func (m Map[K, V]) Refused(name string, method int, first, second string) {
	readers := m.readers()
	for i := range 2 {
		msg := message(readers[(method+i)%len(readers)])
		before, after, ok := strings.Cut(msg, " already, from ")
		// Linked programs say the columns, too.
		if !ok || !strings.Contains(before, second+":") || !strings.Contains(after, first+":") && !strings.Contains(after, first+";") {
			fail(name, "a key is there twice, from %s and %s: %s", first, second, msg)
		}
	}
	fmt.Printf("%s refuses what is at %s\n", name, second)
}

// Set is a section.Set.
type Set[K comparable] struct {
	All    func() iter.Seq[K]
	Len    func() int
	Has    func(K) bool
	Append func(K) K
}

// Check compares a set with a model of it.
func (s Set[K]) Check(name string, first First, items []Item[K], misses []K) {
	first.read(func() { s.Len() }, func() { s.Has(*new(K)) }, func() {
		for range s.All() {
			break
		}
	})
	model := make(map[K]bool)
	var want []K
	for _, it := range items {
		if it.Handle != nil && *it.Handle != it.Value {
			fail(name, "Add(%s) has returned %s", show(it.Value), show(*it.Handle))
		}
		if !model[it.Value] {
			model[it.Value] = true
			want = append(want, it.Value)
		}
	}
	twice(func(print bool) {
		if got := slices.Collect(s.All()); !slices.Equal(got, want) || s.Len() != len(want) {
			fail(name, "members %s, want %s; Len %d", show(got), show(want), s.Len())
		}
		for k := range model {
			if !s.Has(k) {
				fail(name, "Has(%s) = false", show(k))
			}
		}
		if print {
			for k := range s.All() {
				fmt.Printf("%s has %s\n", name, show(k))
			}
		}
		for _, k := range misses {
			has := s.Has(k)
			if has != model[k] {
				fail(name, "Has(%s) = %v", show(k), has)
			}
			if print {
				fmt.Printf("%s.Has(%s) = %v\n", name, show(k), has)
			}
		}
	})
	late(name, func() { s.Append(*new(K)) })
}

// Mutable is a section.Mutable.
type Mutable[T any] struct {
	List[T]
	Edit   func(func([]*T) []*T)
	Append func(T) *T
}

// Change edits the section, and a model of it, in several steps, and returns the model.
func (m Mutable[T]) Change(name string, model []Item[T], steps ...string) []Item[T] {
	for _, step := range steps {
		m.Edit(func(list []*T) []*T {
			if len(list) != len(model) {
				fail(name, "Edit gets %d items, want %d", len(list), len(model))
				return list
			}
			for i, it := range model {
				if number(list[i]) != number(&it.Value) || it.Handle != nil && it.Handle != list[i] {
					fail(name, "Edit gets %s in place %d, want %s", show(*list[i]), i, show(it.Value))
				}
			}
			switch step {
			case "reverse":
				slices.Reverse(list)
				slices.Reverse(model)
			case "sort":
				slices.SortStableFunc(list, func(a, b *T) int { return cmp.Compare(rank(a), rank(b)) })
				slices.SortStableFunc(model, func(a, b Item[T]) int { return cmp.Compare(rank(&a.Value), rank(&b.Value)) })
			case "filter":
				list = slices.DeleteFunc(list, func(p *T) bool { return rank(p)%3 == 0 })
				model = slices.DeleteFunc(model, func(it Item[T]) bool { return rank(&it.Value)%3 == 0 })
			case "empty":
				list, model = nil, nil
			case "add":
				for range 3 {
					p := new(T)
					list = append(list, p)
					model = append(model, Item[T]{*p, p})
				}
			case "poke":
				for _, p := range list {
					poke(p)
				}
			case "nested":
				if msg := message(func() { m.Edit(nil) }); !strings.Contains(msg, " inside another one at ") {
					fail(name, "Edit inside Edit: %s", msg)
				}
			}
			return list
		})
		churn()
	}
	return model
}

// rank is by what items are sorted here.
func rank(p any) int { return number(p) * 7919 % 10007 }

// Check compares what Change has left with the model.
func (m Mutable[T]) Check(name string, first First, model []Item[T]) {
	first.read(func() { m.Len() }, func() { m.Index(nil) }, func() {
		for range m.All() {
			break
		}
	})
	twice(func(print bool) {
		m.check(name, model, func(a, b T) bool { return number(&a) == number(&b) }, false)
		for i, p := range m.All() {
			if !poked(p) {
				fail(name, "what item %d points to is something else now", i)
			}
			if print {
				fmt.Printf("%s[%d] = %d\n", name, i, number(p))
			}
		}
	})
	late(name, func() { m.Append(*new(T)) })
	if msg := message(func() { m.Edit(func(list []*T) []*T { return list }) }); !strings.Contains(msg, " comes after ") {
		fail(name, "Edit after the first read: %s", msg)
	}
}
