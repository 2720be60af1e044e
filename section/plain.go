//go:build !premain

package section

import (
	"runtime"
	"unsafe"
)

// world is what a section holds in the plain world only.
type world[T any] struct {
	free []T // the rest of the block from which items are taken
}

// registry is what a table holds in the plain world only.
type registry struct {
	added []trail // who added the items, until the section is sealed
}

// Add adds v to the section and returns the item. It is the initialiser of a package-level variable or the
// whole body of a forwarder; see the package documentation.
//
// Add panics when the section has been read already, and names both places.
//
//go:noinline
func (s *Of[T]) Add(v T) *T {
	// Add runs once an item at the start of every program: no defer, and blocks of items instead of single ones.
	s.mu.Lock()
	if s.self != &s.table || s.sealed.Load() {
		s.openForAdd((*T)(nil))
	}
	if len(s.free) == 0 {
		s.free = make([]T, blockLen(unsafe.Sizeof(v), len(s.items)))
	}
	p := &s.free[0]
	s.free = s.free[1:]
	*p = v
	s.items = append(s.items, unsafe.Pointer(p))
	var t trail
	t.capture()
	s.added = append(s.added, t)
	s.mu.Unlock()
	return p
}

// openForAdd is open for a caller that does not unlock when it panics.
func (t *table) openForAdd(nilItem any) {
	ok := false
	defer func() {
		if !ok {
			t.mu.Unlock()
		}
	}()
	t.open("Add", nilItem)
	ok = true
}

// blockLen returns for how many items of a size to allocate at once, when n are there already.
func blockLen(size uintptr, n int) int {
	const most = 32 << 10 // bytes
	return max(1, min(max(4, n), int(most/max(size, 1))))
}

// checkAdded refuses a section to which an init function, main or what they call has added items, as far as the
// trails tell. The linked build refuses the same and more.
func (t *table) checkAdded(nilItem any) {
	if pc := misplaced(t.added, 0); pc != 0 {
		c := callers{pc}
		panic(c.place() + ": Add to " + t.name(nilItem) + " does not stand where a package-level variable is initialised; " +
			"make it the initialiser of one, or call Append")
	}
	t.added = nil
}

func (t *table) orderSpace(n int) []uint32 { return make([]uint32, n) }

func (t *table) name(nilItem any) string { return "the section of " + typeName(nilItem) }

// misplaced returns the return address of an Add that was certainly not called by the initialiser of a
// package-level variable, or 0. It looks at the trails from the given level outwards.
//
// Most trails lie in the few functions that initialise the variables of a package, so that it is enough to look
// up the first and the last address of a run of them.
func misplaced(trails []trail, level int) uintptr {
	if len(trails) == 0 || level == len(trail{}) {
		return 0
	}
	first, last := trails[0][level], trails[len(trails)-1][level]
	entry, name := physical(first)
	if e, _ := physical(last); e != entry || !within(trails, level, first, last) {
		half := len(trails) / 2
		if pc := misplaced(trails[:half], level); pc != 0 {
			return pc
		}
		return misplaced(trails[half:], level)
	}
	switch {
	case name == "" || variableInit(name):
		return 0
	case initFunction(name) || name == "main.main" || name == "runtime.main" || name == "runtime.goexit":
		return trails[0].caller()
	}
	return misplaced(trails, level+1)
}

// within reports whether the addresses on one level all lie between two of them, in either order.
func within(trails []trail, level int, first, last uintptr) bool {
	lo, hi := min(first, last), max(first, last)
	for i := range trails {
		if pc := trails[i][level]; pc < lo || pc > hi {
			return false
		}
	}
	return true
}

// caller returns the innermost return address outside this package.
func (t trail) caller() uintptr {
	for _, pc := range t {
		if _, name := physical(pc); !own(name) {
			return pc
		}
	}
	return t[0]
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
	entry = f.Entry()
	if outer := runtime.FuncForPC(entry); outer != nil {
		return entry, outer.Name()
	}
	return entry, f.Name()
}

// variableInit reports whether a function is one that the compiler makes to initialise a package's variables:
// example.com/pkg.init, but not example.com/pkg.init.0, which is an init function.
func variableInit(name string) bool {
	const suffix = ".init"
	return len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix
}

// initFunction reports whether a function is an init function or a function literal in one.
func initFunction(name string) bool {
	const mid = ".init."
	for i := 0; i+len(mid) < len(name); i++ {
		if name[i:i+len(mid)] == mid && name[i+len(mid)] >= '0' && name[i+len(mid)] <= '9' {
			return true
		}
	}
	return false
}
