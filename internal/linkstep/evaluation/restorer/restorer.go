//go:build premain_restorer

// Package restorer makes, at the start of a program, what of link-time values cannot be data. The link step compiles it into
// programs that have such values.
package restorer

import (
	"internal/abi"
	"unsafe"
)

// todo is what has to be done for one variable. The link step lays it out as data.
type todo struct {
	run    func(*todo) // Restore
	_      unsafe.Pointer
	maps   []mapping
	words  []word
	tables []table
	made   []handle
}

// mapping is a map to be made.
type mapping struct {
	typ   *abi.MapType
	slots []*unsafe.Pointer // where it is held
	pairs []pair
}

type pair struct{ key, elem unsafe.Pointer }

// word is a pointer to be taken from a variable.
type word struct {
	to    *unsafe.Pointer
	from  *unsafe.Pointer
	steps []uintptr
}

// table is an interface table to be found or made.
type table struct {
	to    **abi.ITab
	inter *abi.InterfaceType
	typ   *abi.Type
}

// handle is a unique.Handle to be made.
type handle struct {
	// call is a function of the file that the link step adds, which calls code with a dictionary and the value.
	call       func(*handle) unsafe.Pointer
	code       unsafe.Pointer // what a variable of a function type holds
	dictionary unsafe.Pointer
	value      unsafe.Pointer
	slots      []*unsafe.Pointer // where it is held
}

// Functions of the runtime that others may call, too.

//go:linkname makemap runtime.makemap
func makemap(t *abi.MapType, hint int, m unsafe.Pointer) unsafe.Pointer

//go:linkname mapassign runtime.mapassign
func mapassign(t *abi.MapType, m, key unsafe.Pointer) unsafe.Pointer

//go:linkname typedmemmove runtime.typedmemmove
func typedmemmove(t *abi.Type, to, from unsafe.Pointer)

//go:linkname getitab runtime.getitab
func getitab(inter *abi.InterfaceType, typ *abi.Type, canFail bool) *abi.ITab

// Restore does it. Pointers come before handles, whose values may hold them, and all that before pairs: keys and elements may hold
// it.
func Restore(t *todo) {
	for _, x := range t.tables {
		*x.to = getitab(x.inter, x.typ, false)
	}
	for _, w := range t.words {
		p := w.from
		for i, step := range w.steps {
			q := unsafe.Add(*p, step)
			if i == len(w.steps)-1 {
				*w.to = q
			}
			p = (*unsafe.Pointer)(q)
		}
	}
	for i := range t.made {
		h := &t.made[i]
		p := h.call(h)
		for _, s := range h.slots {
			*s = p
		}
	}
	for _, m := range t.maps {
		p := makemap(m.typ, len(m.pairs), nil)
		for _, s := range m.slots {
			*s = p
		}
	}
	for _, m := range t.maps {
		p := *m.slots[0]
		for _, x := range m.pairs {
			typedmemmove(m.typ.Elem, mapassign(m.typ, p, x.key), x.elem)
		}
	}
}
