package section_test

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"premain.dev/section"
)

// checkSet makes sure that a set has the wanted members, in that order, and none of some others.
func checkSet[K comparable](t *testing.T, name string, all iter.Seq[K], n int, has func(K) bool, want []K, misses ...K) {
	t.Helper()
	if got := slices.Collect(all); !slices.Equal(got, want) || n != len(want) {
		t.Errorf("%s: members %v, want %v; Len %d", name, got, want, n)
	}
	for range all {
		break
	}
	for _, k := range want {
		if !has(k) {
			t.Errorf("%s: Has(%v) = false", name, k)
		}
	}
	for _, k := range misses {
		if has(k) {
			t.Errorf("%s: Has(%v) = true", name, k)
		}
	}
}

var (
	mixedSet section.Set[string]

	memberA  = mixedSet.Add("a")
	_        = mixedSet.Add("")
	_        = mixedSet.Add("a")
	memberB  = addMember("b")
	_        = addMembers[nameKey]("b")
	_        = mixedSet.Add(dynamic())
	_        = mixedSet.Add("some longer member than those")
	_        = mixedSet.Add("e")
	memberA2 = addMembers("a")

	memberZ, memberB2 string
)

func addMember(k string) string { return mixedSet.Add(k) }

// addMembers is a generic forwarder.
func addMembers[K ~string](k K) string { return mixedSet.Add(string(k)) }

func init() {
	memberZ = mixedSet.Append("z")
	memberB2 = mixedSet.Append("b")
	mixedSet.Append("z")
}

func TestSet(t *testing.T) {
	checkSet(t, "mixed", mixedSet.All(), mixedSet.Len(), mixedSet.Has,
		[]string{"a", "", "b", "e", "some longer member than those", "z"}, "A", "\x00", "a\x00", "some longer member than thosE")
	if got := memberA + memberA2 + memberB + memberB2 + memberZ; got != "aabbz" {
		t.Errorf("results of Add and Append: %s", got)
	}
	if n := testing.AllocsPerRun(100, func() { mixedSet.Has("b"); mixedSet.Has("c") }); n != 0 {
		t.Errorf("Has allocates %v times", n)
	}
}

var (
	noneSet     section.Set[string]
	oneSet      section.Set[string]
	twoSet      section.Set[int]
	sameSet     section.Set[int]
	boolSet     section.Set[bool]
	smallSet    section.Set[int8]
	wordSet     section.Set[uint64]
	paddedSet   section.Set[padded]
	nestedSet   section.Set[nested]
	arraySet    section.Set[[2]string]
	nothingSet  section.Set[sized]
	floatSet    section.Set[float64]
	anySet      section.Set[any]
	pointerSet  section.Set[*int]
	computedSet section.Set[string]
	appendedSet section.Set[int]
	hashlessSet section.Set[any]

	_ = oneSet.Add("one")
	_ = twoSet.Add(2)
	_ = twoSet.Add(1)
	_ = sameSet.Add(-1)
	_ = sameSet.Add(-1)
	_ = boolSet.Add(true)
	_ = boolSet.Add(true)
	_ = smallSet.Add(-1)
	_ = smallSet.Add(127)
	_ = smallSet.Add(-128)
	_ = wordSet.Add(math.MaxUint64)
	_ = wordSet.Add(0)
	_ = wordSet.Add(1 << 32)
	_ = paddedSet.Add(padded{name: "a", last: 1})
	_ = paddedSet.Add(padded{name: "a", small: 1})
	_ = paddedSet.Add(padded{name: "a", last: 1})
	_ = nestedSet.Add(nested{list: [2]nameKey{"", "ab"}})
	_ = nestedSet.Add(nested{list: [2]nameKey{"a", "b"}})
	_ = arraySet.Add([2]string{"", "a"})
	_ = arraySet.Add([2]string{"a", ""})
	_ = arraySet.Add([2]string{"", "a"})
	_ = nothingSet.Add(sized{})
	_ = nothingSet.Add(sized{})
	_ = floatSet.Add(0)
	_ = floatSet.Add(math.NaN())
	_ = floatSet.Add(math.Copysign(0, -1))
	_ = floatSet.Add(math.NaN())
	_ = anySet.Add(1)
	_ = anySet.Add(int64(1))
	_ = anySet.Add("1")
	_ = anySet.Add(nil)
	_ = anySet.Add(1)
	_ = pointerSet.Add(&numbers[1])
	_ = pointerSet.Add(nil)
	_ = pointerSet.Add(&numbers[1])
	_ = computedSet.Add(strings.ToLower("B"))
	_ = computedSet.Add(strings.ToLower("A"))
	_ = computedSet.Add(strings.ToLower("b"))
)

