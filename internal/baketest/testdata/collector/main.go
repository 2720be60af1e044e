// Command collector points every pointer in its baked data at objects on the heap, again and again, and looks whether the
// garbage collector keeps them.
//
// With the argument hidden it does the same with a thousand slots of which the collector does not know one, and must fail.
package main

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sync"
	"unsafe"
)

const (
	rounds  = 24
	workers = 3
)

// variables are pointers to the baked ones.
var variables = []any{&list, &root, &leaves, &anys, &big, &vast, &leading, &value, &inside, &spare, &funcs, &both}

// slot is a pointer, or what holds one, in the data.
type slot struct {
	typ reflect.Type
	p   unsafe.Pointer
}

func main() {
	var slots []slot
	if len(os.Args) > 1 && os.Args[1] == "hidden" {
		for range 1000 {
			slots = append(slots, slot{reflect.TypeFor[*leaf](), unsafe.Pointer(new(*leaf))})
		}
		slots[500] = slot{reflect.TypeFor[uintptr](), unsafe.Pointer(new(uintptr))}
	} else {
		f := finder{seen: make(map[slot]bool)}
		for _, v := range variables {
			f.find(reflect.TypeOf(v).Elem(), (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1])
		}
		slots = f.slots
		fmt.Println("at first:", f.numbers, "numbers, sum", f.sum)
	}
	fmt.Println(len(slots), "slots")

	var wait sync.WaitGroup
	sums := make([]uint64, workers)
	for w := range workers {
		wait.Go(func() { sums[w] = stress(w, slots[len(slots)*w/workers:len(slots)*(w+1)/workers]) })
	}
	wait.Wait()
	fmt.Println("at last:", sums)
}

// stress changes half of the slots in each round, and returns what it has read in all.
func stress(worker int, slots []slot) (sum uint64) {
	tokens := make([]uint64, len(slots))
	for round := range rounds {
		for i, s := range slots {
			if (i+round)%2 == 0 || round == 0 {
				tokens[i] = uint64(worker)<<40 + uint64(round)<<32 + uint64(i)
				s.set(tokens[i])
			}
		}
		for range 100 {
			newLeaf(1, 10) // takes the place of what the collector has freed by mistake
		}
		if round%workers == worker {
			runtime.GC()
		}
		for i, s := range slots {
			got := s.get()
			if got != tokens[i] {
				fmt.Printf("lost: round %d, slot %d of %d, a %v: got %#x, want %#x\n", round, i, len(slots), s.typ, got, tokens[i])
				os.Exit(1)
			}
			sum = sum*31 + got
		}
	}
	return sum
}

// finder finds the slots in values, and sums up the numbers that it passes.
type finder struct {
	seen    map[slot]bool
	slots   []slot
	numbers int
	sum     uint64
}

func (f *finder) find(t reflect.Type, p unsafe.Pointer) {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f.find(t.Field(i).Type, unsafe.Add(p, t.Field(i).Offset))
		}
		return
	case reflect.Array:
		for i := range t.Len() {
			f.find(t.Elem(), unsafe.Add(p, uintptr(i)*t.Elem().Size()))
		}
		return
	}
	s := slot{t, p}
	if f.seen[s] {
		return
	}
	f.seen[s] = true
	v := reflect.NewAt(t, p).Elem()
	switch t.Kind() {
	case reflect.Pointer:
		f.slots = append(f.slots, s)
		if !v.IsNil() {
			f.find(t.Elem(), v.UnsafePointer())
		}
	case reflect.Slice:
		f.slots = append(f.slots, s)
		for i := range v.Cap() { // not only of its length
			f.find(t.Elem(), unsafe.Add(v.UnsafePointer(), uintptr(i)*t.Elem().Size()))
		}
	case reflect.Interface:
		f.slots = append(f.slots, s)
		if e := v.Elem(); e.Kind() == reflect.Pointer && !e.IsNil() {
			f.find(e.Type().Elem(), e.UnsafePointer())
		}
	case reflect.Map:
		f.slots = append(f.slots, s)
		f.number(uint64(v.Len()))
	case reflect.Func:
		f.slots = append(f.slots, s)
	case reflect.String:
		f.slots = append(f.slots, s)
		for _, c := range []byte(v.String()) {
			f.number(uint64(c))
		}
	default:
		switch {
		case v.CanUint():
			f.number(v.Uint())
		case v.CanInt():
			f.number(uint64(v.Int()))
		case v.CanComplex():
			f.number(uint64(real(v.Complex())))
		}
	}
}

func (f *finder) number(n uint64) {
	f.numbers++
	f.sum = f.sum*31 + n
}

