// Package fill makes random values of random types, and tells how two values differ that should be the same: of baked
// variables, what the link step has laid out and what the same function makes when the program runs.
//
// A value is made with nothing that a link-time function must not do: no state outlives the call, and no type is made at
// run time. That is why reflection only looks at types here, and what allocates and converts is handed in for each type.
package fill

import (
	"math/rand/v2"
	"reflect"
	"unsafe"
)

// Universe is what values are made of.
type Universe struct {
	Types []Type // of which objects are made: those that pointers and slices refer to, and what interfaces hold
	Funcs []any  // what variables of function types hold
}

// Type is a type of which values can be made.
type Type struct {
	typ     reflect.Type
	objects func(n int) unsafe.Pointer     // allocates n
	load    func(unsafe.Pointer) any       // as an interface
	store   func(unsafe.Pointer, any) bool // what an interface holds, if it is of the type or implements it
	insert  func(m, k, v unsafe.Pointer)   // into a map
	empty   func(unsafe.Pointer)           // makes a map
	same    func(to, from unsafe.Pointer)  // copies one
}

// Of returns a type.
func Of[T any]() Type {
	return Type{
		typ:     reflect.TypeFor[T](),
		objects: func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]T, n))) },
		load:    func(p unsafe.Pointer) any { return *(*T)(p) },
		store: func(p unsafe.Pointer, v any) bool {
			w, ok := v.(T)
			if ok {
				*(*T)(p) = w
			}
			return ok
		},
		same: func(to, from unsafe.Pointer) { *(*T)(to) = *(*T)(from) },
	}
}

// MapOf returns a map type.
func MapOf[M ~map[K]V, K comparable, V any]() Type {
	t := Of[M]()
	t.insert = func(m, k, v unsafe.Pointer) { (*(*M)(m))[*(*K)(k)] = *(*V)(v) }
	t.empty = func(m unsafe.Pointer) { *(*M)(m) = make(M) }
	return t
}

// Value makes a value, always the same one of a seed. Pointers and slices in it may refer to what the given pointers lead
// to, which is left as it is.
func Value[T any](seed uint64, u *Universe, given ...any) T {
	m := &maker{
		Rand:   rand.New(rand.NewPCG(seed, 0)),
		types:  make(map[reflect.Type]*Type),
		funcs:  make(map[reflect.Type][]any),
		places: make(map[reflect.Type][]unsafe.Pointer),
		arrays: make(map[reflect.Type][]array),
		maps:   make(map[reflect.Type][]unsafe.Pointer),
	}
	m.left = 64 << m.IntN(9)
	for i := range u.Types {
		t := &u.Types[i]
		if m.types[t.typ] == nil {
			m.types[t.typ] = t
			m.concrete = append(m.concrete, t)
		}
	}
	for _, f := range u.Funcs {
		m.funcs[reflect.TypeOf(f)] = append(m.funcs[reflect.TypeOf(f)], f)
	}
	for _, g := range given {
		m.gather(reflect.TypeOf(g).Elem(), (*[2]unsafe.Pointer)(unsafe.Pointer(&g))[1])
	}
	root := new(T)
	m.enter(reflect.TypeFor[T](), unsafe.Pointer(root))
	m.fill(reflect.TypeFor[T](), unsafe.Pointer(root))
	for len(m.todo) > 0 {
		w := m.todo[0]
		m.todo = m.todo[1:]
		for i := range w.n {
			m.fill(w.elem, unsafe.Add(w.p, i*int(w.elem.Size())))
		}
	}
	return *root
}

// maker makes one value.
type maker struct {
	*rand.Rand
	types    map[reflect.Type]*Type
	concrete []*Type
	funcs    map[reflect.Type][]any
	places   map[reflect.Type][]unsafe.Pointer // what there is that a pointer may point at: objects, fields and elements
	arrays   map[reflect.Type][]array          // what slices may refer to, by the type of the elements
	maps     map[reflect.Type][]unsafe.Pointer // variables that hold maps
	texts    []string
	left     int     // bytes that may still be allocated
	todo     []array // objects that have been allocated and are yet to be filled
}

type array struct {
	elem reflect.Type
	p    unsafe.Pointer
	n    int
}

// slice is a slice of any type.
type slice struct {
	p        unsafe.Pointer
	len, cap int
}

