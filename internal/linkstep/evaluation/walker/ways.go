//go:build premain_walker

package main

import (
	"internal/abi"
	"unsafe"
)

// ways are the pointers by which the program can find at start what it finds here, from its variables. They lead by types, and
// neither through maps and channels, where things are somewhere else in each process, nor through memory of which no type tells.
type ways struct {
	nodes []node
	seen  map[region]bool
	in    map[uintptr][]int // nodes by base of the heap object
}

// node is memory to which a pointer leads.
type node struct {
	region
	word   uintptr // the address of the pointer
	parent int     // the node in which that is, or -1 for a variable
	closed bool    // nothing is looked for in it: it is a map
}

// find follows the pointers from all variables.
func (w *ways) find() {
	w.nodes = w.nodes[:0]
	w.seen = make(map[region]bool)
	w.in = make(map[uintptr][]int)
	// Packages that are initialised first come first: what several lead to, is theirs.
	for _, sym := range symbols {
		if sym.root > noPointers && sym.addr != unreachable && sym.addr != 0 {
			w.look((*abi.Type)(unsafe.Pointer(sym.root)), sym.addr, -1)
		}
	}
	for i := 0; i < len(w.nodes); i++ {
		r := w.nodes[i].region
		if r.typ.PtrBytes == 0 || w.nodes[i].closed {
			continue
		}
		for k := range r.n {
			w.look(r.typ, r.addr+k*r.typ.Size_, i)
		}
	}
}

// look follows the pointers of a value of type t at p, which is in a node.
func (w *ways) look(t *abi.Type, p uintptr, parent int) {
	if t.PtrBytes == 0 {
		return
	}
	switch t.Kind() {
	case abi.Pointer:
		w.add(p, t.Elem(), 1, parent)
	case abi.Map:
		if n := len(w.nodes); w.add(p, t, 1, parent) {
			w.nodes[n].closed = true
		}
	case abi.Slice:
		w.add(p, t.Elem(), at[sliceHeader](p).cap, parent)
	case abi.Interface:
		dynamic := at[*abi.Type](p)
		if tab := at[*abi.ITab](p); t.NumMethod() > 0 && tab != nil {
			dynamic = tab.Type
		}
		if dynamic == nil {
			return
		}
		if dynamic.IsDirectIface() {
			w.look(dynamic, p+wordSize, parent)
		} else {
			w.add(p+wordSize, dynamic, 1, parent)
		}
	case abi.Array:
		for i := range uintptr(t.Len()) {
			w.look(t.Elem(), p+i*t.Elem().Size_, parent)
		}
	case abi.Struct:
		if special(t) == atomicPointer {
			w.add(p, t.StructType().Fields[0].Typ.Elem().Elem(), 1, parent)
			return
		}
		for _, f := range t.StructType().Fields {
			w.look(f.Typ, p+f.Offset, parent)
		}
	}
}

// add follows a pointer to n values of type t, unless that has been done.
func (w *ways) add(word uintptr, t *abi.Type, n uintptr, parent int) (added bool) {
	r := region{at[uintptr](word), t, n}
	if r.addr < 4096 || n == 0 || t.Size_ == 0 || w.seen[r] && parent >= 0 {
		return false
	}
	base := uintptr(0)
	if spanOfHeap(r.addr) != nil {
		base, _, _ = findObject(r.addr, 0, 0)
	}
	if base == 0 && (r.addr < vars || r.addr >= evars) {
		return false
	}
	if base != 0 {
		w.in[base] = append(w.in[base], len(w.nodes))
	}
	// Where another variable points, too, nothing more can be found, but it makes a difference which of them is taken.
	w.nodes = append(w.nodes, node{region: r, word: word, parent: parent, closed: w.seen[r]})
	w.seen[r] = true
	return true
}

// to returns the node of a heap object in which an address lies, or -1 if there is none. It is unsure if two variables of a package
// point there: only one of them may when the program starts.
func (w *ways) to(p uintptr) (found int, unsure bool) {
	base, _, _ := findObject(p, 0, 0)
	found = -1
	for _, i := range w.in[base] {
		n := w.nodes[i]
		switch r := n.region; {
		case p-r.addr >= r.n*r.typ.Size_:
		case found < 0:
			found = i
		case n.parent < 0 && w.nodes[found].parent < 0:
			a, b := symbolAt(w.nodes[found].word), symbolAt(n.word)
			unsure = unsure || a != b && symbols[a].pkg == symbols[b].pkg
		}
	}
	return found, unsure
}

// root returns the address of the pointer in a variable from which a node is reached.
func (w *ways) root(i int) uintptr {
	for w.nodes[i].parent >= 0 {
		i = w.nodes[i].parent
	}
	return w.nodes[i].word
}

// tell tells the way to p, which lies in the given node.
func (w *ways) tell(p uintptr, i int) {
	var steps []uintptr
	for to := p; ; {
		n := w.nodes[i]
		steps = append(steps, to-n.addr)
		to = n.word
		if n.parent < 0 {
			root := symbolAt(to)
			emit('F', p, uintptr(root), to-symbols[root].addr, uintptr(len(steps)))
			break
		}
		i = n.parent
	}
	for k := len(steps) - 1; k >= 0; k-- {
		emitWord(steps[k])
	}
}
