package section_test

import (
	"fmt"
	"iter"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"premain.dev/section"
)

// entry is a key and its value.
type entry[K comparable, V any] struct {
	key   K
	value V
}

// checkMap makes sure that a map has what is wanted, in that order, and none of some other keys.
func checkMap[K, V comparable](t *testing.T, name string, all iter.Seq2[K, *V], n int, get func(K) (*V, bool),
	index func(*V) (int, bool), want []entry[K, V], misses ...K) {
	t.Helper()
	i := 0
	for k, p := range all {
		if i == len(want) {
			t.Fatalf("%s: All yields more than %d entries", name, i)
		}
		if k != want[i].key || *p != want[i].value {
			t.Errorf("%s: entry %d is %v: %v, want %v", name, i, k, *p, want[i])
		}
		if got, ok := get(want[i].key); got != p || !ok {
			t.Errorf("%s: Get(%v) is not the value that All yields; %v", name, want[i].key, ok)
		}
		if j, ok := index(p); j != i || !ok {
			t.Errorf("%s: Index of value %d = %d, %v", name, i, j, ok)
		}
		i++
	}
	if i != len(want) || n != i {
		t.Errorf("%s: All yields %d entries, Len is %d, want %d", name, i, n, len(want))
	}
	for range all {
		break
	}
	for _, k := range misses {
		if p, ok := get(k); p != nil || ok {
			t.Errorf("%s: Get(%v) = %v, %v", name, k, p, ok)
		}
	}
	strangers := []*V{nil, new(V)}
	if len(want) > 0 {
		strangers = append(strangers, &want[0].value)
	}
	for _, p := range strangers {
		if j, ok := index(p); j != 0 || ok {
			t.Errorf("%s: Index of a stranger = %d, %v", name, j, ok)
		}
	}
}

var (
	mixedMap section.Map[string, int]

	valueOfA = mixedMap.Add("a", 1)
	_        = mixedMap.Add("", 2)
	valueOfB = addToMap(3, "b")
	_        = addAny("some longer key than those", 4)
	_        = mixedMap.Add(dynamic(), 5)
	_        = mixedMap.Add("computed", len(dynamic()))

	valueAppended *int
)

func addToMap(v int, k string) *int { return mixedMap.Add(k, v) }

// addAny is a generic forwarder.
func addAny[K ~string, V int | uint](k K, v V) *int { return mixedMap.Add(string(k), int(v)) }

func init() {
	valueAppended = mixedMap.Append("z", 7)
	mixedMap.Append("a\x00", 8)
}

func TestMap(t *testing.T) {
	checkMap(t, "mixed", mixedMap.All(), mixedMap.Len(), mixedMap.Get, mixedMap.Index, []entry[string, int]{
		{"a", 1}, {"", 2}, {"b", 3}, {"some longer key than those", 4}, {"e", 5}, {"computed", 1}, {"z", 7}, {"a\x00", 8},
	}, "A", "\x00", "some longer key than thosE", "some longer key than those ", "compute", "\xff")
	for handle, index := range map[*int]int{valueOfA: 0, valueOfB: 2, valueAppended: 6} {
		if i, ok := mixedMap.Index(handle); i != index || !ok {
			t.Errorf("Index of the handle of %d = %d, %v, want %d", *handle, i, ok, index)
		}
	}
	*valueOfA = 10
	if p, ok := mixedMap.Get("a"); !ok || *p != 10 {
		t.Error("a value that is changed by its handle is not the one that Get finds")
	}
	*valueOfA = 1
	if n := testing.AllocsPerRun(100, func() { mixedMap.Get("b"); mixedMap.Get("c"); mixedMap.Index(valueOfB) }); n != 0 {
		t.Errorf("Get and Index allocate %v times", n)
	}
}

