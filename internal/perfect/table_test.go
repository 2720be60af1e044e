package perfect_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	builder "premain.dev/internal/linkstep/perfect"
	"premain.dev/internal/perfect"
)

// stringItem and wordItem are items as section.Map has them.
type stringItem struct {
	key string
	value
}

type wordItem struct {
	key uint64
	value
}

// table lays out keys whose items are at the given addresses.
func table(keys []builder.Key, item func(int) unsafe.Pointer) (*perfect.Table, error) {
	l, err := builder.Build(keys)
	if err != nil {
		return nil, err
	}
	slots := make([]perfect.Slot, len(l.Slots))
	for i, s := range l.Slots {
		slots[i].Check = s.Check
		if s.Key >= 0 {
			slots[i].Item = item(s.Key)
		}
	}
	return perfect.Make(l.Seed, l.PilotMask, l.SlotMask, slots, l.Pilots), nil
}

func stringTable(keys []string) *perfect.Table {
	built, items := make([]builder.Key, len(keys)), make([]stringItem, len(keys))
	for i, k := range keys {
		built[i], items[i] = builder.String(k), stringItem{k, value{uint64(i), 0}}
	}
	t, err := table(built, func(i int) unsafe.Pointer { return unsafe.Pointer(&items[i]) })
	if err != nil {
		panic(err)
	}
	return t
}

func wordTable(keys []uint64) *perfect.Table {
	built, items := make([]builder.Key, len(keys)), make([]wordItem, len(keys))
	for i, k := range keys {
		built[i], items[i] = builder.Word(k), wordItem{k, value{uint64(i), 0}}
	}
	t, err := table(built, func(i int) unsafe.Pointer { return unsafe.Pointer(&items[i]) })
	if err != nil {
		panic(err)
	}
	return t
}

// checkStrings compares a table with a map, for the keys, and for others that are nearly keys.
func checkStrings(t *testing.T, keys []string, others ...string) {
	t.Helper()
	model, different := map[string]int{}, []string{}
	for _, k := range keys {
		if _, ok := model[k]; !ok {
			model[k] = len(different)
			different = append(different, k)
		}
	}
	found := stringTable(different)
	check := func(k string) {
		item := (*stringItem)(found.String(k))
		if i, ok := model[k]; ok != (item != nil) || ok && (item.key != k || item.first != uint64(i)) {
			t.Fatalf("among %d keys, %q: %v, want %v (%v)", len(different), k, item, i, ok)
		}
	}
	for _, k := range different {
		check(strings.Clone(k))
		check(k + "\x00")
		check("\x00" + k)
		check(k + "x")
		if k != "" {
			check(k[1:])
			check(k[:len(k)-1])
			b := []byte(k)
			for i := 0; i < len(b); i += 1 + len(b)/4 {
				b[i] ^= 0x10
				check(string(b))
				b[i] ^= 0x10
			}
		}
	}
	check("")
	for _, k := range others {
		check(k)
	}
}

func checkWords(t *testing.T, keys []uint64) {
	t.Helper()
	model, different := map[uint64]int{}, []uint64{}
	for _, k := range keys {
		if _, ok := model[k]; !ok {
			model[k] = len(different)
			different = append(different, k)
		}
	}
	found := wordTable(different)
	check := func(k uint64) {
		item := (*wordItem)(found.Word(k))
		if i, ok := model[k]; ok != (item != nil) || ok && (item.key != k || item.first != uint64(i)) {
			t.Fatalf("among %d keys, %#x: %v, want %v (%v)", len(different), k, item, i, ok)
		}
	}
	for _, k := range different {
		for _, d := range []uint64{0, 1, ^uint64(0), k, 1 << 32, 1 << 63} {
			check(k + d)
			check(k ^ d)
		}
	}
	check(0)
}

func TestFew(t *testing.T) {
	for n := range 40 {
		var words []uint64
		var short, long []string
		for i := range n {
			words = append(words, uint64(i))
			short = append(short, fmt.Sprint(i))
			long = append(long, fmt.Sprint("a common prefix ", i))
		}
		checkWords(t, words)
		checkStrings(t, short)
		checkStrings(t, long)
	}
	checkStrings(t, []string{""})
	checkWords(t, []uint64{0})
	checkWords(t, []uint64{^uint64(0)})
}

func TestStrings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sets := map[string]func(i int) string{
		"NULs":         func(i int) string { return strings.Repeat("\x00", i%200) },
		"letter, NULs": func(i int) string { return "a" + strings.Repeat("\x00", i%200) },
		"NULs, letter": func(i int) string { return strings.Repeat("\x00", i%200) + "a" },
		"anagrams": func(int) string {
			b := []byte("abcdefghijklm")
			r.Shuffle(13, func(i, j int) { b[i], b[j] = b[j], b[i] })
			return string(b)
		},
		"numbers": func(i int) string { return fmt.Sprint(i) },
		"eight":   func(i int) string { return fmt.Sprintf("%08d", i) },
		"nine":    func(i int) string { return fmt.Sprintf("%09d", i) },
		"sixteen": func(i int) string { return fmt.Sprintf("%016d", i) },
		"prefix":  func(i int) string { return strings.Repeat("prefix", 8) + fmt.Sprint(i) },
		"suffix":  func(i int) string { return fmt.Sprint(i) + strings.Repeat("suffix", 8) },
		"long":    func(i int) string { return strings.Repeat("x", i) },
		"binary":  func(int) string { return strings.Repeat("\x00\x01\xff"[r.IntN(3):], r.IntN(20)) },
		"any": func(int) string {
			b := make([]byte, r.IntN(100))
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			return string(b)
		},
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			var keys []string
			for i := range 500 {
				keys = append(keys, set(i))
			}
			checkStrings(t, keys)
		})
	}
}

func TestWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, set := range []func(i uint64) uint64{
		func(i uint64) uint64 { return i },
		func(i uint64) uint64 { return -i },
		func(i uint64) uint64 { return i << 32 },
		func(i uint64) uint64 { return i << 52 },
		func(i uint64) uint64 { return 1 << (i & 63) },
		func(i uint64) uint64 { return 1<<(i&63) - 1 },
		func(i uint64) uint64 { return 1<<(i&63) | 1<<(i>>6&63) },
		func(i uint64) uint64 { return i * 4096 },
		func(i uint64) uint64 { return i * 0x9e3779b97f4a7c15 },
		func(i uint64) uint64 { return i * 0xf1de83e19937733d }, // its inverse
		func(i uint64) uint64 { return i * 0xb7e151628aed2a6b },
		func(i uint64) uint64 { return i<<32 | i },
		func(uint64) uint64 { return r.Uint64() },
	} {
		var keys []uint64
		for i := range uint64(4000) {
			keys = append(keys, set(i))
		}
		checkWords(t, keys)
		checkWords(t, keys[:100])
	}
}

// Who knows the seed can make strings that have the hash of a key: one that makes the first factor zero lets the second
// one be anything.
func TestForged(t *testing.T) {
	seed := perfect.HashWord(1, 1) // the first that is tried for one key
	zero := string(binary.LittleEndian.AppendUint64(nil, seed))
	for _, rest := range []string{"sixteen bytes...", strings.Repeat("and up to 64 bytes ", 2)} {
		key, forged := zero+"original"+rest, zero+"forgery!"+rest
		if perfect.HashString(seed, key) != perfect.HashString(seed, forged) {
			t.Fatal("not the same hash")
		}
		found := stringTable([]string{key})
		if found.Seed() != seed || found.String(key) == nil || found.String(forged) != nil {
			t.Errorf("%q", forged)
		}
		checkStrings(t, []string{key, forged})
	}
}

func TestNoAllocation(t *testing.T) {
	words, short, long := wordTable([]uint64{1, 2}), stringTable([]string{"a", "b"}), stringTable([]string{"a longer string", "another"})
	if n := testing.AllocsPerRun(10, func() {
		words.Word(1)
		short.String("a")
		long.String("a longer string")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// The hashes of composite keys know where a string ends.
func TestComposite(t *testing.T) {
	type key struct {
		a string
		w uint64
		b string
	}
	var keys []key
	for _, a := range []string{"", "a", "ab", "a\x00", "some longer string", "some longer string."} {
		for _, b := range []string{"", "a", "ab", "b", "a\x00", "some longer string", "some longer string."} {
			for w := range uint64(5) {
				keys = append(keys, key{a, w, b})
			}
		}
	}
	built := make([]builder.Key, len(keys))
	for i, k := range keys {
		built[i] = builder.Composite(builder.String(k.a), builder.Word(k.w), builder.String(k.b))
	}
	found, err := table(built, func(i int) unsafe.Pointer { return unsafe.Pointer(&keys[i]) })
	if err != nil {
		t.Fatal(err)
	}
	look := func(k key) unsafe.Pointer {
		h := perfect.Mix(found.Seed(), perfect.HashString(found.Seed(), k.a))
		h = perfect.Mix(h, k.w)
		return found.Find(perfect.Mix(h, perfect.HashString(found.Seed(), k.b)))
	}
	for i, k := range keys {
		if got := (*key)(look(k)); got != &keys[i] {
			t.Errorf("%v: %v", k, got)
		}
		k.w = 7
		if got := (*key)(look(k)); got != nil {
			t.Errorf("%v: %v", k, got)
		}
	}
}

func TestLayout(t *testing.T) {
	o, pointer := perfect.Offsets, unsafe.Sizeof(uintptr(0))
	if o.Seed != perfect.OffsetSeed || o.PilotMask != perfect.OffsetPilotMask || o.SlotMask != perfect.OffsetSlotMask ||
		o.Slots != perfect.OffsetSlots || o.Pilots != perfect.OffsetSlots+pointer {
		t.Errorf("Table: %+v", o)
	}
	if o.Check != perfect.OffsetCheck || o.Item != perfect.OffsetItem || unsafe.Sizeof(perfect.Slot{}) != perfect.SlotSize {
		t.Errorf("Slot: %+v, %d bytes", o, unsafe.Sizeof(perfect.Slot{}))
	}
	if unsafe.Sizeof(perfect.Table{}) > 64 {
		t.Error("more than a cache line")
	}
}

func FuzzStrings(f *testing.F) {
	f.Add("a,b,c", "d")
	f.Add("a\x00,a,,\x00a,aaaaaaaa,aaaaaaaaa", "aaaaaaaaaa")
	f.Fuzz(func(t *testing.T, keys, other string) { checkStrings(t, strings.Split(keys, ","), other) })
}
