//go:build !premain

package section

import (
	"runtime"
	"slices"
	"unsafe"

	"premain.dev/internal/phase"
	"premain.dev/internal/unwind"
)

// registry is what a table holds in the plain world only: the added items, until the section is sealed.
type registry struct {
	blocks []block
	used   int // entries of the last block
	size   int // all entries
}

// block is an array of entries. Their type depends on that of the items, but not what sealing wants of them.
type block struct {
	first   unsafe.Pointer // to entry[T]
	len     int
	stride  uintptr // the size of an entry
	trailAt uintptr // the offset of trail in an entry
}

// entry is an added item and who added it.
type entry[T any] struct {
	item T
	trail
}

// Add adds v to the section and returns the item. It is the initialiser of a package-level variable or the
// whole body of a forwarder; see the package documentation.
//
// Add panics when the section has been read already, and names both places.
//
//go:noinline
func (s *Of[T]) Add(v T) *T {
	e := newEntry[T](&s.table, s.nilItem())
	e.item = v
	unwind.Callers(&e.trail[0], len(e.trail))
	s.mu.Unlock()
	return &e.item
}

// Add adds v to the section and returns the item, as [Of.Add] does.
//
//go:noinline
func (s *Sorted[T]) Add(v T) *T {
	e := newEntry[T](&s.table, s.nilItem())
	e.item = v
	unwind.Callers(&e.trail[0], len(e.trail))
	s.mu.Unlock()
	return &e.item
}

// Add adds v to the section and returns the item, as [Of.Add] does.
//
//go:noinline
func (s *SortedBy[T]) Add(v T) *T {
	e := newEntry[T](&s.table, s.nilItem())
	e.item = v
	unwind.Callers(&e.trail[0], len(e.trail))
	s.mu.Unlock()
	return &e.item
}

// Add adds a value under a key to the section and returns it, as [Of.Add] does. Two equal keys are an error that names both places: of the
// build of a linked program, if both are constant, otherwise a panic of the first read.
//
//go:noinline
func (m *Map[K, V]) Add(k K, v V) *V {
	e := newEntry[pair[K, V]](&m.table, m.nilItem())
	e.item = pair[K, V]{k, v}
	unwind.Callers(&e.trail[0], len(e.trail))
	m.mu.Unlock()
	return &e.item.Value
}

// Add adds a member to the section and returns it. Like [Of.Add], it is the initialiser of a package-level variable or the whole body of a
// forwarder.
//
//go:noinline
func (s *Set[K]) Add(k K) K {
	e := newEntry[K](&s.table, s.nilItem())
	e.item = k
	unwind.Callers(&e.trail[0], len(e.trail))
	s.mu.Unlock()
	return k
}

// Add adds v to the section and returns the item, as [Of.Add] does.
//
//go:noinline
func (s *Mutable[T]) Add(v T) *T {
	e := newEntry[T](&s.table, s.nilItem())
	e.item = v
	unwind.Callers(&e.trail[0], len(e.trail))
	s.mu.Unlock()
	return &e.item
}

// newEntry returns the entry for another item. It leaves the table locked.
//
// It runs once an item at the start of every program: no defer, and blocks of items instead of single ones.
func newEntry[T any](t *table, nilItem itemType) *entry[T] {
	t.mu.Lock()
	if phase.IsSealed() || t.self != t || t.gathered {
		t.openForAdd(nilItem)
	}
	if len(t.blocks) == 0 || t.used == t.blocks[len(t.blocks)-1].len {
		var e entry[T]
		n := t.grow(unsafe.Sizeof(e))
		t.blocks = append(t.blocks, block{unsafe.Pointer(&make([]entry[T], n)[0]), n, unsafe.Sizeof(e), unsafe.Offsetof(e.trail)})
	}
	b := &t.blocks[len(t.blocks)-1]
	e := (*entry[T])(unsafe.Add(b.first, uintptr(t.used)*unsafe.Sizeof(entry[T]{})))
	t.used++
	return e
}

// trail holds the innermost return addresses of a call of Add, its caller's first. The rest is zero.
type trail [3]uintptr

// grow returns for how many entries of a size to allocate the next block.
func (r *registry) grow(size uintptr) (n int) {
	const most = 32 << 10 // bytes
	n = max(1, min(max(4, r.size), int(most/size)))
	r.used = 0
	r.size += n
	return n
}

// openForAdd is open for a caller that does not unlock when it panics.
func (t *table) openForAdd(nilItem itemType) {
	ok := false
	defer func() {
		if !ok {
			t.mu.Unlock()
		}
	}()
	t.open("Add", nilItem)
	ok = true
}

// takeAdded moves the added items into t.items. It refuses a section to which an init function, main or what they
// call has added items, as far as the trails tell. The linked build refuses the same and more.
func (t *table) takeAdded(nilItem itemType) {
	if len(t.blocks) == 0 {
		return
	}
	n := t.size - t.blocks[len(t.blocks)-1].len + t.used
	items, trails := make([]unsafe.Pointer, 0, n), make([]*trail, 0, n)
	for _, b := range t.blocks {
		for i := range min(b.len, n-len(items)) {
			e := unsafe.Add(b.first, uintptr(i)*b.stride)
			items = append(items, e)
			trails = append(trails, (*trail)(unsafe.Add(e, b.trailAt)))
		}
	}
	if bad, level := misplaced(trails, 0); bad != nil {
		called, blame := "", placeOfPhysical(bad[level])
		if place := placeOf(bad.caller()); place != blame {
			called = " (at " + place + ")"
		}
		refuse(blame, ": Add to the section ", t.name(nilItem), " is called", called, " by an init function or by main; ",
			"make it the whole initialiser of a package-level variable, or call Append")
	}
	t.items, t.blocks = items, nil
}