// Keys that are looked at as they lie in memory, and some that cannot be.
type (
	nameKey string
	padded  struct { // with padding behind two of the parts, and parts that do not count
		small int8
		_     int32
		name  string
		_     string
		last  uint16
	}
	nested struct {
		padded
		list [2]nameKey
		none struct{}
	}
	direction int8
	sized     struct{}
	faceKey   interface{ Len() int }
	listed    int
	measure   struct {
		f float32
		s string
	}
)

func (l listed) Len() int { return int(l) }

var (
	numbers [3]int
	pointed strings.Builder

	noneMap     section.Map[string, int]
	oneMap      section.Map[string, int]
	twoMap      section.Map[string, string]
	namedMap    section.Map[nameKey, string]
	paddedMap   section.Map[padded, int]
	nestedMap   section.Map[nested, int]
	smallMap    section.Map[int8, int]
	namedIntMap section.Map[direction, string]
	runeMap     section.Map[rune, int]
	wordMap     section.Map[uint64, int]
	addressMap  section.Map[uintptr, int]
	boolMap     section.Map[bool, string]
	arrayMap    section.Map[[3]int16, int]
	stringsMap  section.Map[[2]string, int]
	emptyMap    section.Map[[0]int, string]
	nothingMap  section.Map[sized, int]
	valueless   section.Map[string, struct{}]
	neitherMap  section.Map[sized, sized]
	floatMap    section.Map[float64, int]
	measureMap  section.Map[measure, int]
	complexMap  section.Map[complex128, int]
	anyMap      section.Map[any, int]
	faceMap     section.Map[faceKey, int]
	pointerMap  section.Map[*int, string]
	bigMap      section.Map[int, [40]int]

	_ = oneMap.Add("one", 1)
	_ = twoMap.Add("one", "1")
	_ = twoMap.Add("two", "2")
	_ = namedMap.Add("north", "N")
	_ = namedMap.Add("south", "S")
	_ = paddedMap.Add(padded{small: -1, name: "a", last: 1}, 1)
	_ = paddedMap.Add(padded{small: -1, name: "a", last: 2}, 2)
	_ = paddedMap.Add(padded{small: 1, name: "a", last: 1}, 3)
	_ = paddedMap.Add(padded{small: -1, name: "a longer one", last: 1}, 4)
	_ = paddedMap.Add(padded{}, 5)
	_ = nestedMap.Add(nested{list: [2]nameKey{"a", "b"}}, 1)
	_ = nestedMap.Add(nested{list: [2]nameKey{"ab", ""}}, 2)
	_ = nestedMap.Add(nested{list: [2]nameKey{"", "ab"}}, 3)
	_ = nestedMap.Add(nested{padded: padded{name: "ab"}}, 4)
	_ = smallMap.Add(-1, 1)
	_ = smallMap.Add(-128, 2)
	_ = smallMap.Add(127, 3)
	_ = smallMap.Add(0, 4)
	_ = namedIntMap.Add(-1, "left")
	_ = namedIntMap.Add(1, "right")
	_ = runeMap.Add('a', 1)
	_ = runeMap.Add(-1, 2)
	_ = runeMap.Add('\U0010ffff', 3)
	_ = wordMap.Add(math.MaxUint64, 1)
	_ = wordMap.Add(0, 2)
	_ = wordMap.Add(1<<63, 3)
	_ = wordMap.Add(1<<32, 4)
	_ = wordMap.Add(math.MaxUint32, 5)
	_ = addressMap.Add(^uintptr(0), 1)
	_ = addressMap.Add(0, 2)
	_ = boolMap.Add(true, "yes")
	_ = boolMap.Add(false, "no")
	_ = arrayMap.Add([3]int16{0, 0, -1}, 1)
	_ = arrayMap.Add([3]int16{-1}, 2)
	_ = arrayMap.Add([3]int16{}, 3)
	_ = stringsMap.Add([2]string{"", "a"}, 1)
	_ = stringsMap.Add([2]string{"a", ""}, 2)
	_ = emptyMap.Add([0]int{}, "the only one")
	_ = nothingMap.Add(sized{}, 1)
	_ = valueless.Add("a", struct{}{})
	_ = valueless.Add("b", struct{}{})
	_ = neitherMap.Add(sized{}, sized{})
	_ = floatMap.Add(1.5, 1)
	_ = floatMap.Add(0, 2)
	_ = floatMap.Add(math.Inf(-1), 3)
	_ = floatMap.Add(math.NaN(), 4)
	_ = floatMap.Add(math.NaN(), 5)
	_ = measureMap.Add(measure{1, "a"}, 1)
	_ = measureMap.Add(measure{0, "a"}, 2)
	_ = complexMap.Add(1i, 1)
	_ = complexMap.Add(1, 2)
	_ = anyMap.Add(1, 1)
	_ = anyMap.Add(int8(1), 2)
	_ = anyMap.Add("1", 3)
	_ = anyMap.Add(nil, 4)
	_ = anyMap.Add([1]string{"1"}, 5)
	_ = faceMap.Add(listed(1), 1)
	_ = faceMap.Add(&pointed, 2)
	_ = pointerMap.Add(&numbers[0], "first")
	_ = pointerMap.Add(&numbers[2], "third")
	_ = pointerMap.Add(nil, "nil")
	_ = bigMap.Add(-7, [40]int{39: 1})
	_ = bigMap.Add(7, [40]int{38: 1})
)

