//go:build premain_walker

// The walker is the part of an evaluation program that lets the functions of link-time values run and tells the link step what
// they have returned. The link step compiles it for the program's target, so it imports only what every program contains. What
// it writes is described in ../stream.go.
//
// An object of the link step defines the variables that its first block declares.
package main

import (
	"internal/abi"
	"internal/runtime/atomic"
	"internal/runtime/maps"
	"runtime"
	"unsafe"
)

var (
	// symbols are the addresses of the program's variables and of what its values may point to, and their sizes.
	// Those that the program does not contain have the address unreachable.
	symbols     []symbol
	unreachable uintptr

	// The parts of the program in memory.
	text, etext, rodata, erodata, vars, evars uintptr

	count int // of the values to compute
)

type symbol struct {
	addr, size uintptr
	// root is not 0 for a variable of which side effects and identities matter: the address of its type, noPointers, or
	// untyped where the compiler does not tell its type.
	root uintptr
	pkg  uintptr // its package's number in the order of initialisation
}

const (
	untyped = 1 + iota
	noPointers
)

// cell is what a package tells about one of its variables, and the object of the link step about the same. Its first two fields
// are the package's; see package registration.
type cell struct {
	run  func(*cell) // evaluate
	to   unsafe.Pointer
	user func(*cell) // computes the value and writes it to the variable
	typ  *abi.Type
	id   int
	// first and last say whether other code may have run before, or may run after, this computation and the one before.
	first, last uintptr
}

// The runtime's functions that the walker uses.

//go:linkname write runtime.write
func write(fd uintptr, p unsafe.Pointer, n int32) int32

//go:linkname exit runtime.exit
func exit(code int32)

//go:linkname usleep runtime.usleep
func usleep(microseconds uint32)

//go:linkname findObject runtime.findObject
func findObject(p, refBase, refOff uintptr) (base uintptr, span unsafe.Pointer, index uintptr)

//go:linkname spanOfHeap runtime.spanOfHeap
func spanOfHeap(p uintptr) unsafe.Pointer

//go:linkname resolveNameOff reflect.resolveNameOff
func resolveNameOff(inModule unsafe.Pointer, off int32) unsafe.Pointer

//go:linkname arguments os.runtime_args
func arguments() []string

func main() {}

// state is all that the walker remembers, so that it can tell its own memory from the program's.
var state struct {
	out     []byte
	started bool
	running bool
	done    int
	sorted  []int // indices of symbols that are in the program, by address

	types   map[*abi.Type]int
	itabs   map[*abi.ITab]bool
	seen    map[region]bool
	elems   map[*abi.Type]*ranges
	strings map[text2]bool
	maps    map[unsafe.Pointer]bool
	pending []region
	classes map[uintptr]uintptr   // sizes of heap objects by what is asked for
	mine    map[uintptr]bool      // heap objects of values, by base
	foreign map[uintptr]bool      // pointers that have been told of
	handles map[uintptr]*abi.Type // the values of unique handles that have been told of

	// The offsets of fields of the runtime's mspan, and kinds of the runtime's specials; see calibrate.
	elemsize, start, specials, class uintptr
	finalizer, cleanup               byte

	before before
}

type region struct {
	addr uintptr
	typ  *abi.Type
	n    uintptr
}

type text2 struct{ addr, n uintptr }

