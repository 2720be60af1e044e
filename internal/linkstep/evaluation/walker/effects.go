//go:build premain_walker

package main

import (
	"internal/abi"
	"runtime"
	"unsafe"
)

// before is what the program's variables held, and what could be reached from them, before user code ran.
//
// The walk goes from the pointers in the variables by any word of an object that looks like a pointer to another one: types do not
// tell of all memory. The environment variable GOGC=off, which the link step sets, keeps the collector from freeing anything.
type before struct {
	values  []uintptr // addresses of the variables whose values have been computed since
	vars    []byte    // a copy of the variables
	objects []object
	index   map[uintptr]int // of objects, by base
	ways    ways
	told    []told // of those values, as long as another function follows
}

// told is a part of a value as the link step has been told of it.
type told struct {
	value uintptr // the address of the variable
	addr  uintptr
	copy  []byte
}

type object struct {
	base, size uintptr
	word       uintptr // the address of the pointer by which it was reached
	parent     int     // the object in which that is, or -1
	copy       []byte
	awaited    bool // by a finalizer or a cleanup function
}

// tiny is the size of the blocks into which the runtime puts several objects without pointers. Of objects of that size, each pointer
// counts as the base of one.
const tiny = 16

const wordSize = unsafe.Sizeof(uintptr(0))

func remember() {
	fillTiny()
	b := &state.before
	if b.values == nil {
		b.values = make([]uintptr, 0, 64) // of a size that shares no memory with the user's
	}
	b.values = b.values[:0]
	b.vars = append(b.vars[:0], bytesAt(vars, evars-vars)...)
	b.objects = b.objects[:0]
	b.told = b.told[:0]
	b.index = make(map[uintptr]int)
	for _, i := range state.sorted {
		switch sym := symbols[i]; sym.root {
		case 0, noPointers:
		case untyped:
			for w := (sym.addr + wordSize - 1) &^ (wordSize - 1); w+wordSize <= sym.addr+sym.size; w += wordSize {
				reach(w, -1)
			}
		default:
			pointers((*abi.Type)(unsafe.Pointer(sym.root)), sym.addr, func(word uintptr) { reach(word, -1) })
		}
	}
	b.ways.find()
	for i := 0; i < len(b.objects); i++ {
		o := &b.objects[i]
		for k := uintptr(1); o.size <= tiny && k < o.size; k++ {
			if _, ok := b.index[o.base+k]; ok {
				o.size = k // another one begins there
			}
		}
		o.copy = append([]byte(nil), bytesAt(o.base, o.size)...)
		o.awaited = awaited(o.base)
		if t := state.handles[o.base]; t != nil {
			// What unique.Make has copied from its stack may hold old pointers between the fields.
			pointers(t, o.base, func(word uintptr) { reach(word, i) })
		} else if scanned(o.base) {
			for w := (o.base + wordSize - 1) &^ (wordSize - 1); w+wordSize <= o.base+o.size; w += wordSize {
				reach(w, i)
			}
		}
	}
	fillTiny()
}

// fillTiny fills the block from which the runtime takes its smallest objects, so that none of the user's shares one with those
// that are there. It fills that of one processor; the effects are taken from a run that has only one.
func fillTiny() {
	const most = 4 * tiny // more than there is to fill, whatever the runtime does
	for range most {
		sink = new([1]byte)
		if uintptr(unsafe.Pointer(sink))%tiny == tiny-1 {
			return
		}
	}
}

var sink *[1]byte

func bytesAt(p, n uintptr) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(p)), n) }

// reach notes the heap object to which a word points, if it does.
func reach(w uintptr, parent int) {
	b := &state.before
	q := at[uintptr](w)
	if q < 4096 || spanOfHeap(q) == nil {
		return
	}
	base, size := objectAt(q)
	if base == 0 {
		return
	}
	if _, ok := b.index[base]; !ok {
		b.index[base] = len(b.objects)
		b.objects = append(b.objects, object{base: base, size: size, word: w, parent: parent})
	}
}

// pointers calls f with the addresses of the pointers in a value of type t at p.
func pointers(t *abi.Type, p uintptr, f func(word uintptr)) {
	if t.PtrBytes == 0 {
		return
	}
	switch t.Kind() {
	case abi.Interface:
		f(p + wordSize)
	case abi.Array:
		for i := range uintptr(t.Len()) {
			pointers(t.Elem(), p+i*t.Elem().Size_, f)
		}
	case abi.Struct:
		for _, x := range t.StructType().Fields {
			pointers(x.Typ, p+x.Offset, f)
		}
	default:
		f(p)
	}
}