func TestMapKeys(t *testing.T) {
	checkMap(t, "none", noneMap.All(), noneMap.Len(), noneMap.Get, noneMap.Index, nil, "", "a")
	checkMap(t, "one", oneMap.All(), oneMap.Len(), oneMap.Get, oneMap.Index, []entry[string, int]{{"one", 1}}, "", "two", "one\x00")
	checkMap(t, "two", twoMap.All(), twoMap.Len(), twoMap.Get, twoMap.Index,
		[]entry[string, string]{{"one", "1"}, {"two", "2"}}, "", "twp")
	checkMap(t, "named", namedMap.All(), namedMap.Len(), namedMap.Get, namedMap.Index,
		[]entry[nameKey, string]{{"north", "N"}, {"south", "S"}}, "", "west")
	checkMap(t, "padded", paddedMap.All(), paddedMap.Len(), paddedMap.Get, paddedMap.Index, []entry[padded, int]{
		{padded{small: -1, name: "a", last: 1}, 1}, {padded{small: -1, name: "a", last: 2}, 2},
		{padded{small: 1, name: "a", last: 1}, 3}, {padded{small: -1, name: "a longer one", last: 1}, 4}, {padded{}, 5},
	}, padded{small: -1}, padded{name: "a"}, padded{small: 1, name: "a", last: 2}, padded{small: -1, name: "A longer one", last: 1})
	checkMap(t, "nested", nestedMap.All(), nestedMap.Len(), nestedMap.Get, nestedMap.Index, []entry[nested, int]{
		{nested{list: [2]nameKey{"a", "b"}}, 1}, {nested{list: [2]nameKey{"ab", ""}}, 2}, {nested{list: [2]nameKey{"", "ab"}}, 3},
		{nested{padded: padded{name: "ab"}}, 4},
	}, nested{}, nested{list: [2]nameKey{"b", "a"}}, nested{padded: padded{last: 1}, list: [2]nameKey{"a", "b"}})
	checkMap(t, "int8", smallMap.All(), smallMap.Len(), smallMap.Get, smallMap.Index,
		[]entry[int8, int]{{-1, 1}, {-128, 2}, {127, 3}, {0, 4}}, 1, -127, 126)
	checkMap(t, "direction", namedIntMap.All(), namedIntMap.Len(), namedIntMap.Get, namedIntMap.Index,
		[]entry[direction, string]{{-1, "left"}, {1, "right"}}, 0, 127)
	checkMap(t, "rune", runeMap.All(), runeMap.Len(), runeMap.Get, runeMap.Index,
		[]entry[rune, int]{{'a', 1}, {-1, 2}, {'\U0010ffff', 3}}, 0, math.MinInt32)
	checkMap(t, "uint64", wordMap.All(), wordMap.Len(), wordMap.Get, wordMap.Index,
		[]entry[uint64, int]{{math.MaxUint64, 1}, {0, 2}, {1 << 63, 3}, {1 << 32, 4}, {math.MaxUint32, 5}}, 1, math.MaxInt64)
	checkMap(t, "uintptr", addressMap.All(), addressMap.Len(), addressMap.Get, addressMap.Index,
		[]entry[uintptr, int]{{^uintptr(0), 1}, {0, 2}}, 1, math.MaxUint32-1)
	checkMap(t, "bool", boolMap.All(), boolMap.Len(), boolMap.Get, boolMap.Index, []entry[bool, string]{{true, "yes"}, {false, "no"}})
	checkMap(t, "array", arrayMap.All(), arrayMap.Len(), arrayMap.Get, arrayMap.Index,
		[]entry[[3]int16, int]{{[3]int16{0, 0, -1}, 1}, {[3]int16{-1}, 2}, {[3]int16{}, 3}}, [3]int16{0, -1, 0}, [3]int16{-1, -1, -1})
	checkMap(t, "strings", stringsMap.All(), stringsMap.Len(), stringsMap.Get, stringsMap.Index,
		[]entry[[2]string, int]{{[2]string{"", "a"}, 1}, {[2]string{"a", ""}, 2}}, [2]string{}, [2]string{"a", "a"})
	checkMap(t, "complex128", complexMap.All(), complexMap.Len(), complexMap.Get, complexMap.Index,
		[]entry[complex128, int]{{1i, 1}, {1, 2}}, 0, -1i)
	checkMap[any](t, "any", anyMap.All(), anyMap.Len(), anyMap.Get, anyMap.Index,
		[]entry[any, int]{{1, 1}, {int8(1), 2}, {"1", 3}, {nil, 4}, {[1]string{"1"}, 5}}, 0, uint8(1), nameKey("1"), [1]string{})
	checkMap[faceKey](t, "interface", faceMap.All(), faceMap.Len(), faceMap.Get, faceMap.Index,
		[]entry[faceKey, int]{{listed(1), 1}, {&pointed, 2}}, nil, listed(2), new(strings.Builder))
	checkMap(t, "pointer", pointerMap.All(), pointerMap.Len(), pointerMap.Get, pointerMap.Index,
		[]entry[*int, string]{{&numbers[0], "first"}, {&numbers[2], "third"}, {nil, "nil"}}, &numbers[1], new(int))
	checkMap(t, "large values", bigMap.All(), bigMap.Len(), bigMap.Get, bigMap.Index,
		[]entry[int, [40]int]{{-7, [40]int{39: 1}}, {7, [40]int{38: 1}}}, 0)
	checkMap(t, "nothing in an array", emptyMap.All(), emptyMap.Len(), emptyMap.Get, emptyMap.Index,
		[]entry[[0]int, string]{{[0]int{}, "the only one"}})
	checkMap(t, "no size", nothingMap.All(), nothingMap.Len(), nothingMap.Get, nothingMap.Index, []entry[sized, int]{{sized{}, 1}})
	checkMap(t, "structs with floats", measureMap.All(), measureMap.Len(), measureMap.Get, measureMap.Index,
		[]entry[measure, int]{{measure{1, "a"}, 1}, {measure{0, "a"}, 2}}, measure{1, "b"}, measure{2, "a"})
	if _, ok := measureMap.Get(measure{float32(math.Copysign(0, -1)), "a"}); !ok {
		t.Error("0 and -0 in a struct are different keys")
	}
}