// evaluate computes a value at its place in the order of initialisation.
//
//go:noinline
func evaluate(c *cell) {
	s := &state
	if !s.started {
		start()
	}
	if c.first != 0 {
		remember()
	}
	for _, b := range bytesAt(uintptr(c.to), c.typ.Size_) {
		if b != 0 {
			emit('Y', uintptr(c.id)) // Go would overwrite it
			break
		}
	}
	emit('B', uintptr(c.id))
	flush()
	goroutines := runtime.NumGoroutine()
	finished := make(chan bool)
	s.running = true
	go func() {
		runtime.LockOSThread() // and never unlocked: what confine did to the thread ends with it
		normal := false
		defer func() {
			if normal {
				return
			}
			if v := recover(); v != nil {
				panic(v) // the runtime prints it with the user's frames, which are still there
			}
			finished <- false
		}()
		confine()
		c.user(c)
		normal = true
		finished <- true
	}()
	ok := <-finished
	s.running = false
	if !ok {
		emit('G', uintptr(c.id))
		flush()
		exit(3)
	}
	for i := 0; runtime.NumGoroutine() > goroutines; i++ {
		if i == 100 {
			emit('L', uintptr(c.id))
			break
		}
		usleep(1000)
		runtime.Gosched()
	}
	emit('V', uintptr(c.id), uintptr(c.to), typeID(c.typ))
	if c.typ.Size_ > 0 {
		s.pending = append(s.pending, region{uintptr(c.to), c.typ, 1})
	}
	s.before.values = append(s.before.values, uintptr(c.to))
	walk(c)
	if c.last != 0 {
		compare(c.id)
	}
	if s.done++; s.done == count {
		emit('Z')
		flush()
		exit(0)
	}
}

func start() {
	s := &state
	s.started = true
	s.types = make(map[*abi.Type]int)
	s.itabs = make(map[*abi.ITab]bool)
	s.seen = make(map[region]bool)
	s.elems = make(map[*abi.Type]*ranges)
	s.strings = make(map[text2]bool)
	s.maps = make(map[unsafe.Pointer]bool)
	s.mine = make(map[uintptr]bool)
	s.foreign = make(map[uintptr]bool)
	s.handles = make(map[uintptr]*abi.Type)
	if len(arguments()) > 1 {
		ballast()
	}
	emit('P', text, etext)
	emit('A', uintptr(len(symbols)))
	for i, sym := range symbols {
		if sym.addr == unreachable || sym.addr == 0 {
			emitWord(0)
			continue
		}
		emitWord(sym.addr)
		s.sorted = append(s.sorted, i)
	}
	sortSymbols(s.sorted)
	calibrate()
}

// kept keeps what ballast allocates, which makes the addresses of two runs differ.
var kept []any

func ballast() {
	for i := range 1000 {
		kept = append(kept, make([]byte, i%512+1), make([]*int, i%100+1), new([3]string))
	}
}

// sortSymbols sorts indices of symbols by address: heapsort, since nothing may be imported.
func sortSymbols(a []int) {
	less := func(i, j int) bool { return symbols[a[i]].addr < symbols[a[j]].addr }
	down := func(i, n int) {
		for {
			c := 2*i + 1
			if c >= n {
				return
			}
			if c+1 < n && less(c, c+1) {
				c++
			}
			if !less(i, c) {
				return
			}
			a[i], a[c] = a[c], a[i]
			i = c
		}
	}
	for i := len(a)/2 - 1; i >= 0; i-- {
		down(i, len(a))
	}
	for n := len(a) - 1; n > 0; n-- {
		a[0], a[n] = a[n], a[0]
		down(0, n)
	}
}

