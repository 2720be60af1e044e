package section

import (
	"iter"
	"unsafe"
)

// Set is a section of members, of which no two are equal: members that are equal to one that is there already merge with it. What the
// documentation of [Of] says of declaration and use holds for Set, too. The rules by which items are added are those of the package.
//
// What the documentation of [Map] says of its keys holds for the members of a Set.
type Set[K comparable] struct {
	_     [0]map[K]bool
	hash  // at offset 0, for the link step
	table // behind it
	keys  found[K]
}

// Append adds a member to the section, as [Of.Append] does.
func (s *Set[K]) Append(k K) K { return *appendTo(&s.table, k, s.nilItem()) }

// Has reports whether a value is a member. It seals the section.
func (s *Set[K]) Has(k K) bool { return s.get(k) }

// All yields the members, in the order in which they were added first: the added ones in package initialisation order and then the appended
// ones in the order of their calls. Ranging over it seals the section.
func (s *Set[K]) All() iter.Seq[K] {
	return func(yield func(K) bool) {
		for _, p := range s.read() {
			if !yield(*(*K)(p)) {
				return
			}
		}
	}
}

// Len returns the number of members. It seals the section.
func (s *Set[K]) Len() int { return len(s.read()) }

func (s *Set[K]) read() []unsafe.Pointer {
	if !s.sealed.Load() {
		s.seal(s.nilItem(), s.arrange)
	}
	return s.items
}

// arrange makes what finds the members, and merges equal ones, if the link step has not.
func (s *Set[K]) arrange() {
	if s.hash.settle(s.arranged()) {
		return
	}
	s.keys.make(len(s.items))
	n := 0
	for _, p := range s.items {
		if _, ok := s.keys.put((*K)(p), n, s.items[:n]); ok {
			s.items[n] = p
			n++
		}
	}
	s.items = s.items[:n]
}

// search reports whether a value is a member.
func (s *Set[K]) search(k K) bool {
	_, ok := s.keys.at(k, s.read())
	return ok
}