func TestMapWithoutValues(t *testing.T) {
	a, ok := valueless.Get("a")
	b, okB := valueless.Get("b")
	if _, okC := valueless.Get("c"); !ok || !okB || okC || valueless.Len() != 2 {
		t.Errorf("of 2 keys: %v %v, of others: %v, Len %d", ok, okB, okC, valueless.Len())
	}
	i, ok := valueless.Index(a)
	j, okB := valueless.Index(b)
	if i != 0 || j != 1 || !ok || !okB {
		t.Errorf("Index = %d, %v and %d, %v", i, ok, j, okB)
	}
	p, ok := neitherMap.Get(sized{})
	if i, ok := neitherMap.Index(p); i != 0 || ok {
		t.Errorf("Index of what has no size = %d, %v", i, ok)
	}
	if !ok || neitherMap.Len() != 1 {
		t.Errorf("a key without a size: %v, Len %d", ok, neitherMap.Len())
	}
}

func TestMapOfFloats(t *testing.T) {
	var got []string
	for k, p := range floatMap.All() {
		got = append(got, fmt.Sprint(k, ":", *p))
		if i, ok := floatMap.Index(p); i != len(got)-1 || !ok {
			t.Errorf("Index of value %d = %d, %v", *p, i, ok)
		}
	}
	// No NaN is equal to another one: there are both, and Get finds none.
	if want := "1.5:1 0:2 -Inf:3 NaN:4 NaN:5"; strings.Join(got, " ") != want || floatMap.Len() != 5 {
		t.Errorf("entries %s, want %s; Len %d", got, want, floatMap.Len())
	}
	for _, c := range []entry[float64, int]{
		{1.5, 1}, {0, 2}, {math.Copysign(0, -1), 2}, {math.Inf(-1), 3}, {math.Inf(1), 0}, {math.NaN(), 0}, {-1.5, 0},
	} {
		if p, ok := floatMap.Get(c.key); ok != (c.value > 0) || ok && *p != c.value {
			t.Errorf("Get(%v) = %v", c.key, ok)
		}
	}
}