// enter makes an object and its parts known as what others may refer to.
func (m *maker) enter(t reflect.Type, p unsafe.Pointer) {
	m.places[t] = append(m.places[t], p)
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			m.enter(f.Type, unsafe.Add(p, f.Offset))
		}
	case reflect.Array:
		m.enterArray(array{t.Elem(), p, t.Len()})
	}
}

func (m *maker) enterArray(a array) {
	m.arrays[a.elem] = append(m.arrays[a.elem], a)
	for i := range a.n {
		if i < 3 || i == a.n-1 {
			m.enter(a.elem, unsafe.Add(a.p, i*int(a.elem.Size())))
		}
	}
}

// gather makes known what a pointer to something finished leads to, some of it.
func (m *maker) gather(t reflect.Type, p unsafe.Pointer) {
	seen := make(map[array]bool)
	todo := []array{{t, p, 1}}
	for steps := 0; len(todo) > 0 && steps < 40; steps++ {
		a := todo[0]
		todo = todo[1:]
		if seen[a] || a.p == nil || a.n == 0 {
			continue
		}
		seen[a] = true
		if m.types[a.elem] != nil { // otherwise there is no telling what one may do with it
			m.enterArray(a)
		}
		var follow func(t reflect.Type, p unsafe.Pointer)
		follow = func(t reflect.Type, p unsafe.Pointer) {
			switch t.Kind() {
			case reflect.Struct:
				for i := range t.NumField() {
					follow(t.Field(i).Type, unsafe.Add(p, t.Field(i).Offset))
				}
			case reflect.Pointer:
				todo = append(todo, array{t.Elem(), *(*unsafe.Pointer)(p), 1})
			case reflect.Slice:
				s := *(*slice)(p)
				todo = append(todo, array{t.Elem(), s.p, s.cap})
			}
		}
		follow(a.elem, a.p)
	}
}

// objects allocates n objects that are filled later.
func (m *maker) objects(t *Type, n int) unsafe.Pointer {
	p := t.objects(n)
	m.left -= 8 + n*int(t.typ.Size())
	m.enterArray(array{t.typ, p, n})
	m.todo = append(m.todo, array{t.typ, p, n})
	return p
}

// fill makes a random value in place of a zero one.
func (m *maker) fill(t reflect.Type, p unsafe.Pointer) {
	switch t.Kind() {
	case reflect.Bool:
		*(*bool)(p) = m.IntN(2) == 0
	case reflect.Int8, reflect.Uint8:
		*(*uint8)(p) = uint8(m.Uint32())
	case reflect.Int16, reflect.Uint16:
		*(*uint16)(p) = uint16(m.Uint32())
	case reflect.Int32, reflect.Uint32:
		*(*uint32)(p) = m.Uint32()
	case reflect.Int64, reflect.Uint64:
		*(*uint64)(p) = m.Uint64()
	case reflect.Int, reflect.Uint:
		*(*uint)(p) = uint(m.Uint64())
	case reflect.Uintptr:
		*(*uintptr)(p) = uintptr(m.IntN(4000)) // a large one might look like an address
	case reflect.Float32:
		*(*uint32)(p) = m.float32()
	case reflect.Complex64:
		*(*[2]uint32)(p) = [2]uint32{m.float32(), m.float32()}
	case reflect.Float64:
		*(*uint64)(p) = m.float64()
	case reflect.Complex128:
		*(*[2]uint64)(p) = [2]uint64{m.float64(), m.float64()}
	case reflect.String:
		*(*string)(p) = m.text()
	case reflect.Array:
		for i := range t.Len() {
			m.fill(t.Elem(), unsafe.Add(p, i*int(t.Elem().Size())))
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				m.fill(f.Type, unsafe.Add(p, f.Offset))
			}
		}
	case reflect.Pointer:
		*(*unsafe.Pointer)(p) = m.pointer(t.Elem())
	case reflect.Slice:
		*(*slice)(p) = m.slice(t.Elem())
	case reflect.Func:
		if fs := m.funcs[t]; m.types[t] != nil && len(fs) > 0 && m.IntN(5) > 0 {
			m.types[t].store(p, fs[m.IntN(len(fs))])
		}
	case reflect.Interface:
		m.inter(t, p)
	case reflect.Map:
		m.table(t, p)
	}
}