// objectAt returns where the heap object begins into which p points, and its size.
func objectAt(p uintptr) (base, size uintptr) {
	base, span, _ := findObject(p, 0, 0)
	if base == 0 {
		return 0, 0
	}
	if size = at[uintptr](uintptr(span) + state.elemsize); size == tiny {
		return p, base + tiny - p
	}
	return base, size
}

// scanned reports whether the heap object at p may hold pointers.
func scanned(p uintptr) bool {
	_, span, _ := findObject(p, 0, 0)
	return at[byte](uintptr(span)+state.class)&1 == 0
}

// larger reports whether a value of type t at the begin of a heap object that may hold pointers takes less of it than the runtime would
// have given to one. Then there may be more behind it, of which the type tells nothing.
func larger(p uintptr, t *abi.Type) bool {
	if t.PtrBytes == 0 || spanOfHeap(p) == nil || !scanned(p) {
		return false
	}
	const header, small = 8, wordSize * wordSize * 8 // what the runtime puts before larger objects with pointers
	base, size := objectAt(p)
	want := t.Size_
	if want > small {
		base, want = base+header, want+header
	}
	if base != p && base-header != p {
		return false
	}
	s := &state
	class, ok := s.classes[want]
	if !ok {
		b := make([]byte, want)
		kept = append(kept, b)
		_, class = objectAt(uintptr(unsafe.Pointer(&b[0])))
		if s.classes == nil {
			s.classes = make(map[uintptr]uintptr)
		}
		s.classes[want] = class
	}
	return size > max(class, tiny)
}

// own reports whether a pointer leads to what is the value's own: an object that no variable reached before, or that belongs to an
// earlier value. Of others it tells the way by which the program can find them.
func own(p, size uintptr) bool {
	s := &state
	if spanOfHeap(p) == nil {
		return p >= min(text, rodata) && p < evars // constants; not memory of C, for example
	}
	base, _ := objectAt(p)
	if base == 0 || s.mine[base] {
		return true
	}
	i, ok := s.before.index[base]
	way, unsure := s.before.ways.to(p)
	if !ok && way < 0 {
		s.mine[base] = true
		if awaited(p) {
			emit('X', p)
		}
		return true
	}
	switch {
	case s.foreign[p]:
	case way >= 0 && !unsure:
		s.before.ways.tell(p, way)
	default: // there is one here, which need not be there when the program starts
		word := uintptr(0)
		if way >= 0 {
			word = s.before.ways.root(way)
		} else {
			for s.before.objects[i].parent >= 0 {
				i = s.before.objects[i].parent
			}
			word = s.before.objects[i].word
		}
		root := symbolAt(word)
		emit('F', p, uintptr(root), word-symbols[root].addr, 0)
	}
	s.foreign[p] = true
	return false
}

// compare tells which variables, and objects that they reached, have changed since remember.
func compare(id int) {
	s := &state
	b := &s.before
	told := make(map[int]bool)
	tell := func(root int, word uintptr) {
		for _, v := range b.values {
			if symbols[root].addr == v {
				return
			}
		}
		if !told[root] {
			told[root] = true
			emit('E', uintptr(id), uintptr(root), word-symbols[root].addr)
		}
	}
	for _, i := range s.sorted {
		sym := symbols[i]
		if sym.root == 0 || sym.addr < vars || sym.addr+sym.size > evars {
			continue
		}
		if k := differ(sym.addr, b.vars[sym.addr-vars:][:sym.size]); k >= 0 {
			tell(i, sym.addr+uintptr(k))
		}
	}
	for _, r := range b.told { // the functions since then must not have changed each other's values
		if root := symbolAt(r.value); differ(r.addr, r.copy) >= 0 && !told[root] {
			told[root] = true
			emit('E', uintptr(id), uintptr(root), 0)
		}
	}
	for _, o := range b.objects {
		if differ(o.base, o.copy) < 0 && o.awaited == awaited(o.base) {
			continue
		}
		for o.parent >= 0 {
			o = b.objects[o.parent]
		}
		tell(symbolAt(o.word), o.word)
	}
}