// TestMapOfPaddedKeys looks a key up that differs in what does not count.
func TestMapOfPaddedKeys(t *testing.T) {
	key := new(padded)
	for i := range unsafe.Offsetof(key.name) {
		*(*byte)(unsafe.Add(unsafe.Pointer(key), i)) = 0xa5
	}
	for i := unsafe.Offsetof(key.last); i < unsafe.Sizeof(*key); i++ {
		*(*byte)(unsafe.Add(unsafe.Pointer(key), i)) = 0xa5
	}
	key.small, key.name, key.last = -1, dynamicString("a longer one"), 1
	if p, ok := paddedMap.Get(*key); !ok || *p != 4 {
		t.Error("padding counts")
	}
}

// dynamicString returns a copy of a string.
func dynamicString(s string) string { return strings.Repeat(s, 1) }

const lengths = "a string with more than sixty-four bytes, of which each key has the first ones"

var lengthMap section.Map[string, int]

var (
	_ = lengthMap.Add(lengths[:0], 0)
	_ = lengthMap.Add(lengths[:1], 1)
	_ = lengthMap.Add(lengths[:2], 2)
	_ = lengthMap.Add(lengths[:3], 3)
	_ = lengthMap.Add(lengths[:4], 4)
	_ = lengthMap.Add(lengths[:5], 5)
	_ = lengthMap.Add(lengths[:6], 6)
	_ = lengthMap.Add(lengths[:7], 7)
	_ = lengthMap.Add(lengths[:8], 8)
	_ = lengthMap.Add(lengths[:9], 9)
	_ = lengthMap.Add(lengths[:10], 10)
	_ = lengthMap.Add(lengths[:11], 11)
	_ = lengthMap.Add(lengths[:12], 12)
	_ = lengthMap.Add(lengths[:13], 13)
	_ = lengthMap.Add(lengths[:14], 14)
	_ = lengthMap.Add(lengths[:15], 15)
	_ = lengthMap.Add(lengths[:16], 16)
	_ = lengthMap.Add(lengths[:17], 17)
	_ = lengthMap.Add(lengths[:18], 18)
	_ = lengthMap.Add(lengths[:19], 19)
	_ = lengthMap.Add(lengths[:20], 20)
	_ = lengthMap.Add(lengths[:21], 21)
	_ = lengthMap.Add(lengths[:22], 22)
	_ = lengthMap.Add(lengths[:23], 23)
	_ = lengthMap.Add(lengths[:24], 24)
	_ = lengthMap.Add(lengths[:25], 25)
	_ = lengthMap.Add(lengths[:26], 26)
	_ = lengthMap.Add(lengths[:27], 27)
	_ = lengthMap.Add(lengths[:28], 28)
	_ = lengthMap.Add(lengths[:29], 29)
	_ = lengthMap.Add(lengths[:30], 30)
	_ = lengthMap.Add(lengths[:31], 31)
	_ = lengthMap.Add(lengths[:32], 32)
	_ = lengthMap.Add(lengths[:33], 33)
	_ = lengthMap.Add(lengths[:34], 34)
	_ = lengthMap.Add(lengths[:35], 35)
	_ = lengthMap.Add(lengths[:36], 36)
	_ = lengthMap.Add(lengths[:37], 37)
	_ = lengthMap.Add(lengths[:38], 38)
	_ = lengthMap.Add(lengths[:39], 39)
	_ = lengthMap.Add(lengths[:40], 40)
	_ = lengthMap.Add(lengths[:41], 41)
	_ = lengthMap.Add(lengths[:42], 42)
	_ = lengthMap.Add(lengths[:43], 43)
	_ = lengthMap.Add(lengths[:44], 44)
	_ = lengthMap.Add(lengths[:45], 45)
	_ = lengthMap.Add(lengths[:46], 46)
	_ = lengthMap.Add(lengths[:47], 47)
	_ = lengthMap.Add(lengths[:48], 48)
	_ = lengthMap.Add(lengths[:49], 49)
	_ = lengthMap.Add(lengths[:50], 50)
	_ = lengthMap.Add(lengths[:51], 51)
	_ = lengthMap.Add(lengths[:52], 52)
	_ = lengthMap.Add(lengths[:53], 53)
	_ = lengthMap.Add(lengths[:54], 54)
	_ = lengthMap.Add(lengths[:55], 55)
	_ = lengthMap.Add(lengths[:56], 56)
	_ = lengthMap.Add(lengths[:57], 57)
	_ = lengthMap.Add(lengths[:58], 58)
	_ = lengthMap.Add(lengths[:59], 59)
	_ = lengthMap.Add(lengths[:60], 60)
	_ = lengthMap.Add(lengths[:61], 61)
	_ = lengthMap.Add(lengths[:62], 62)
	_ = lengthMap.Add(lengths[:63], 63)
	_ = lengthMap.Add(lengths[:64], 64)
	_ = lengthMap.Add(lengths[:65], 65)
	_ = lengthMap.Add(lengths[:66], 66)
	_ = lengthMap.Add(lengths[:67], 67)
	_ = lengthMap.Add(lengths[:68], 68)
	_ = lengthMap.Add(lengths[:69], 69)
	_ = lengthMap.Add(lengths[:70], 70)
	_ = lengthMap.Add(lengths[:71], 71)
	_ = lengthMap.Add(lengths[:72], 72)
	_ = lengthMap.Add(lengths[:73], 73)
	_ = lengthMap.Add(lengths[:74], 74)
	_ = lengthMap.Add(lengths[:75], 75)
	_ = lengthMap.Add(lengths[:76], 76)
	_ = lengthMap.Add(lengths[:77], 77)
	_ = lengthMap.Add(lengths[:78], 78)
)