func (m *maker) float32() uint32 {
	special := []uint32{0, 1 << 31, 0x7f800000, 0xff800000, 0x7fc00001, 0xffc12345, 1, 0x3f800000}
	if m.IntN(2) == 0 {
		return special[m.IntN(len(special))]
	}
	return m.Uint32() | 1<<22 // a NaN, if any, that is quiet: some processors make the others so
}

func (m *maker) float64() uint64 {
	special := []uint64{0, 1 << 63, 0x7ff0 << 48, 0xfff0 << 48, 0x7ff8<<48 | 1, 0xfff8<<48 | 0x12345, 1, 0x3ff0 << 48}
	if m.IntN(2) == 0 {
		return special[m.IntN(len(special))]
	}
	return m.Uint64() | 1<<51
}

// text returns a string: a new one, or a part of one that there is.
func (m *maker) text() string {
	if len(m.texts) > 0 && m.IntN(2) == 0 {
		s := m.texts[m.IntN(len(m.texts))]
		i := m.IntN(len(s) + 1)
		return s[i : i+m.IntN(len(s)-i+1)]
	}
	b := make([]byte, m.IntN(30))
	for i := range b {
		b[i] = byte(m.Uint32())
	}
	m.left -= len(b)
	m.texts = append(m.texts, string(b))
	return m.texts[len(m.texts)-1]
}

func (m *maker) pointer(elem reflect.Type) unsafe.Pointer {
	known, t := m.places[elem], m.types[elem]
	switch n := m.IntN(10); {
	case n == 0:
		return nil
	case len(known) > 0 && (n < 5 || t == nil || m.left <= 0):
		return known[m.IntN(len(known))]
	case t != nil && m.left > 0:
		return m.objects(t, 1)
	}
	return nil
}

func (m *maker) slice(elem reflect.Type) slice {
	known, t := m.arrays[elem], m.types[elem]
	if t == nil {
		return slice{}
	}
	a := array{elem, nil, 0}
	switch n := m.IntN(10); {
	case n == 0:
		return slice{}
	case n == 1:
		return slice{p: t.objects(0)}
	case len(known) > 0 && (n < 6 || m.left <= 0):
		a = known[m.IntN(len(known))]
	case m.left > 0:
		a.n = 1 + m.IntN(9)
		a.p = m.objects(t, a.n)
	default:
		return slice{}
	}
	from := 0
	if a.n > 0 && m.IntN(2) == 0 {
		from = m.IntN(a.n) // an empty slice at the end of an array would not point into it
	}
	c := a.n - from
	if m.IntN(3) == 0 {
		c = m.IntN(c + 1)
	}
	l := c
	if m.IntN(2) == 0 {
		l = m.IntN(c + 1)
	}
	return slice{unsafe.Add(a.p, from*int(elem.Size())), l, c}
}

// inter fills an interface.
func (m *maker) inter(t reflect.Type, p unsafe.Pointer) {
	to := m.types[t]
	if to == nil || m.IntN(6) == 0 {
		return
	}
	for range 20 {
		c := m.concrete[m.IntN(len(m.concrete))]
		if c.typ.Kind() == reflect.Interface || !c.typ.Implements(t) || int(c.typ.Size()) > m.left && m.left < 1000 {
			continue
		}
		m.left -= 8 + int(c.typ.Size())
		box := c.objects(1)
		if m.left > 0 {
			m.fill(c.typ, box)
		}
		to.store(p, c.load(box))
		return
	}
}

// table fills a variable that holds a map.
func (m *maker) table(t reflect.Type, p unsafe.Pointer) {
	tt, key, elem := m.types[t], m.types[t.Key()], m.types[t.Elem()]
	n := m.IntN(8)
	if tt == nil || tt.insert == nil || key == nil || elem == nil || n == 0 {
		return
	}
	if known := m.maps[t]; len(known) > 0 && (n < 4 || m.left <= 0) {
		tt.same(p, known[m.IntN(len(known))])
		return
	}
	tt.empty(p)
	m.maps[t] = append(m.maps[t], p)
	for range m.IntN(20) {
		if m.left <= 0 {
			break
		}
		m.left -= 16 + int(t.Key().Size()) + int(t.Elem().Size())
		k, v := key.objects(1), elem.objects(1)
		m.fill(t.Key(), k)
		m.fill(t.Elem(), v)
		tt.insert(p, k, v)
	}
}