func init() {
	for i := range 3000 {
		appendedSet.Append(i * i % 1000)
	}
	hashlessSet.Append(1)
	hashlessSet.Append(1)
	hashlessSet.Append([]int{})
}

func TestSetMembers(t *testing.T) {
	checkSet(t, "none", noneSet.All(), noneSet.Len(), noneSet.Has, nil, "", "a")
	checkSet(t, "one", oneSet.All(), oneSet.Len(), oneSet.Has, []string{"one"}, "", "two", "one\x00")
	checkSet(t, "two", twoSet.All(), twoSet.Len(), twoSet.Has, []int{2, 1}, 0, -1, math.MinInt)
	checkSet(t, "same", sameSet.All(), sameSet.Len(), sameSet.Has, []int{-1}, 0, 1)
	checkSet(t, "bool", boolSet.All(), boolSet.Len(), boolSet.Has, []bool{true}, false)
	checkSet(t, "int8", smallSet.All(), smallSet.Len(), smallSet.Has, []int8{-1, 127, -128}, 0, 1, 126)
	checkSet(t, "uint64", wordSet.All(), wordSet.Len(), wordSet.Has, []uint64{math.MaxUint64, 0, 1 << 32}, 1, math.MaxUint32, 1<<63)
	checkSet(t, "padded", paddedSet.All(), paddedSet.Len(), paddedSet.Has,
		[]padded{{name: "a", last: 1}, {name: "a", small: 1}}, padded{}, padded{name: "a", last: 1, small: 1})
	checkSet(t, "nested", nestedSet.All(), nestedSet.Len(), nestedSet.Has,
		[]nested{{list: [2]nameKey{"", "ab"}}, {list: [2]nameKey{"a", "b"}}}, nested{}, nested{list: [2]nameKey{"ab", ""}})
	checkSet(t, "array", arraySet.All(), arraySet.Len(), arraySet.Has,
		[][2]string{{"", "a"}, {"a", ""}}, [2]string{}, [2]string{"a", "a"})
	checkSet(t, "no size", nothingSet.All(), nothingSet.Len(), nothingSet.Has, []sized{{}})
	checkSet[any](t, "any", anySet.All(), anySet.Len(), anySet.Has, []any{1, int64(1), "1", nil}, 0, uint(1), nameKey("1"))
	checkSet(t, "pointer", pointerSet.All(), pointerSet.Len(), pointerSet.Has, []*int{&numbers[1], nil}, &numbers[0], new(int))
	checkSet(t, "computed", computedSet.All(), computedSet.Len(), computedSet.Has, []string{"b", "a"}, "", "B")

	var want []int
	for i := range 3000 {
		if k := i * i % 1000; !slices.Contains(want, k) {
			want = append(want, k)
		}
	}
	checkSet(t, "appended", appendedSet.All(), appendedSet.Len(), appendedSet.Has, want, 2, 999, -1, 1000)
	for range 2 { // the panic is repeated
		wantMessage(t, func() { hashlessSet.Has(1) }, "hash of unhashable type")
	}
	if got := fmt.Sprint(slices.Collect(floatSet.All())); got != "[0 NaN NaN]" || floatSet.Len() != 3 {
		t.Errorf("floats: %s, Len %d", got, floatSet.Len())
	}
	if !floatSet.Has(0) || !floatSet.Has(math.Copysign(0, -1)) || floatSet.Has(math.NaN()) || floatSet.Has(1) {
		t.Error("of 0, -0, NaN and 1, only the first two are to be found")
	}
}

var (
	sealedSet   section.Set[string]
	contendsSet section.Set[int]

	_ = sealedSet.Add("a")
	_ = contendsSet.Add(0)
)

func TestAppendToReadSet(t *testing.T) {
	sealedSet.Has("b")
	wantMessage(t, func() { sealedSet.Append("a") }, "set_test.go:", ": Append to the section ", " comes after its first read at ",
		"set_test.go:", "; register items while packages initialise, before anything reads the section")
	if sealedSet.Len() != 1 {
		t.Error("a refused member is in the set")
	}
}

// TestConcurrentSet is for the race detector.
func TestConcurrentSet(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			func() {
				defer func() { recover() }()
				contendsSet.Append(i / 2)
			}()
			if contendsSet.Has(-1) || !contendsSet.Has(0) {
				t.Error("Has")
			}
			seen := map[int]bool{}
			for k := range contendsSet.All() {
				if seen[k] || !contendsSet.Has(k) {
					t.Errorf("%d is there twice, or not at all", k)
				}
				seen[k] = true
			}
			if len(seen) != contendsSet.Len() {
				t.Errorf("Len %d, %d members", contendsSet.Len(), len(seen))
			}
		})
	}
	wg.Wait()
}