// differ returns the offset of the first byte at p that is not as it was, or -1.
func differ(p uintptr, was []byte) int {
	now := bytesAt(p, uintptr(len(was)))
	if string(now) == string(was) {
		return -1
	}
	for i := range was {
		if now[i] != was[i] {
			return i
		}
	}
	return -1
}

// waiting is how the runtime notes what else there is to an object (runtime.special).
type waiting struct {
	next   *waiting
	offset uintptr // of the object from the begin of the piece of the heap
	kind   byte
}

// awaited reports whether a finalizer or a cleanup function waits for the end of the object into which p points.
func awaited(p uintptr) bool {
	s := &state
	_, span, _ := findObject(p, 0, 0)
	base, _ := objectAt(p) // in a block of several small objects, others may be awaited, as values of unique handles are
	first := at[uintptr](uintptr(span) + s.start)
	for x := at[*waiting](uintptr(span) + s.specials); x != nil; x = x.next {
		if (x.kind == s.finalizer || x.kind == s.cleanup) && first+x.offset == base {
			return true
		}
	}
	return false
}

// calibrate finds out where the runtime's description of a piece of the heap (runtime.mspan) has the size of the objects in it,
// where it begins, and where it tells of finalizers.
func calibrate() {
	s := &state
	var spans [3]uintptr
	sizes := [3]uintptr{48, 112, 4096}
	for i, n := range sizes {
		b := make([]byte, n)
		kept = append(kept, b)
		_, span, _ := findObject(uintptr(unsafe.Pointer(&b[0])), 0, 0)
		spans[i] = uintptr(span)
	}
	const most = 256 // bytes; where to look
	elemsize, ok := findWord(most, func(off uintptr) bool {
		for i := range spans {
			if at[uintptr](spans[i]+off) != sizes[i] {
				return false
			}
		}
		return true
	})
	// A sample of the memory profile would be among what the runtime notes of the object. The runtime takes one more on each
	// processor when the rate has changed.
	rate := runtime.MemProfileRate
	runtime.MemProfileRate = 0
	var large *[64 << 10]byte // alone in its piece
	var span unsafe.Pointer
	var start, specials uintptr
	var ok2, ok3 bool
	for i := 0; i < 100 && !ok3; i++ {
		large = new([64 << 10]byte)
		kept = append(kept, large)
		var base uintptr
		base, span, _ = findObject(uintptr(unsafe.Pointer(large)), 0, 0)
		start, ok2 = findWord(most, func(off uintptr) bool { return at[uintptr](uintptr(span)+off) == base })
		var before [most / wordSize]uintptr
		for i := range before {
			before[i] = at[uintptr](uintptr(span) + uintptr(i)*wordSize)
		}
		runtime.SetFinalizer(large, func(*[64 << 10]byte) {})
		specials, ok3 = findWord(most, func(off uintptr) bool {
			return before[off/wordSize] == 0 && at[uintptr](uintptr(span)+off) > 4096
		})
	}
	runtime.MemProfileRate = rate
	// The class of a piece is twice a number for the size of the objects in it, plus one if they hold no pointers.
	class, ok4 := uintptr(0), false
	p48 := new([48 / wordSize]*int)
	p112 := new([112 / wordSize]*int)
	kept = append(kept, p48, p112)
	_, span48, _ := findObject(uintptr(unsafe.Pointer(p48)), 0, 0)
	_, span112, _ := findObject(uintptr(unsafe.Pointer(p112)), 0, 0)
	for ; class < most && !ok4; class++ {
		a, b := at[byte](spans[0]+class), at[byte](spans[1]+class)
		ok4 = a != b && a&1 == 1 && b&1 == 1 && at[byte](uintptr(span48)+class) == a-1 && at[byte](uintptr(span112)+class) == b-1
	}
	s.class = class - 1
	if !ok || !ok2 || !ok3 || !ok4 {
		emit('U')
		flush()
		exit(0) // nothing has failed: the link step says what it does without
	}
	s.elemsize, s.start, s.specials = elemsize, start, specials
	s.finalizer = at[*waiting](uintptr(span) + specials).kind
	runtime.SetFinalizer(large, nil)
	runtime.AddCleanup(large, func(int) {}, 0)
	s.cleanup = at[*waiting](uintptr(span) + specials).kind
}

// findWord returns the first offset of a word below most that has a property.
func findWord(most uintptr, has func(off uintptr) bool) (off uintptr, ok bool) {
	for ; off < most; off += wordSize {
		if has(off) {
			return off, true
		}
	}
	return 0, false
}
