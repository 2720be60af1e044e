package section_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"premain.dev/section"
)

type level int8

var (
	mixedLevels section.Sorted[level]

	levelHigh = mixedLevels.Add(7)
	_         = mixedLevels.Add(-3)
	levelLow  = addLevel(-128)
	_         = mixedLevels.Add(level(len(dynamic())))
	_         = addNumber(0)
)

func addLevel(l level) *level { return mixedLevels.Add(l) }

// addNumber is a generic forwarder.
func addNumber[N int | int8](n N) *level { return mixedLevels.Add(level(n)) }

var levelAppended *level

func init() {
	levelAppended = mixedLevels.Append(5)
	mixedLevels.Append(-3)
}

func TestSorted(t *testing.T) {
	got := observe(t, mixedLevels.All(), mixedLevels.Len(), mixedLevels.At, mixedLevels.Index)
	if want := []level{-128, -3, -3, 0, 1, 5, 7}; !slices.Equal(got, want) {
		t.Fatalf("items %v, want %v", got, want)
	}
	for v := -128; v < 128; v++ {
		i, ok := mixedLevels.Find(level(v))
		if j, found := slices.BinarySearch(got, level(v)); i != j || ok != found {
			t.Errorf("Find(%d) = %d, %v, want %d, %v", v, i, ok, j, found)
		}
	}
	for handle, rank := range map[*level]int{levelHigh: 6, levelLow: 0, levelAppended: 5} {
		if i, ok := mixedLevels.Index(handle); i != rank || !ok {
			t.Errorf("Index of the handle of %d = %d, %v, want %d", *handle, i, ok, rank)
		}
	}
}

var (
	noneSorted      section.Sorted[string]
	oneSorted       section.Sorted[string]
	twoSorted       section.Sorted[string]
	appendedSorted  section.Sorted[string]
	computedSorted  section.Sorted[string]
	thousandsSorted section.Sorted[uint64]

	_ = oneSorted.Add("one")
	_ = twoSorted.Add("two")
	_ = twoSorted.Add("one")
	_ = computedSorted.Add(strings.ToLower("B"))
	_ = computedSorted.Add(strings.ToLower("A"))
)

func init() {
	for _, s := range []string{"é", "", "\xff", "a\x00b", "a", "ab", "\x00"} {
		appendedSorted.Append(s)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		thousandsSorted.Append(r.Uint64N(20_000))
	}
}

func TestSortedFew(t *testing.T) {
	for _, s := range []struct {
		name string
		got  []string
		find func(string) (int, bool)
		want []string
	}{
		{"none", observe(t, noneSorted.All(), noneSorted.Len(), noneSorted.At, noneSorted.Index), noneSorted.Find, nil},
		{"one", observe(t, oneSorted.All(), oneSorted.Len(), oneSorted.At, oneSorted.Index), oneSorted.Find, []string{"one"}},
		{"two", observe(t, twoSorted.All(), twoSorted.Len(), twoSorted.At, twoSorted.Index), twoSorted.Find, []string{"one", "two"}},
		{"appended", observe(t, appendedSorted.All(), appendedSorted.Len(), appendedSorted.At, appendedSorted.Index),
			appendedSorted.Find, []string{"", "\x00", "a", "a\x00b", "ab", "é", "\xff"}},
		{"computed", observe(t, computedSorted.All(), computedSorted.Len(), computedSorted.At, computedSorted.Index),
			computedSorted.Find, []string{"a", "b"}},
	} {
		if !slices.Equal(s.got, s.want) {
			t.Errorf("%s: %q, want %q", s.name, s.got, s.want)
		}
		for _, v := range append([]string{"", "a", "b", "o", "one", "p", "two", "two ", "\xff\xff"}, s.want...) {
			i, ok := s.find(v)
			if j, found := slices.BinarySearch(s.want, v); i != j || ok != found {
				t.Errorf("%s: Find(%q) = %d, %v, want %d, %v", s.name, v, i, ok, j, found)
			}
		}
	}
}

func TestSortedThousands(t *testing.T) {
	got := observe(t, thousandsSorted.All(), thousandsSorted.Len(), thousandsSorted.At, thousandsSorted.Index)
	if len(got) != 5000 || !slices.IsSorted(got) {
		t.Fatalf("%d items, sorted: %v", len(got), slices.IsSorted(got))
	}
	for v := range uint64(20_001) {
		i, ok := thousandsSorted.Find(v)
		if j, found := slices.BinarySearch(got, v); i != j || ok != found {
			t.Fatalf("Find(%d) = %d, %v, want %d, %v", v, i, ok, j, found)
		}
	}
	if n := testing.AllocsPerRun(100, func() { thousandsSorted.Find(500) }); n != 0 {
		t.Errorf("Find allocates %v times", n)
	}
}