// symbolAt returns the index of the symbol that p points into, or -1.
func symbolAt(p uintptr) int {
	a := state.sorted
	lo, hi := 0, len(a)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if symbols[a[mid]].addr <= p {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	// Symbols without size may share an address with others.
	for i := lo - 1; i >= 0 && i >= lo-8; i-- {
		if s := symbols[a[i]]; p == s.addr || p-s.addr < s.size {
			return a[i]
		}
	}
	return -1
}

// visit tells of n values of type t behind each other, if that is to be told, and looks at what they refer to later.
func visit(addr uintptr, t *abi.Type, n uintptr) {
	s := &state
	if addr == 0 || n == 0 || t.Size_ == 0 {
		return
	}
	if symbolAt(addr) >= 0 || addr >= vars && addr < evars || addr >= text && addr < etext {
		return // known to the link step by name, or nothing that it can lay out
	}
	if !own(addr, t.Size_) {
		return
	}
	if n == 1 {
		if larger(addr, t) {
			emit('W', addr, t.Size_)
		}
		pend(region{addr, t, 1})
		return
	}
	e := s.elems[t]
	if e == nil {
		e = new(ranges)
		s.elems[t] = e
	}
	emit('C', addr, typeID(t), n) // all of it is one array, parts of which may have been told of
	for _, r := range e.add(addr, addr+n*t.Size_) {
		s.pending = append(s.pending, region{r.lo, t, (r.hi - r.lo) / t.Size_})
	}
}

// pend tells of a value, once.
func pend(r region) {
	s := &state
	if !s.seen[r] {
		s.seen[r] = true
		s.pending = append(s.pending, r)
	}
}

// tellHandle tells of the value of a unique.Handle, whoever has made it first: the program can make it again. It also tells of the
// way to it, if there is one.
func tellHandle(addr uintptr, t *abi.Type) {
	if addr == 0 || t.Size_ == 0 || symbolAt(addr) >= 0 {
		return
	}
	own(addr, t.Size_)
	state.handles[addr] = t
	pend(region{addr, t, 1})
}

func walk(c *cell) {
	s := &state
	for len(s.pending) > 0 {
		r := s.pending[len(s.pending)-1]
		s.pending = s.pending[:len(s.pending)-1]
		emit('R', r.addr, typeID(r.typ), r.n)
		emitBytes(r.addr, r.n*r.typ.Size_)
		if c.last == 0 {
			s.before.told = append(s.before.told, told{uintptr(c.to), r.addr, append([]byte(nil), bytesAt(r.addr, r.n*r.typ.Size_)...)})
		}
		if r.typ.PtrBytes == 0 {
			continue
		}
		for i := range r.n {
			scan(r.typ, r.addr+i*r.typ.Size_)
		}
	}
}

func at[T any](p uintptr) T { return *(*T)(unsafe.Pointer(p)) }

type sliceHeader struct{ data, len, cap uintptr }

// scan looks at what a value of type t at p refers to.
func scan(t *abi.Type, p uintptr) {
	if t.PtrBytes == 0 {
		return
	}
	switch t.Kind() {
	case abi.String:
		tellString(at[text2](p))
	case abi.Pointer:
		visit(at[uintptr](p), t.Elem(), 1)
	case abi.Slice:
		h := at[sliceHeader](p)
		visit(h.data, t.Elem(), h.cap)
	case abi.Interface:
		var dynamic *abi.Type
		if t.NumMethod() == 0 {
			dynamic = at[*abi.Type](p)
		} else if tab := at[*abi.ITab](p); tab != nil {
			dynamic = tab.Type
			tellItab(tab)
		}
		if dynamic == nil {
			return
		}
		typeID(dynamic)
		if dynamic.IsDirectIface() {
			scan(dynamic, p+unsafe.Sizeof(p))
		} else {
			visit(at[uintptr](p+unsafe.Sizeof(p)), dynamic, 1)
		}
	case abi.Map:
		tellMap(t.MapType(), at[unsafe.Pointer](p))
	case abi.Array:
		for i := range uintptr(t.Len()) {
			scan(t.Elem(), p+i*t.Elem().Size_)
		}
	case abi.Struct:
		switch special(t) {
		case atomicPointer:
			visit(at[uintptr](p), t.StructType().Fields[0].Typ.Elem().Elem(), 1) // its first field is a [0]*T
			return
		case uniqueHandle:
			tellHandle(at[uintptr](p), t.StructType().Fields[0].Typ.Elem())
			return
		}
		for _, f := range t.StructType().Fields {
			scan(f.Typ, p+f.Offset)
		}
	}
}

func tellString(h text2) {
	s := &state
	if h.n == 0 || s.strings[h] || symbolAt(h.addr) >= 0 {
		return
	}
	s.strings[h] = true
	emit('S', h.addr, h.n)
	emitBytes(h.addr, h.n)
}

func tellItab(tab *abi.ITab) {
	s := &state
	if s.itabs[tab] {
		return
	}
	s.itabs[tab] = true
	inter, typ := typeID(&tab.Inter.Type), typeID(tab.Type)
	emit('I', uintptr(unsafe.Pointer(tab)), inter, typ)
}

func tellMap(t *abi.MapType, m unsafe.Pointer) {
	s := &state
	if m == nil || s.maps[m] || symbolAt(uintptr(m)) >= 0 || !own(uintptr(m), 1) {
		return
	}
	s.maps[m] = true
	id := typeID(&t.Type)
	var keys, elems []uintptr
	var it maps.Iter
	it.Init(t, (*maps.Map)(m))
	for it.Next(); it.Key() != nil; it.Next() {
		keys = append(keys, uintptr(it.Key()))
		elems = append(elems, uintptr(it.Elem()))
	}
	emit('M', uintptr(m), id, uintptr(len(keys)))
	for i := range keys {
		emitWord(keys[i])
		emitWord(elems[i])
	}
	for i := range keys {
		visit(keys[i], t.Key, 1)
		visit(elems[i], t.Elem, 1)
	}
}

// ranges are disjoint ranges of addresses in ascending order.
type ranges struct{ list []span }

type span struct{ lo, hi uintptr }

// add adds a range and returns the parts of it that are new.
func (r *ranges) add(lo, hi uintptr) (added []span) {
	// i: the first range that ends at lo or behind it; j: the first one that begins behind hi
	i, n := 0, len(r.list)
	for a, b := 0, n; ; {
		if a >= b {
			i = a
			break
		}
		if mid := int(uint(a+b) / 2); r.list[mid].hi < lo {
			a = mid + 1
		} else {
			b = mid
		}
	}
	j := i
	whole, at := span{lo, hi}, lo
	for ; j < n && r.list[j].lo <= hi; j++ {
		if old := r.list[j]; at < old.lo {
			added = append(added, span{at, old.lo})
		}
		at = max(at, r.list[j].hi)
		whole = span{min(whole.lo, r.list[j].lo), max(whole.hi, r.list[j].hi)}
	}
	if at < hi {
		added = append(added, span{at, hi})
	}
	switch {
	case j == i:
		r.list = append(r.list, span{})
		copy(r.list[i+1:], r.list[i:])
	case j > i+1:
		r.list = append(r.list[:i+1], r.list[j:]...)
	}
	r.list[i] = whole
	return added
}

// The kinds of types that are more than what they are made of.
const (
	ordinary      = iota
	atomicPointer // its word is a pointer of a type that it names
	pool          // what it holds may be dropped
	uniqueHandle  // it can be made again of what its only field points to
)

func special(t *abi.Type) int {
	if f := t.StructType().Fields; len(f) == 1 && f[0].Name.Name() == "value" && t.StructType().PkgPath.Bytes != nil &&
		t.StructType().PkgPath.Name() == "unique" { // by what it is made of: users may give it another name
		return uniqueHandle
	}
	if t.TFlag&abi.TFlagNamed == 0 {
		return ordinary
	}
	switch pkgPath(t) {
	case "sync/atomic":
		if name := typeName(t); len(name) > 15 && name[:15] == "atomic.Pointer[" {
			return atomicPointer
		}
	case "sync":
		if typeName(t) == "sync.Pool" {
			return pool
		}
	}
	return ordinary
}

func typeName(t *abi.Type) string {
	n := abi.Name{Bytes: (*byte)(resolveNameOff(unsafe.Pointer(t), int32(t.Str)))}
	if s := n.Name(); t.TFlag&abi.TFlagExtraStar != 0 {
		return s[1:]
	} else {
		return s
	}
}

func pkgPath(t *abi.Type) string {
	if u := t.Uncommon(); u != nil && u.PkgPath != 0 {
		n := abi.Name{Bytes: (*byte)(resolveNameOff(unsafe.Pointer(t), int32(u.PkgPath)))}
		return n.Name()
	}
	return ""
}

// typeID tells of a type when it is first needed and returns its number.
func typeID(t *abi.Type) uintptr {
	s := &state
	if id, ok := s.types[t]; ok {
		return uintptr(id)
	}
	id := len(s.types)
	s.types[t] = id
	// The types that it is made of come first, but those to which it refers only may not have been told of yet.
	direct := uintptr(0)
	if t.IsDirectIface() {
		direct = 1
	}
	switch t.Kind() {
	case abi.Struct:
		fields := t.StructType().Fields
		ids := make([]uintptr, len(fields))
		sp := special(t)
		for i, f := range fields {
			ids[i] = typeID(f.Typ)
		}
		of := uintptr(0)
		if sp == atomicPointer {
			of = typeID(fields[0].Typ.Elem().Elem())
		}
		head(t, id, direct)
		emit1(uintptr(sp), of, uintptr(len(fields)))
		for i, f := range fields {
			emitText(f.Name.Name())
			emit1(f.Offset, ids[i])
		}
	case abi.Array:
		elem, n := typeID(t.Elem()), uintptr(t.Len())
		head(t, id, direct)
		emit1(elem, n)
	case abi.Pointer, abi.Slice:
		elem := typeID(t.Elem())
		head(t, id, direct)
		emit1(elem)
	case abi.Map:
		key, elem := typeID(t.MapType().Key), typeID(t.MapType().Elem)
		head(t, id, direct)
		emit1(key, elem)
	case abi.Interface:
		head(t, id, direct)
		emit1(uintptr(t.NumMethod()))
	default:
		head(t, id, direct)
	}
	return uintptr(id)
}

func head(t *abi.Type, id int, direct uintptr) {
	emit('T', uintptr(id), uintptr(unsafe.Pointer(t)), uintptr(t.Kind()), t.Size_, uintptr(t.Align_), t.PtrBytes, direct)
	emitText(typeName(t))
	emitText(pkgPath(t))
}

// What is written: a byte and numbers, each in seven bits a byte, the lowest first.

const results = 3 // the file descriptor

func emit(kind byte, numbers ...uintptr) {
	s := &state
	if len(s.out) > 1<<16 {
		flush()
	}
	s.out = append(s.out, kind)
	emit1(numbers...)
}

func emit1(numbers ...uintptr) {
	for _, n := range numbers {
		emitWord(n)
	}
}

func emitWord(n uintptr) {
	s := &state
	for n >= 0x80 {
		s.out = append(s.out, byte(n)|0x80)
		n >>= 7
	}
	s.out = append(s.out, byte(n))
}

func emitText(text string) {
	emitWord(uintptr(len(text)))
	state.out = append(state.out, text...)
}

func emitBytes(p, n uintptr) {
	if n > 1<<16 {
		flush()
		send(p, n)
		return
	}
	state.out = append(state.out, unsafe.Slice((*byte)(unsafe.Pointer(p)), n)...)
}

func flush() {
	s := &state
	if len(s.out) > 0 {
		send(uintptr(unsafe.Pointer(&s.out[0])), uintptr(len(s.out)))
		s.out = s.out[:0]
	}
}

func send(p, n uintptr) {
	for n > 0 {
		k := write(results, unsafe.Pointer(p), int32(min(n, 1<<20)))
		if k <= 0 {
			const eintr, eagain = -4, -11
			if k == eintr || k == eagain {
				continue
			}
			exit(4)
		}
		p += uintptr(k)
		n -= uintptr(k)
	}
}

// note tells what a function does outside of the program while it computes a value, and what initialisers read of the environment.
// Any goroutine may call it.
func note(kind byte, text string) {
	if !state.running {
		if kind != 'N' {
			return
		}
		kind = 'n'
	}
	for !lock.CompareAndSwap(0, 1) {
		runtime.Gosched()
	}
	emit(kind)
	emitText(text)
	flush() // the program may be ended for what follows
	lock.Store(0)
}

var lock atomic.Uint32
