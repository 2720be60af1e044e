package section

import (
	"cmp"
	"iter"
	"slices"
	"unsafe"
)

// Sorted is a section whose items are in ascending order, as [cmp.Compare] has it. Equal items stay in the order in which [Of] would have
// them. What the documentation of Of says of declaration and use holds for Sorted, too. The rules by which items are added are those of
// the package.
//
// In a linked program, items that are constant data are sorted when the program is linked. Otherwise the first read sorts them.
//
// The methods hand out pointers to the items themselves. Nobody sorts anew when one is changed: an item must keep its place in the order from
// the moment when it is added.
type Sorted[T cmp.Ordered] struct {
	_     [0]*T
	table // at offset 0, for the link step
}

// Append is [Of.Append].
func (s *Sorted[T]) Append(v T) *T { return appendTo(&s.table, v, s.nilItem()) }

// All yields the items in ascending order, with their indices. Ranging over it seals the section.
func (s *Sorted[T]) All() iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for i, p := range s.read() {
			if !yield(i, (*T)(p)) {
				return
			}
		}
	}
}

// Len returns the number of items. It seals the section.
func (s *Sorted[T]) Len() int { return len(s.read()) }

// At returns the item with index i in the order of the values and panics if i is not in the range from 0 to Len()-1. It seals the section.
func (s *Sorted[T]) At(i int) *T { return (*T)(s.read()[i]) }

// Index returns the index of the item that p points to, as [Of.Index] does. It is the item's rank.
func (s *Sorted[T]) Index(p *T) (int, bool) { return index(&s.table, s.read(), p) }

// Find returns the index of the first item that is equal to v, and true, or else the index at which v would be, and false. Two NaNs are
// equal here. It seals the section and takes time in proportion to the logarithm of the number of items.
func (s *Sorted[T]) Find(v T) (int, bool) {
	items := s.read()
	lo, hi := 0, len(items)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if cmp.Less(*(*T)(items[mid]), v) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(items) && cmp.Compare(*(*T)(items[lo]), v) == 0
}

func (s *Sorted[T]) read() []unsafe.Pointer {
	if !s.sealed.Load() {
		s.seal(s.nilItem(), s.sort)
	}
	return s.items
}

func (s *Sorted[T]) sort() {
	if !s.arranged() {
		slices.SortStableFunc(s.items, func(a, b unsafe.Pointer) int { return cmp.Compare(*(*T)(a), *(*T)(b)) })
	}
}

// SortedBy is [Sorted] for items with an order of their own: a.Compare(b) is negative if a comes before b, positive if it comes after b,
// and zero if they are equal. It must be a strict weak order, as package slices wants it for sorting.
//
// In a linked program, items that are constant data are sorted when the program is linked, by a program that is made of the same packages,
// as package premain.dev/bake does it. So Compare must go by the two items alone, and by variables that their initialisers have filled and
// nothing changes: what an init function does comes too late. The build refuses a Compare that changes variables, unless they are caches and
// //premain:cache above the section says so, and sorts the sections of other modules than the main one only if -bake names these. Where
// Compare cannot run, the first read sorts the items.
type SortedBy[T interface{ Compare(T) int }] struct {
	_     [0]*T
	table // at offset 0, for the link step
}

// Append is [Of.Append].
func (s *SortedBy[T]) Append(v T) *T { return appendTo(&s.table, v, s.nilItem()) }

// All yields the items in order, with their indices. Ranging over it seals the section.
func (s *SortedBy[T]) All() iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for i, p := range s.read() {
			if !yield(i, (*T)(p)) {
				return
			}
		}
	}
}

// Len returns the number of items. It seals the section.
func (s *SortedBy[T]) Len() int { return len(s.read()) }

// At returns the item with index i in the order of Compare and panics if i is not in the range from 0 to Len()-1. It seals the section.
func (s *SortedBy[T]) At(i int) *T { return (*T)(s.read()[i]) }

// Index returns the index of the item that p points to, as [Of.Index] does. It is the item's rank.
func (s *SortedBy[T]) Index(p *T) (int, bool) { return index(&s.table, s.read(), p) }

// Find returns the index of the first item that Compare says is equal to v, and true, or else the index at which v would be, and false.
// It seals the section and calls Compare of the items, with v, as often as the logarithm of the number of items says.
func (s *SortedBy[T]) Find(v T) (int, bool) {
	items := s.read()
	lo, hi := 0, len(items)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if (*(*T)(items[mid])).Compare(v) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(items) && (*(*T)(items[lo])).Compare(v) == 0
}

func (s *SortedBy[T]) read() []unsafe.Pointer {
	if !s.sealed.Load() {
		s.seal(s.nilItem(), s.sort)
	}
	return s.items
}

func (s *SortedBy[T]) sort() {
	if !s.arranged() {
		slices.SortStableFunc(s.items, func(a, b unsafe.Pointer) int { return (*(*T)(a)).Compare(*(*T)(b)) })
	}
}
