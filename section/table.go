package section

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"premain.dev/internal/identity"
	"premain.dev/internal/phase"
)

const _ = identity.LinkStep

// table is what all sections share, whatever the type T of their items. Methods with a parameter nilItem take what
// the method of that name returns, by which messages name the type.
type table struct {
	// The link step writes the initial values of items and of the linked world's registry, by offset;
	// see layout.go in internal/linkstep.
	items []unsafe.Pointer
	registry
	additions

	self *table // set at the first use, to find copies

	mu       sync.Mutex
	gathered bool // whether items has them all
	editable bool // whether Edit has gathered them
	appends  int  // how many of the items have been appended, once gathered
	sealed   atomic.Bool
	indexed  atomic.Bool
	reader   callers  // who gathered the items, or sealed the section
	order    []uint32 // indices of items by address, once indexed
}

// open prepares for a registration by the named method, with t.mu held. It panics if that comes too late: after the
// first read of the section, or after package premain has sealed all sections.
func (t *table) open(method string, nilItem itemType) {
	t.checkCopy(nilItem)
	if t.gathered {
		refuse(here(), method, " to the section ", t.name(nilItem), " comes after ", t.gatherer(), t.reader.at(), "; ", whenToRegister)
	}
	if place, ok := phase.Sealed(); ok {
		refuse(here(), method, " to the section ", t.name(nilItem), " comes after the life of the program has begun at ", place, "; ", whenToRegister)
	}
}

// gatherer names what has gathered the items.
func (t *table) gatherer() string {
	if t.sealed.Load() || !t.editable {
		return "its first read"
	}
	return "Edit"
}

const whenToRegister = "register items while packages initialise, before anything reads the section, or let main or a constructor read it"

// read returns the items for good.
func (t *table) read(nilItem itemType) []unsafe.Pointer {
	if !t.sealed.Load() {
		t.seal(nilItem, nil)
	}
	return t.items
}

// seal gathers the items for good and lets arrange, if it is not nil, put them in order.
//
//go:noinline
func (t *table) seal(nilItem itemType, arrange func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sealed.Load() {
		return
	}
	t.checkCopy(nilItem)
	t.gather(nilItem)
	if arrange != nil {
		arrange()
	}
	t.sealed.Store(true)
}

// gather ends registration.
func (t *table) gather(nilItem itemType) {
	if t.gathered {
		return
	}
	t.takeAdded(nilItem)
	t.reader.capture()
	t.settle()
	t.gathered = true
}

func (t *table) checkCopy(nilItem itemType) {
	if t.self == nil {
		t.self = t
	} else if t.self != t {
		refuse(here(), "the section ", t.name(nilItem), " has been copied; declare a section as a package-level variable and use it by its name")
	}
}

// appendTo is the method Append of all sections.
func appendTo[T any](t *table, v T, nilItem itemType) *T {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open("Append", nilItem)
	p := &v
	t.add(unsafe.Pointer(p))
	return p
}

// index is the method Index of sections with items of type T.
func index[T any](t *table, items []unsafe.Pointer, p *T) (int, bool) {
	if p == nil || unsafe.Sizeof(*p) == 0 {
		return 0, false
	}
	return t.find(items, uintptr(unsafe.Pointer(p)))
}

// find returns the index of the item with an address. It need not be one of anything: a Map has it from what is perhaps no value of it.
func (t *table) find(items []unsafe.Pointer, p uintptr) (int, bool) {
	const few = 8
	if len(items) <= few || len(t.order) != len(items) {
		for i, q := range items {
			if uintptr(q) == p {
				return i, true
			}
		}
		return 0, false
	}
	if !t.indexed.Load() {
		t.index()
	}
	lo, hi := 0, len(t.order)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		i := t.order[mid]
		switch q := uintptr(items[i]); {
		case q == p:
			return int(i), true
		case q < p:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// index fills t.order. The space has been there since the section was sealed.
func (t *table) index() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.indexed.Load() {
		return
	}
	for i := range t.order {
		t.order[i] = uint32(i)
	}
	sortByAddress(t.order, t.items)
	t.indexed.Store(true)
}