// newLeaf returns a leaf with n more behind it.
func newLeaf(token uint64, n int) *leaf {
	l := &leaf{token: token}
	for i := range l.parts {
		l.parts[i] = token
	}
	if n > 0 {
		l.more = newLeaf(token, n-1)
	}
	return l
}

// get returns the token, or 0 if a leaf is not as it was made.
func (l *leaf) get() uint64 {
	if l == nil {
		return 0
	}
	for _, p := range l.parts {
		if p != l.token {
			return 0
		}
	}
	if l.more != nil && l.more.get() != l.token {
		return 0
	}
	return l.token
}

func text(token uint64) string { return fmt.Sprintf("%64d", token) }

func parse(s string) (token uint64) {
	fmt.Sscan(s, &token)
	return token
}

// set makes a slot refer to something new that holds a token.
func (s slot) set(token uint64) {
	switch p := reflect.NewAt(s.typ, s.p).Interface().(type) {
	case **leaf:
		*p = newLeaf(token, 1)
	case **uint64:
		*p = &newLeaf(token, 0).parts[2]
	case **link:
		*p = &link{leaf: newLeaf(token, 0)}
	case **tree:
		*p = &tree{lastPointer: newLeaf(token, 0)}
	case *[]*leaf:
		*p = append(make([]*leaf, 0, 5), nil, newLeaf(token, 0))
	case *[]link:
		*p = []link{{}, {any: newLeaf(token, 0)}}
	case *[]any:
		*p = []any{token, newLeaf(token, 0)}
	case *[]byte:
		*p = []byte(text(token))
	case *string:
		*p = text(token)
	case *fmt.Stringer:
		*p = newLeaf(token, 2)
	case *any:
		*p = newLeaf(token, 0)
		if token%2 == 0 {
			*p = *newLeaf(token, 1)
		}
	case *func() uint64:
		l := newLeaf(token, 0)
		*p = l.get
	case *map[uint64]*leaf:
		*p = map[uint64]*leaf{token: newLeaf(token, 0)}
	case *uintptr:
		*p = uintptr(unsafe.Pointer(newLeaf(token, 0)))
	case **sparse:
		*p = new(sparse)
		(*p).tail[199].p = newLeaf(token, 0)
	case **lead:
		*p = new(lead)
		(*p)[49].p = newLeaf(token, 0)
	case **part:
		*p = &part{p: newLeaf(token, 0)}
	case **rows:
		*p = &rows{299: {p: newLeaf(token, 0)}}
	case *[]*rows:
		*p = []*rows{{99: {p: newLeaf(token, 0)}}}
	case **[40]func() uint64:
		*p = &[40]func() uint64{20: newLeaf(token, 0).get}
	case *[]map[uint64]*leaf:
		*p = []map[uint64]*leaf{{token: newLeaf(token, 0)}}
	default:
		panic(fmt.Sprintf("a slot of type %v", s.typ))
	}
}

// get returns the token that a slot leads to.
func (s slot) get() uint64 {
	switch p := reflect.NewAt(s.typ, s.p).Interface().(type) {
	case **leaf:
		return (*p).get()
	case **uint64:
		return **p
	case **link:
		return (*p).leaf.get()
	case **tree:
		return (*p).lastPointer.get()
	case *[]*leaf:
		return (*p)[1].get()
	case *[]link:
		return (*p)[1].any.(*leaf).get()
	case *[]any:
		if n := (*p)[0].(uint64); n != (*p)[1].(*leaf).get() {
			return 0
		}
		return (*p)[0].(uint64)
	case *[]byte:
		return parse(string(*p))
	case *string:
		return parse(*p)
	case *fmt.Stringer:
		return (*p).(*leaf).get()
	case *any:
		switch l := (*p).(type) {
		case leaf:
			return l.get()
		case *leaf:
			return l.get()
		}
		return 0
	case *func() uint64:
		return (*p)()
	case *map[uint64]*leaf:
		for token, l := range *p {
			if token == l.get() {
				return token
			}
		}
		return 0
	case *uintptr:
		return (*(**leaf)(s.p)).get()
	case **sparse:
		return (*p).tail[199].p.get()
	case **lead:
		return (*p)[49].p.get()
	case **part:
		return (*p).p.get()
	case **rows:
		return (*p)[299].p.get()
	case *[]*rows:
		return (*p)[0][99].p.get()
	case **[40]func() uint64:
		return (*p)[20]()
	case *[]map[uint64]*leaf:
		for token, l := range (*p)[0] {
			if token == l.get() {
				return token
			}
		}
	}
	return 0
}