// TestMapOfUnalignedKeys looks keys of every length up at every alignment: a look-up may read whole words.
func TestMapOfUnalignedKeys(t *testing.T) {
	for n := range len(lengths) + 1 {
		for at := range 16 {
			key := dynamicString(lengths[:at] + lengths[:n] + "\xff")[at : at+n]
			if p, ok := lengthMap.Get(key); !ok || *p != n {
				t.Errorf("Get of %d bytes at %d: %v", n, at, ok)
			}
			if n == 0 {
				continue
			}
			other := []byte(key)
			other[at%n] ^= 1
			if _, ok := lengthMap.Get(string(other)); ok {
				t.Errorf("Get of %d other bytes", n)
			}
		}
	}
}

var (
	computedTwice  section.Map[string, int]
	appendedTwice  section.Map[nameKey, int]
	addedAppended  section.Map[int, int]
	forwardedTwice section.Map[uint8, int]
	hashlessMap    section.Map[any, int]
	sealedMap      section.Map[string, int]
	contendsMap    section.Map[int, int]

	_ = computedTwice.Add("a", 1)
	_ = computedTwice.Add(strings.ToLower("B"), 2) // first
	_ = computedTwice.Add(strings.ToLower("b"), 3) // second
	_ = addedAppended.Add(-7, 1)                   // first
	_ = addTwice(uint8(len(dynamic())), 1)         // first
	_ = addTwice(uint8(len(dynamic())), 2)         // second
	_ = sealedMap.Add("a", 1)
	_ = contendsMap.Add(0, 0)
)

