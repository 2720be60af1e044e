package section

import "iter"

// Of is a section of items of type T. It is declared as a package-level variable, and its zero value is ready:
//
//	var Commands section.Of[Command]
//
// Of must not be copied, embedded, put into a struct, declared inside a function or passed to one. The linked build
// reports that as an error. Plain Go only notices copies, and panics when one is used.
//
// The methods hand out pointers to the items themselves. Items are variables like others and may be changed.
//
// All methods may be called from several goroutines at once.
type Of[T any] struct {
	_     [0]*T // sections of other types are other types
	table       // at offset 0, for the link step
}

// Append adds v to the section behind all items that were added with [Of.Add], and returns the item.
// It is meant for functions and init functions that run while packages initialise, where Add is refused, and works
// until something reads the section.
//
// Append panics when the section has been read already, and names both places.
func (s *Of[T]) Append(v T) *T { return appendTo(&s.table, v, s.nilItem()) }

// All yields the items with their indices, the added ones in package initialisation order and then the appended
// ones in the order of their calls. Ranging over it seals the section, and panics if that is not possible; see the
// package documentation.
func (s *Of[T]) All() iter.Seq2[int, *T] {
	// Nothing but the closure, so that the compiler inlines both and a loop costs what one over a slice does.
	return func(yield func(int, *T) bool) {
		for i, p := range s.read(s.nilItem()) {
			if !yield(i, (*T)(p)) {
				return
			}
		}
	}
}

// Len returns the number of items. It seals the section.
func (s *Of[T]) Len() int { return len(s.read(s.nilItem())) }

// At returns the item with index i and panics if i is not in the range from 0 to Len()-1.
// It seals the section.
func (s *Of[T]) At(i int) *T { return (*T)(s.read(s.nilItem())[i]) }

// Index returns the index of the item that p points to, as All yields it and At takes it.
// The indices are dense and stable for one build, so that they can serve as identifiers.
// It returns (0, false) if p does not point to an item of s, and for every p if the size of T is zero.
// It seals the section and does not allocate.
func (s *Of[T]) Index(p *T) (int, bool) { return index(&s.table, s.read(s.nilItem()), p) }