var (
	floats section.Sorted[float64]

	_             = floats.Add(1)
	_             = floats.Add(math.NaN())
	_             = floats.Add(0)
	negativeZero  = floats.Add(math.Copysign(0, -1))
	_             = floats.Add(math.Inf(1))
	_             = floats.Add(math.Inf(-1))
	_             = floats.Add(math.Float64frombits(0xfff8_0000_0000_0001))
	smallestFloat = floats.Add(math.SmallestNonzeroFloat64)
)

func TestSortedFloats(t *testing.T) {
	var got []string
	for _, p := range floats.All() {
		got = append(got, fmt.Sprint(*p))
	}
	// Zeroes are equal, and so are NaNs, which come first.
	if want := "NaN NaN -Inf 0 -0 5e-324 1 +Inf"; strings.Join(got, " ") != want {
		t.Errorf("items %s, want %s", got, want)
	}
	for _, c := range []struct {
		v     float64
		index int
		found bool
	}{
		{math.NaN(), 0, true}, {math.Inf(-1), 2, true}, {-1, 3, false}, {0, 3, true}, {math.Copysign(0, -1), 3, true},
		{math.SmallestNonzeroFloat64, 5, true}, {.5, 6, false}, {1, 6, true}, {2, 7, false}, {math.Inf(1), 7, true},
	} {
		if i, ok := floats.Find(c.v); i != c.index || ok != c.found {
			t.Errorf("Find(%v) = %d, %v, want %d, %v", c.v, i, ok, c.index, c.found)
		}
	}
	if i, ok := floats.Index(negativeZero); i != 4 || !ok {
		t.Errorf("Index of the negative zero = %d, %v", i, ok)
	}
	if i, ok := floats.Index(smallestFloat); i != 5 || !ok {
		t.Errorf("Index of the smallest number = %d, %v", i, ok)
	}
}

// release has an order of its own, in which not all parts matter.
type release struct {
	major, minor int
	name         string
}

func (r release) Compare(o release) int {
	return cmp.Or(cmp.Compare(r.major, o.major), cmp.Compare(r.minor, o.minor))
}

var (
	releases section.SortedBy[release]

	_            = releases.Add(release{1, 2, "first"})
	releaseOld   = addRelease("old", 0, 9)
	_            = releases.Add(release{1, 2, "second"})
	_            = releases.Add(release{2, 0, dynamic()})
	releaseThird = addNamed[release]("third", 1, 2)
)

func addRelease(name string, version ...int) *release {
	return releases.Add(release{version[0], version[1], name})
}

// addNamed is a generic forwarder.
func addNamed[T, S any](name S, major, minor int) *release {
	return releases.Add(release{major, minor, any(name).(string)})
}

func init() {
	releases.Append(release{1, 2, "fourth"})
	releases.Append(release{0, 1, "oldest"})
}

func TestSortedBy(t *testing.T) {
	var names []string
	got := observe(t, releases.All(), releases.Len(), releases.At, releases.Index)
	for _, r := range got {
		names = append(names, r.name)
	}
	// Equal items stay in the order of registration.
	if want := "oldest old first second third fourth e"; strings.Join(names, " ") != want {
		t.Errorf("items %v, want %s", names, want)
	}
	for major := range 4 {
		for minor := range 12 {
			v := release{major: major, minor: minor}
			i, ok := releases.Find(v)
			if j, found := slices.BinarySearchFunc(got, v, release.Compare); i != j || ok != found {
				t.Errorf("Find(%d.%d) = %d, %v, want %d, %v", major, minor, i, ok, j, found)
			}
		}
	}
	for handle, rank := range map[*release]int{releaseOld: 1, releaseThird: 4} {
		if i, ok := releases.Index(handle); i != rank || !ok {
			t.Errorf("Index of the handle of %s = %d, %v, want %d", handle.name, i, ok, rank)
		}
	}
}

// reversed is compared as a pointer, and zero has no size.
type (
	reversed struct{ n int }
	zero     struct{}
)

func (r *reversed) Compare(o *reversed) int { return cmp.Compare(o.n, r.n) }

func (zero) Compare(zero) int { return 0 }

// comparer orders items of several types.
type comparer interface {
	Compare(comparer) int
	rank() int
}

type even struct{ half int }
type odd int

