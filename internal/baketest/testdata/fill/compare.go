package fill

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"unsafe"
)

// Pair is two variables, by pointers to them, that should hold the same.
type Pair struct {
	Name      string
	Want, Got any
}

// Report compares the pairs, writes what the values of Got are, a line each, and returns the first difference, if any.
func Report(w io.Writer, pairs []Pair) error {
	want, got := survey(pairs, func(p Pair) any { return p.Want }), survey(pairs, func(p Pair) any { return p.Got })
	next := 0
	for _, p := range pairs {
		h, n := fnv.New64a(), 0
		for ; next < len(got) && got[next].variable() == p.Name; next++ {
			fmt.Fprintln(h, got[next].text)
			n++
		}
		fmt.Fprintf(w, "%s %d %016x\n", p.Name, n, h.Sum64())
	}
	return difference(want, got)
}

// Compare returns the first difference between two variables, of which pointers are given, or nil.
func Compare(want, got any) error { return Report(io.Discard, []Pair{{"x", want, got}}) }

func difference(want, got []event) error {
	moved := make(map[int]uintptr) // by block of strings: how far away it is in got
	for i := range want {
		if i == len(got) {
			return fmt.Errorf("%v: want %s, got nothing", want[i].path, want[i].text)
		}
		w, g := want[i], got[i]
		if w.text != g.text || w.typ != g.typ || w.path.String() != g.path.String() {
			err := fmt.Errorf("%v: want %s, got %s", w.path, w.text, g.text)
			if w.path.String() != g.path.String() {
				err = fmt.Errorf("%w at %v", err, g.path)
			}
			return err
		}
		if w.bytes != 0 { // whether strings share memory is nothing that a program may count on, yet none should be stored twice
			d, ok := moved[w.block]
			if moved[w.block] = g.bytes - w.bytes; ok && d != g.bytes-w.bytes {
				return fmt.Errorf("%v: the string %s shares no memory any more with others before it", w.path, w.text)
			}
		}
	}
	if len(got) > len(want) {
		return fmt.Errorf("%v: want nothing, got %s", got[len(want)].path, got[len(want)].text)
	}
	return nil
}

// event is something that a walk through values meets.
type event struct {
	path  *path
	text  string       // in which memory has numbers
	typ   reflect.Type // of what an interface holds
	bytes uintptr      // where the bytes of a string are
	block int          // in which of all blocks of such bytes
}

func (e event) variable() string {
	p := e.path
	for p.parent != nil {
		p = p.parent
	}
	return p.name
}

// path is the way to a part of a value.
type path struct {
	parent *path
	name   string
}

func (p *path) String() string {
	var names []string
	for ; p != nil; p = p.parent {
		names = append(names, p.name)
	}
	slices.Reverse(names)
	return strings.Join(names, "")
}

// survey walks through variables. It does so twice, because only the first time tells what overlaps.
func survey(pairs []Pair, choose func(Pair) any) []event {
	w := new(walker)
	w.walk(pairs, choose)
	w.memory.merge()
	w.strings.merge()
	w.named, w.events = true, nil
	w.walk(pairs, choose)
	return w.events
}

// walker walks through values, breadth first. Where it goes depends on nothing but what an isomorphism keeps.
type walker struct {
	memory  extents // what pointers, slices and maps refer to
	strings extents
	named   bool // the extents are complete
	events  []event
	todo    []visit
	seen    map[seen]bool
}

type visit struct {
	path *path
	typ  reflect.Type
	p    unsafe.Pointer
}

type seen struct {
	typ reflect.Type
	p   unsafe.Pointer
}

func (w *walker) walk(pairs []Pair, choose func(Pair) any) {
	w.seen = make(map[seen]bool)
	for _, pair := range pairs {
		v := choose(pair)
		w.refer(&path{nil, pair.Name}, reflect.TypeOf(v).Elem(), (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1], 1)
		for len(w.todo) > 0 {
			next := w.todo[0]
			w.todo = w.todo[1:]
			w.visit(next.path, next.typ, next.p)
		}
	}
}

func (w *walker) event(p *path, format string, args ...any) {
	w.events = append(w.events, event{path: p, text: fmt.Sprintf(format, args...)})
}

// refer notes that something refers to n objects, and has them visited, once.
func (w *walker) refer(p *path, t reflect.Type, to unsafe.Pointer, n int) {
	if t.Size() == 0 || n == 0 {
		return // the address says nothing
	}
	w.event(p, "→ %s", w.memory.name(uintptr(to), t.Size()*uintptr(n), w.named))
	for i := range n {
		e := p
		if n > 1 {
			e = &path{p, fmt.Sprintf("[%d]", i)}
		}
		if s := (seen{t, unsafe.Add(to, uintptr(i)*t.Size())}); !w.seen[s] {
			w.seen[s] = true
			w.todo = append(w.todo, visit{e, t, s.p})
		}
	}
}