// pair is an item of a Map. It begins with the key.
type pair[K comparable, V any] struct {
	Key   K
	Value V
}

// placeOf returns file and line of the i-th registration.
func (m *Map[K, V]) placeOf(i int) string {
	if added := len(m.items) - len(m.by); i >= added {
		return m.by[i-added].place()
	}
	return (*entry[pair[K, V]])(m.items[i]).place()
}

// What the link step does, nobody has done.
type (
	hash   struct{}
	region struct{}
)

func (hash) settle(arranged bool) bool { return arranged }

func (t *table) arranged() bool { return false }

func (m *Map[K, V]) get(k K) unsafe.Pointer { return m.search(k) }

func (s *Set[K]) get(k K) bool { return s.search(k) }

func (s *mutable) take(items []unsafe.Pointer) { s.items = slices.Clone(items) }

func (t *table) orderSpace(n int) []uint32 { return make([]uint32, n) }

func (t *table) name(nilItem itemType) string { return "of " + typeName(nilItem) }

// misplaced returns the trail of an Add that was certainly not called by the initialiser of a package-level variable,
// or nil, and the level of the call that is to blame. It looks at the trails from the given level outwards.
//
// Looking up an address is what takes time. Most items of a package are added by one function, which initialises
// its variables: of a run of addresses in one function, only a few are looked up.
func misplaced(trails []*trail, level int) (t *trail, blame int) {
	if level == len(trail{}) {
		return nil, 0
	}
	for len(trails) > 0 {
		entry, name := physical(trails[0][level])
		n := 1
		for step := 1; n+step <= len(trails); step *= 2 {
			if !within(trails[n:n+step], level, entry, trails[n+step-1][level]) {
				break
			}
			n += step
		}
		switch {
		case name == "" || variableInit(name):
		case initFunction(name) || name == "main.main":
			return trails[0], level
		case name == "runtime.main" || name == "runtime.goexit":
			return trails[0], max(level-1, 0)
		default:
			if t, blame := misplaced(trails[:n], level+1); t != nil {
				return t, blame
			}
		}
		trails = trails[n:]
	}
	return nil, 0
}

// within reports whether all addresses on a level lie between the entry of a function and its address last.
func within(trails []*trail, level int, entry, last uintptr) bool {
	for _, t := range trails {
		if t[level] <= entry || t[level] > last {
			return false
		}
	}
	f := runtime.FuncForPC(last - 1)
	return f != nil && f.Entry() == entry
}

// caller returns the innermost return address outside this package.
func (t *trail) caller() uintptr {
	for _, pc := range t {
		if _, name := physical(pc); !own(name) {
			return pc
		}
	}
	return t[0]
}

// place returns the file and line of the package-level variable that the item initialises, through whichever forwarders, or of the call of Add
// if there is no such variable near.
func (t *trail) place() string {
	n := slices.Index(t[:], 0)
	if n < 0 {
		n = len(t)
	}
	call := ""
	for frames := runtime.CallersFrames(t[:n]); ; {
		f, more := frames.Next()
		at := f.File + ":" + itoa(f.Line)
		if variableInit(f.Function) {
			return at
		}
		if call == "" && !ownFile(f.File) {
			call = at
		}
		if !more {
			return call
		}
	}
}

// placeOf returns the file and line of a call.
func placeOf(pc uintptr) string {
	c := callers{pc}
	return c.place()
}

// placeOfPhysical is placeOf for a call in code that is inlined nowhere. Where a function is inlined that calls, the
// runtime tells only that function's line, so it is the place of the function around it, which calls it.
func placeOfPhysical(pc uintptr) string {
	if inner := runtime.FuncForPC(pc - 1); inner != nil {
		if outer := runtime.FuncForPC(inner.Entry()); outer != nil && outer.Name() != inner.Name() {
			file, line := outer.FileLine(outer.Entry())
			return file + ":" + itoa(line)
		}
	}
	return placeOf(pc)
}

// physical returns entry and name of the function in whose code pc lies, whatever is inlined there.
func physical(pc uintptr) (entry uintptr, name string) {
	if pc == 0 {
		return 0, ""
	}
	f := runtime.FuncForPC(pc - 1) // the address that was returned to may be the next function's
	if f == nil {
		return 0, ""
	}
	entry, name = f.Entry(), f.Name()
	if variableInit(name) {
		return entry, name
	}
	if outer := runtime.FuncForPC(entry); outer != nil { // f may be a function that is inlined there
		name = outer.Name()
	}
	return entry, name
}

// variableInit reports whether a function is one that the compiler makes to initialise a package's variables:
// example.com/pkg.init, but not example.com/pkg.init.0, which is an init function.
func variableInit(name string) bool {
	const suffix = ".init"
	return len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix
}

// initFunction reports whether a function is an init function or a function literal in one: example.com/pkg.init.0,
// example.com/pkg.init.0.func1, but nothing in example.com/x.init.0/pkg.
func initFunction(name string) bool {
	const mid = ".init."
	for i := len(name) - len(mid) - 1; i >= 0 && name[i] != '/'; i-- {
		if name[i:i+len(mid)] == mid && name[i+len(mid)] >= '0' && name[i+len(mid)] <= '9' {
			return true
		}
	}
	return false
}