func (e even) rank() int              { return 2 * e.half }
func (o odd) rank() int               { return int(o) }
func (e even) Compare(o comparer) int { return cmp.Compare(e.rank(), o.rank()) }
func (o odd) Compare(p comparer) int  { return cmp.Compare(o.rank(), p.rank()) }

// broken cannot be compared.
type broken struct{ n int }

func (broken) Compare(broken) int { panic("these cannot be compared") }

var (
	noneBy     section.SortedBy[release]
	pointersBy section.SortedBy[*reversed]
	facesBy    section.SortedBy[comparer]
	zeroesBy   section.SortedBy[zero]
	brokenBy   section.SortedBy[broken]

	_ = pointersBy.Add(&reversed{1})
	_ = pointersBy.Add(&reversed{3})
	_ = pointersBy.Add(&reversed{2})
	_ = facesBy.Add(odd(3))
	_ = facesBy.Add(even{2})
	_ = facesBy.Add(odd(1))
	_ = facesBy.Add(even{1})
	_ = zeroesBy.Add(zero{})
	_ = zeroesBy.Add(zero{})
)

func init() {
	brokenBy.Append(broken{1})
	brokenBy.Append(broken{2})
}

func TestSortedByOtherTypes(t *testing.T) {
	if got := observe(t, noneBy.All(), noneBy.Len(), noneBy.At, noneBy.Index); len(got) != 0 {
		t.Errorf("items %v in an empty section", got)
	}
	if i, ok := noneBy.Find(release{}); i != 0 || ok {
		t.Errorf("Find in an empty section = %d, %v", i, ok)
	}
	for i, p := range observe(t, pointersBy.All(), pointersBy.Len(), pointersBy.At, pointersBy.Index) {
		if p.n != 3-i {
			t.Errorf("item %d of pointers: %d", i, p.n)
		}
	}
	if i, ok := pointersBy.Find(&reversed{2}); i != 1 || !ok {
		t.Errorf("Find of another pointer = %d, %v", i, ok)
	}
	for i, p := range observe(t, facesBy.All(), facesBy.Len(), facesBy.At, facesBy.Index) {
		if p.rank() != i+1 {
			t.Errorf("item %d of interfaces: %v", i, p)
		}
	}
	if i, ok := facesBy.Find(odd(5)); i != 4 || ok {
		t.Errorf("Find of what is behind = %d, %v", i, ok)
	}
	if i, ok := zeroesBy.Index(zeroesBy.At(1)); zeroesBy.Len() != 2 || i != 0 || ok {
		t.Errorf("%d items without a size, Index %d, %v", zeroesBy.Len(), i, ok)
	}
	if i, ok := zeroesBy.Find(zero{}); i != 0 || !ok {
		t.Errorf("Find of an item without a size = %d, %v", i, ok)
	}
	for range 2 { // the panic is repeated, and not by one who waits for the other
		wantMessage(t, func() { brokenBy.Len() }, "these cannot be compared")
	}
}

var (
	sealedSorted   section.Sorted[int]
	sealedSortedBy section.SortedBy[release]
	contendsSorted section.Sorted[int]

	_ = sealedSorted.Add(2)
	_ = sealedSortedBy.Add(release{})
	_ = contendsSorted.Add(2)
)

func TestAppendToReadSorted(t *testing.T) {
	sealedSorted.Find(1)
	wantMessage(t, func() { sealedSorted.Append(1) }, "sorted_test.go:", ": Append to the section ", " comes after its first read at ",
		"sorted_test.go:", "; register items while packages initialise, before anything reads the section")
	sealedSortedBy.Find(release{})
	wantMessage(t, func() { sealedSortedBy.Append(release{}) }, "sorted_test.go:", ": Append to the section ",
		" comes after its first read at ", "sorted_test.go:", "; register")
	if sealedSorted.Len() != 1 || sealedSortedBy.Len() != 1 {
		t.Error("a refused item is in a section")
	}
}

// TestConcurrentSorting is for the race detector.
func TestConcurrentSorting(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			func() {
				defer func() { recover() }()
				contendsSorted.Append(-i)
			}()
			if j, ok := contendsSorted.Find(2); j != contendsSorted.Len()-1 || !ok {
				t.Errorf("Find = %d, %v of %d", j, ok, contendsSorted.Len())
			}
			last := -9
			for _, p := range contendsSorted.All() {
				if *p < last {
					t.Errorf("%d after %d", *p, last)
				}
				last = *p
				contendsSorted.Index(p)
			}
		})
	}
	wg.Wait()
}