func (w *walker) visit(p *path, t reflect.Type, at unsafe.Pointer) {
	v := func() reflect.Value { return reflect.NewAt(t, at).Elem() }
	switch t.Kind() {
	case reflect.Float32:
		w.event(p, "%#x", *(*uint32)(at))
	case reflect.Float64:
		w.event(p, "%#x", *(*uint64)(at))
	case reflect.Complex64:
		w.event(p, "%#x", *(*[2]uint32)(at))
	case reflect.Complex128:
		w.event(p, "%#x", *(*[2]uint64)(at))
	case reflect.String:
		s := *(*string)(at)
		w.event(p, "%q", s)
		if len(s) > 0 {
			e := &w.events[len(w.events)-1]
			e.bytes = uintptr(unsafe.Pointer(unsafe.StringData(s)))
			e.block = w.strings.block(e.bytes, uintptr(len(s)), w.named)
		}
	case reflect.Array:
		for i := range t.Len() {
			w.visit(&path{p, fmt.Sprintf("[%d]", i)}, t.Elem(), unsafe.Add(at, uintptr(i)*t.Elem().Size()))
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				w.visit(&path{p, "." + f.Name}, f.Type, unsafe.Add(at, f.Offset))
			}
		}
	case reflect.Pointer:
		to := *(*unsafe.Pointer)(at)
		w.event(p, "pointer, nil: %t", to == nil)
		if to != nil {
			w.refer(&path{p, ".*"}, t.Elem(), to, 1)
		}
	case reflect.Slice:
		s := *(*slice)(at)
		w.event(p, "slice, nil: %t, %d of %d", s.p == nil, s.len, s.cap)
		w.refer(&path{p, "[:]"}, t.Elem(), s.p, s.cap)
	case reflect.Func:
		name := "nil"
		if f := *(*unsafe.Pointer)(at); f != nil {
			name = runtime.FuncForPC(*(*uintptr)(f)).Name()
		}
		w.event(p, "func %s", name)
	case reflect.Interface:
		if v().IsNil() {
			w.event(p, "interface, nil")
			return
		}
		dynamic := v().Elem()
		w.event(p, "interface, %v", dynamic.Type())
		w.events[len(w.events)-1].typ = dynamic.Type()
		w.visit(&path{p, ".(" + dynamic.Type().String() + ")"}, dynamic.Type(), boxed(dynamic))
	case reflect.Map:
		m := v()
		if m.IsNil() {
			w.event(p, "map, nil")
			return
		}
		w.event(p, "map, %d → %s", m.Len(), w.memory.name(m.Pointer(), 1, w.named))
		if s := (seen{t, m.UnsafePointer()}); !w.seen[s] {
			w.seen[s] = true
			keys := m.MapKeys()
			sort.Slice(keys, func(i, j int) bool { return keyText(keys[i]) < keyText(keys[j]) })
			for _, k := range keys {
				e := &path{p, "[" + keyText(k) + "]"}
				w.todo = append(w.todo, visit{e, t.Elem(), boxed(m.MapIndex(k))})
			}
		}
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.event(p, "%s", keyText(v()))
	default:
		panic(fmt.Sprintf("fill: %v: a value of type %v", p, t))
	}
}

// keyText returns the text of a basic value, whatever methods it has.
func keyText(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	case v.CanInt():
		return fmt.Sprint(v.Int())
	case v.CanUint():
		return fmt.Sprint(v.Uint())
	}
	return fmt.Sprint(v.Bool())
}

// boxed returns where a copy of a value is.
func boxed(v reflect.Value) unsafe.Pointer {
	b := reflect.New(v.Type())
	b.Elem().Set(v)
	return b.UnsafePointer()
}

// extents are pieces of memory that overlap or do not.
type extents struct {
	list    []extent
	numbers map[uintptr]int // of the blocks, by address, as they are met
}

type extent struct{ from, to uintptr }

// merge makes blocks of the pieces that overlap.
func (x *extents) merge() {
	slices.SortFunc(x.list, func(a, b extent) int { return cmp.Compare(a.from, b.from) })
	var blocks []extent
	for _, e := range x.list {
		if n := len(blocks); n > 0 && e.from < blocks[n-1].to {
			blocks[n-1].to = max(blocks[n-1].to, e.to)
		} else {
			blocks = append(blocks, e)
		}
	}
	x.list, x.numbers = blocks, make(map[uintptr]int)
}

// block returns the number of the block in which a piece of memory is; before they are merged, it notes the piece.
func (x *extents) block(p, size uintptr, merged bool) int {
	n, _ := x.find(p, size, merged)
	return n
}

// name returns what a piece of memory is called: number of the block, and place in it.
func (x *extents) name(p, size uintptr, merged bool) string {
	n, offset := x.find(p, size, merged)
	return fmt.Sprintf("#%d+%d, %d bytes", n, offset, size)
}

func (x *extents) find(p, size uintptr, merged bool) (number int, offset uintptr) {
	if !merged {
		x.list = append(x.list, extent{p, p + size})
		return 0, 0
	}
	i := sort.Search(len(x.list), func(i int) bool { return x.list[i].to > p })
	if i == len(x.list) || x.list[i].from > p {
		return -1, math.MaxUint32 // it has changed meanwhile
	}
	from := x.list[i].from
	if x.numbers[from] == 0 {
		x.numbers[from] = len(x.numbers) + 1
	}
	return x.numbers[from], p - from
}
