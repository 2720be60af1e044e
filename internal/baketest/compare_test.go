package baketest

import (
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"

	"premain.dev/internal/baketest/testdata/fill"
)

type node struct {
	n    int32
	next *node
	pair [2]float32
}

type sample struct {
	flag          bool
	float         float64
	a, b          *node // the same
	inner         *float32
	ring          *node // of three
	nilSlice      []int
	emptySlice    []int
	slice         []node // with more behind it
	left, right   []node // which overlap
	whole, suffix string // which share memory
	any           any
	err           error
	fn            func() sample
	m, again      map[string]int // the same
	numbers       map[int]int
	other, twin   *[4]*node // which are not the same, nor what they point at
	nothing       *struct{}
}

//go:noinline
func newSample() sample {
	ring := &node{n: 1, next: &node{n: 2, next: &node{n: 3}}}
	ring.next.next.next = ring
	array := make([]node, 9)
	for i := range array {
		array[i].n = int32(i)
	}
	text := strings.Repeat("text", 3)
	m := map[string]int{"a": 1, "b": 2}
	shared := &node{n: 7}
	return sample{
		flag: true, float: 0, a: shared, b: shared, inner: &shared.pair[1], ring: ring,
		emptySlice: []int{}, slice: array[:2:5], left: array[4:8], right: array[6:9],
		whole: text, suffix: text[5:], any: int64(5), err: errors.New("an error"), fn: newSample,
		m: m, again: m, other: &[4]*node{{n: 1}, nil, {n: 2}}, twin: &[4]*node{{n: 1}, nil, {n: 2}}, nothing: new(struct{}),
	}
}

func otherSample() sample { return sample{} }

// planted has differences that must be found, each with what is said about it.
var planted = []struct {
	name   string
	change func(*sample)
	report string
}{
	{"a changed bool", func(s *sample) { s.flag = false }, `^x\.flag: want true, got false`},
	{"a negative zero", func(s *sample) { s.float = math.Copysign(0, -1) }, `^x\.float: want 0x0, got 0x8000000000000000`},
	{"a changed object", func(s *sample) { s.a.n++ }, `^x\.a\.\*\.n: want 7, got 8`},
	{"a changed element far away", func(s *sample) { s.ring.next.next.pair[1] = 1 }, `next\.\*\.next\.\*\.pair\[1\]: want 0x0, got 0x3f800000`},
	{"lost sharing", func(s *sample) { c := *s.b; s.b = &c }, `^x\.b\.\*: want → #`},
	{"sharing that was not there", func(s *sample) { s.twin = s.other }, `^x\.twin\.\*: want → #`},
	{"the same elements of another array", func(s *sample) { s.twin[0] = s.other[0] }, `^x\.twin\.\*\[0\]\.\*: want → #`},
	{"a copied part", func(s *sample) { f := *s.inner; s.inner = &f }, `^x\.inner\.\*: want → #`},
	{"another part", func(s *sample) { s.inner = &s.a.pair[0] }, `^x\.inner\.\*: want → #\d+\+20, 4 bytes, got → #\d+\+16`},
	{"a cycle that does not close", func(s *sample) { c := *s.ring; s.ring.next.next.next = &c }, `ring\.\*\.next\.\*\.next\.\*\.next\.\*: want →`},
	{"a cut list", func(s *sample) { s.ring.next.next = nil }, `ring\.\*\.next\.\*\.next: want pointer, nil: false, got pointer, nil: true`},
	{"empty for nil", func(s *sample) { s.nilSlice = []int{} }, `^x\.nilSlice: want slice, nil: true, 0 of 0, got slice, nil: false`},
	{"nil for empty", func(s *sample) { s.emptySlice = nil }, `^x\.emptySlice: want slice, nil: false, 0 of 0, got slice, nil: true`},
	{"a cut capacity", func(s *sample) { s.slice = s.slice[:2:2] }, `^x\.slice: want slice, nil: false, 2 of 5, got slice, nil: false, 2 of 2`},
	{"another length", func(s *sample) { s.slice = s.slice[:3] }, `^x\.slice: want slice, nil: false, 2 of 5, got slice, nil: false, 3 of 5`},
	{"a cut array", func(s *sample) { s.slice = append(make([]node, 0, 5), s.slice...) }, `^x\.left\[:\]: want → #\d+\+96, 120 bytes, got → #\d+\+0`},
	{"a change behind the length", func(s *sample) { s.slice[:5][4].n = 9 }, `^x\.slice\[:\]\[4\]\.n: want 4, got 9`},
	{"slices that do not overlap any more", func(s *sample) { s.right = append(make([]node, 0, 3), s.right...) }, `^x\.(left|right)\[:\]: want →`},
	{"strings stored twice", func(s *sample) { s.suffix = strings.Clone(s.suffix) }, `^x\.suffix: the string "exttext" shares no memory any more`},
	{"another string", func(s *sample) { s.suffix = s.suffix[1:] }, `^x\.suffix: want "exttext", got "xttext"`},
	{"another dynamic type", func(s *sample) { s.any = int(5) }, `^x\.any: want interface, int64, got interface, int$`},
	{"another value in an interface", func(s *sample) { s.any = int64(6) }, `^x\.any\.\(int64\): want 5, got 6`},
	{"a nil interface", func(s *sample) { s.err = nil }, `^x\.err: want interface, \*errors\.errorString, got interface, nil`},
	{"an error with another text", func(s *sample) { s.err = errors.New("another") }, `errorString\)\.\*\.s: want "an error", got "another"`},
	{"another function", func(s *sample) { s.fn = otherSample }, `^x\.fn: want func \S+newSample, got func \S+otherSample`},
	{"a changed entry", func(s *sample) { s.m["b"] = 3 }, `^x\.m\["b"\]: want 2, got 3`},
	{"an entry less", func(s *sample) { delete(s.m, "b") }, `^x\.m: want map, 2 → .* got map, 1`},
	{"another key", func(s *sample) { delete(s.m, "b"); s.m["c"] = 2 }, `^x\.m\["b"\]: want 2, got 2 at x\.m\["c"\]`},
	{"a copied map", func(s *sample) { s.again = map[string]int{"a": 1, "b": 2} }, `^x\.again: want map, 2 → `},
	{"empty for nil, a map", func(s *sample) { s.numbers = map[int]int{} }, `^x\.numbers: want map, nil, got map, 0`},
	{"nil for a pointer to nothing", func(s *sample) { s.nothing = nil }, `^x\.nothing: want pointer, nil: false`},
}

// TestCompare makes sure that the comparison on which TestRandom relies finds what may go wrong.
func TestCompare(t *testing.T) {
	want, got := newSample(), newSample()
	if err := fill.Compare(&want, &got); err != nil {
		t.Errorf("two equal samples: %v", err)
	}
	for _, p := range planted {
		got := newSample()
		p.change(&got)
		if err := fill.Compare(&want, &got); err == nil || !regexp.MustCompile(p.report).MatchString(err.Error()) {
			t.Errorf("%s: got %v, want %s", p.name, err, p.report)
		}
	}
	// What programs cannot tell apart must not be told apart.
	got = newSample()
	got.whole, got.suffix = "texttexttext", "texttext"[1:]
	got.nothing = new(struct{})
	got.any = int64(got.a.n - 2)
	want.suffix = strings.Clone(want.suffix)
	if err := fill.Compare(&want, &got); err != nil {
		t.Errorf("a sample with other strings: %v", err)
	}
}