func addTwice(k uint8, v int) *int { return forwardedTwice.Add(k, v) }

func init() {
	appendedTwice.Append("a", 1) // first
	appendedTwice.Append("b", 2)
	appendedTwice.Append("a", 3) // second
	addedAppended.Append(7, 2)
	addedAppended.Append(-7, 3) // second
	hashlessMap.Append([]int{}, 1)
}

// TestEqualKeysOfMap is about keys of which two turn out to be equal when the map is read. The linked build refuses those that are constant.
func TestEqualKeysOfMap(t *testing.T) {
	for range 2 { // the refusal is repeated
		for _, c := range []struct {
			name, key string
			read      func()
		}{
			{"computedTwice.Add", ` has the key "b" already, from `, func() { computedTwice.Get("a") }},
			{"appendedTwice.Append", " has the key already, from ", func() { appendedTwice.Len() }},
			{"addedAppended.", " has the key -7 already, from ", func() { addedAppended.Index(nil) }},
			{"addTwice", " has the key 1 already, from ", func() {
				for range forwardedTwice.All() {
				}
			}},
		} {
			first, second := placesOf(t, "map_test.go", c.name)
			// Linked programs say the columns, too.
			wantMessage(t, c.read, second+":", " the section ", c.key, first, "; give each item a key of its own")
		}
	}
	wantMessage(t, func() { hashlessMap.Len() }, "hash of unhashable type")
}

// placesOf returns the places of the lines of a file that have a text and end with a comment: first, and second.
func placesOf(t *testing.T, file, text string) (first, second string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the sources are not on the machine that runs the test")
	}
	i := 0
	for line := range strings.Lines(string(source)) {
		i++
		switch line = strings.TrimSpace(line); {
		case !strings.Contains(line, text):
		case strings.HasSuffix(line, "// first"):
			first = fmt.Sprintf("%s:%d", file, i)
		case strings.HasSuffix(line, "// second"):
			second = fmt.Sprintf("%s:%d", file, i)
		}
	}
	return first, second
}

func TestAppendToReadMap(t *testing.T) {
	sealedMap.Get("b")
	wantMessage(t, func() { sealedMap.Append("b", 1) }, "map_test.go:", ": Append to the section ", " comes after its first read at ",
		"map_test.go:", "; register items while packages initialise, before anything reads the section")
	if _, ok := sealedMap.Get("b"); ok || sealedMap.Len() != 1 {
		t.Error("a refused key is in the map")
	}
}

// TestConcurrentMap is for the race detector.
func TestConcurrentMap(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			func() {
				defer func() { recover() }()
				contendsMap.Append(i+1, i+1)
			}()
			for k, p := range contendsMap.All() {
				if got, ok := contendsMap.Get(k); !ok || got != p || *p != k {
					t.Errorf("Get(%d) = %v, %v", k, got, ok)
				}
				contendsMap.Index(p)
			}
			if _, ok := contendsMap.Get(-1); ok {
				t.Error("a key that has not been added")
			}
		})
	}
	wg.Wait()
}
