package section

import (
	"iter"
	"slices"
	"unsafe"

	"premain.dev/internal/phase"
)

// Mutable is a section whose items may be sorted, filtered and replaced, by [Mutable.Edit], until the program's constructors have ended or
// something reads it. What the documentation of [Of] says of declaration and use holds for Mutable, too. The rules by which items are added
// are those of the package.
//
// A linked program with package premain lays the added items out in memory pages of their own, which can only be read from the end of the
// constructors on, where the processor can enforce that: a write through a pointer that someone has kept ends the program with a
// segmentation fault, on Linux, macOS, Windows, FreeBSD, NetBSD and DragonFly. What the items point to stays as writable as it was. So do items that Edit has put in, or that were appended. Plain Go
// cannot notice such a write. Something that is written for its whole life, like a mutex, has its place behind a pointer.
type Mutable[T any] struct {
	_ [0]*T
	mutable
}

// mutable is what all Mutables share, whatever the type of their items.
type mutable struct {
	region // at offset 0, for the link step
	table  // behind it

	editing bool // guarded by the table's mutex
	editor  callers
}

// Append is [Of.Append].
func (s *Mutable[T]) Append(v T) *T { return appendTo(&s.table, v, s.nilItem()) }

// Edit calls f with the items, in the order of [Of] or in which an earlier Edit has left them, and takes what f returns for the items from
// then on: the same ones in another order, less, or others. f may change the items, too.
//
// Edit is for constructors, and for main before the life of the program begins; it is for one life, so that a constructor that calls it cannot
// run twice. It ends registration as a first read does: see the package
// documentation. An item that is in the list twice has the index of the first. Edit panics if the section has been read
// already, if the constructors have ended, inside f, and if f returns a nil item. In these cases, and if f panics, the items stay what they
// were, apart from what f has changed in them.
func (s *Mutable[T]) Edit(f func([]*T) []*T) {
	nilItem := s.nilItem()
	items := s.begin(nilItem)
	defer s.end()
	list := f(unsafe.Slice((**T)(unsafe.Pointer(unsafe.SliceData(items))), len(items)))
	if slices.Contains(list, nil) {
		refuse(here(), "Edit of the section ", s.name(nilItem), " returns a nil item; leave out what is not to be there")
	}
	s.take(unsafe.Slice((*unsafe.Pointer)(unsafe.Pointer(unsafe.SliceData(list))), len(list)))
}

// All yields the items with their indices. Ranging over it ends editing, and seals the section as with [Of].
func (s *Mutable[T]) All() iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for i, p := range s.read() {
			if !yield(i, (*T)(p)) {
				return
			}
		}
	}
}

// Len returns the number of items. It ends editing and seals the section.
func (s *Mutable[T]) Len() int { return len(s.read()) }

// At returns the item with index i and panics if i is not in the range from 0 to Len()-1. It ends editing and seals the section.
func (s *Mutable[T]) At(i int) *T { return (*T)(s.read()[i]) }

// Index returns the index of the item that p points to, as [Of.Index] does. It ends editing and seals the section.
func (s *Mutable[T]) Index(p *T) (int, bool) { return index(&s.table, s.read(), p) }

func (s *Mutable[T]) read() []unsafe.Pointer {
	if !s.sealed.Load() {
		s.finish(s.nilItem())
	}
	return s.items
}

// begin gathers the items if that has not been done, and returns a list of them to edit.
func (s *mutable) begin(nilItem itemType) []unsafe.Pointer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkCopy(nilItem)
	switch place, ended := phase.ConstructorsEnded(); {
	case s.editing:
		refuse(here(), "Edit of the section ", s.name(nilItem), " inside another one", s.editor.at(), "; edit the list that it is given")
	case ended:
		refuse(here(), "Edit of the section ", s.name(nilItem), " comes after the constructors have ended at ", place, "; ", whenToEdit)
	case s.sealed.Load():
		refuse(here(), "Edit of the section ", s.name(nilItem), " comes after its first read", s.reader.at(), "; ", whenToEdit)
	}
	s.gather(nilItem)
	s.editable = true
	s.editor.capture()
	s.editing = true
	return s.edited(s.items)
}

const whenToEdit = "edit in constructors, before anything reads the section"

// end allows further edits.
func (s *mutable) end() {
	s.mu.Lock()
	s.editing = false
	s.mu.Unlock()
}

// finish ends editing and seals the section.
func (s *mutable) finish(nilItem itemType) {
	s.seal(nilItem, func() {
		if s.editing {
			refuse(here(), "the section ", s.name(nilItem), " is read inside Edit", s.editor.at(), "; read the list that it is given")
		}
		s.reader.capture()
		s.order = s.orderSpace(len(s.items))
	})
}
