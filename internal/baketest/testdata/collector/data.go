package main

import (
	"fmt"

	"premain.dev/bake"
)

// leaf is what slots refer to.
type leaf struct {
	token uint64
	parts [6]uint64 // each is the token
	more  *leaf     // one that only this one refers to
}

func (l *leaf) String() string { return fmt.Sprint(l.token) }

type link struct {
	n    int32
	next *link
	odd  uint8
	leaf *leaf
	any  any
	part *uint64
}

type tree struct {
	a, b        *tree
	key         [3]byte
	list        []*leaf
	small       uint16
	name        string
	f           func() uint64
	shared      *leaf
	number      complex128
	stringer    fmt.Stringer
	bytes       []byte
	nothing     struct{}
	lastPointer *leaf
}

// sparse is an object of many words with few pointers, far apart.
type sparse struct {
	head [150]uint64
	p    *leaf
	gap  [77]uint32
	q    any
	tail [200]part
	end  [300]uint64
}

type part struct {
	n [5]uint64
	p *leaf
}

// rows is an object of more than a hundred kilobytes.
type rows [300]struct {
	n [63]uint64
	p *leaf
}

// lead is an array whose elements begin with scalars.
type lead [50]struct {
	a, b uint64
	c    [3]uint16
	p    *leaf
	s    string
}

type references struct {
	n     uint8
	list  *link
	slice []*leaf
}

// packed is a value, not a pointer: where its pointers are is known of the variable.
type packed struct {
	n     uint8
	p     *leaf
	m     uint16
	trees [3]*tree
	k     uint32
	q     fmt.Stringer
	v     sparse
}

var (
	list    = bake.Value(linkTimeList)
	root    = bake.Value(linkTimeTree)
	leaves  = bake.Value(linkTimeLeaves)
	anys    = bake.Value(linkTimeAnys)
	big     = bake.Value(linkTimeSparse)
	vast    = bake.Value(linkTimeVast)
	leading = bake.Value(linkTimeLead)
	value   = bake.Value(linkTimePacked)
	inside  = bake.Value(linkTimeInside)
	spare   = bake.Value(linkTimeSpare)
	funcs   = bake.Value(linkTimeFuncs)
	both    = bake.Value(linkTimeBoth)
)

//go:noinline
func linkTimeList() *link {
	var first *link
	for i := range 1000 {
		l := newLeaf(uint64(i), 1)
		first = &link{n: int32(i), next: first, leaf: l, any: l, part: &l.parts[3]}
	}
	return first
}

//go:noinline
func linkTimeTree() *tree { return newTree(1, newLeaf(99, 0)) }

func newTree(n uint64, shared *leaf) *tree {
	t := &tree{name: fmt.Sprint("tree", n), f: zero, shared: shared, stringer: shared, bytes: []byte{1, 2}, lastPointer: newLeaf(n, 0)}
	t.list = append(t.list, shared, t.lastPointer)
	if n < 256 {
		t.a, t.b = newTree(2*n, shared), newTree(2*n+1, shared)
	}
	return t
}

func zero() uint64 { return 0 }

//go:noinline
func linkTimeLeaves() (ls []*leaf) {
	for i := range 500 {
		ls = append(ls, newLeaf(uint64(i), i%3))
	}
	return ls
}

//go:noinline
func linkTimeAnys() (as []any) {
	for i := range uint64(50) {
		as = append(as, i, newLeaf(i, 0), *newLeaf(i, 1), "text", nil, []*leaf{newLeaf(i, 0)})
	}
	return as
}

//go:noinline
func linkTimeSparse() *sparse {
	s := &sparse{p: newLeaf(1, 0), q: newLeaf(2, 2)}
	for i := range s.tail {
		s.tail[i].p = newLeaf(uint64(i), 0)
	}
	return s
}

//go:noinline
func linkTimeVast() []*rows {
	v := make([]*rows, 3)
	for i := range v {
		v[i] = new(rows)
		v[i][i*100].p = newLeaf(uint64(i), 0)
	}
	return v
}

//go:noinline
func linkTimeLead() *lead { return &lead{1: {p: newLeaf(1, 0)}, 49: {s: fmt.Sprint("number", 49)}} }

//go:noinline
func linkTimePacked() packed {
	return packed{p: newLeaf(3, 0), trees: [3]*tree{1: newTree(300, nil)}, q: newLeaf(4, 0), v: *linkTimeSparse()}
}

// linkTimeInside refers to the middle of an object and to nothing else of it.
//
//go:noinline
func linkTimeInside() *part { return &linkTimeSparse().tail[7] }

// linkTimeSpare has elements behind its length.
//
//go:noinline
func linkTimeSpare() []link { return make([]link, 100)[10:20] }

//go:noinline
func linkTimeFuncs() *[40]func() uint64 { return &[40]func() uint64{3: zero, 39: zero} }

// linkTimeBoth refers to what other variables hold.
//
//go:noinline
func linkTimeBoth() references { return references{1, list.next, leaves[100:200]} }
