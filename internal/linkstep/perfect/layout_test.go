package perfect

import (
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"premain.dev/internal/perfect"
)

// check builds a layout for different keys and says how many seeds were tried.
func check(t *testing.T, keys []Key) int {
	t.Helper()
	l, err := Build(keys)
	if err != nil {
		t.Fatal(err)
	}
	if bits.OnesCount(uint(len(l.Slots))) != 1 || bits.OnesCount(uint(len(l.Pilots))) != 1 || len(l.Slots) < len(keys) {
		t.Fatalf("%d slots and %d pilots for %d keys", len(l.Slots), len(l.Pilots), len(keys))
	}
	for i, k := range keys {
		h, check := k.hash(l.Seed)
		if s := l.Slots[l.slot(h, l.Pilots[l.pilot(h)])]; s.Key != i || s.Check != check {
			t.Fatalf("key %d of %d is not in its slot, but %v", i, len(keys), s)
		}
	}
	for _, s := range l.Slots {
		if s.Key < 0 && s.Check != 0 {
			t.Fatalf("free slot: %v", s)
		}
	}
	tried := 1
	for perfect.HashWord(uint64(tried), uint64(len(keys))) != l.Seed {
		tried++
	}
	return tried
}

// Every number of keys, at which tables are as full as they get and as empty.
func TestSizes(t *testing.T) {
	tried, tables := 0, 0
	for n := 0; n < 20_000; n += 1 + n/60 {
		keys := make([]Key, n)
		for i := range keys {
			keys[i] = Word(uint64(i))
		}
		tried += check(t, keys)
		tables++
	}
	if tried > tables*11/10 {
		t.Errorf("%d seeds for %d tables", tried, tables)
	}
	t.Logf("%d seeds for %d tables", tried, tables)
}

func TestMany(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, key := range map[string]func(i int) Key{
		"integers":   func(i int) Key { return Word(uint64(i)) },
		"multiples":  func(i int) Key { return Word(uint64(i) << 40) },
		"two":        func(i int) Key { return Word(uint64(i)&0xff<<56 | uint64(i)>>8) },
		"numbers":    func(i int) Key { return String(fmt.Sprint(i)) },
		"prefixed":   func(i int) Key { return String(fmt.Sprint("a prefix of a common length, ", i)) },
		"repeated":   func(i int) Key { return String(strings.Repeat(fmt.Sprintf("%08d", i), 9)) },
		"NULs":       func(i int) Key { return String(fmt.Sprintf("%d%s", i, strings.Repeat("\x00", i%30))) },
		"random":     func(int) Key { return Word(r.Uint64()) },
		"composites": func(i int) Key { return Composite(String(fmt.Sprint(i%300)), Word(uint64(i/300))) },
	} {
		t.Run(name, func(t *testing.T) {
			keys := make([]Key, 20_000)
			for i := range keys {
				keys[i] = key(i)
			}
			if tried := check(t, keys); tried > 1 {
				t.Errorf("%d seeds", tried)
			}
		})
	}
}

func TestHundredThousand(t *testing.T) {
	keys := make([]Key, 100_000)
	for i := range keys {
		keys[i] = String(fmt.Sprint("example.com/", i))
	}
	start := time.Now()
	l, err := Build(keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v for %d keys: %d slots, %d pilots", time.Since(start), len(keys), len(l.Slots), len(l.Pilots))
	if again, _ := Build(keys); !reflect.DeepEqual(l, again) {
		t.Error("another layout for the same keys")
	}
}

func TestMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("a second")
	}
	keys := make([]Key, 1_000_000)
	for i := range keys {
		keys[i] = Word(uint64(i))
	}
	start := time.Now()
	tried := check(t, keys)
	t.Logf("%v, %d seeds", time.Since(start), tried)
}

// Different keys with equal hashes get another seed.
func TestCollision(t *testing.T) {
	seed := perfect.HashWord(1, 2)
	difference := perfect.Mix(seed, 1) ^ perfect.Mix(seed, 2)
	keys := []Key{Composite(Word(1), Word(difference)), Composite(Word(2), Word(0))}
	if tried := check(t, keys); tried != 2 {
		t.Errorf("%d seeds", tried)
	}
}

// The program finds what the link step has laid out only if both hash alike.
func TestFingerprint(t *testing.T) {
	h := uint64(0)
	for n := range 200 {
		s := strings.Repeat("0123456789abc", 16)[:n]
		h = perfect.Mix(h, perfect.HashString(h, s))
		h = perfect.Mix(h, perfect.HashWord(h, uint64(n)))
		h = perfect.Mix(h, perfect.PilotOffset(h, 1<<20-2))
		h = perfect.Mix(h, perfect.SlotOffset(h, uint16(h), 1<<20-16))
		if n <= 8 {
			h = perfect.Mix(h, perfect.Short(s))
		}
	}
	for _, offset := range []uint64{perfect.OffsetSeed, perfect.OffsetPilotMask, perfect.OffsetSlotMask, perfect.OffsetSlots,
		perfect.OffsetItem, perfect.OffsetCheck, perfect.SlotSize} {
		h = perfect.Mix(h, offset)
	}
	if h != fingerprint {
		t.Errorf("package premain.dev/internal/perfect has changed: fingerprint must be %#x", h)
	}
}

func TestDuplicates(t *testing.T) {
	parts := []Key{String("a"), Word(1)}
	for _, test := range []struct {
		keys          []Key
		first, second int
	}{
		{[]Key{String("a"), String("b"), String("b"), String("a")}, 1, 2},
		{[]Key{String(""), String("\x00"), String("")}, 0, 2},
		{[]Key{Word(7), Word(0), Word(0), Word(0)}, 1, 2},
		{[]Key{Composite(parts...), Composite(Word(1), String("a")), Composite(parts...)}, 0, 2},
	} {
		_, err := Build(test.keys)
		var duplicate *DuplicateError
		if !errors.As(err, &duplicate) || duplicate.First != test.first || duplicate.Second != test.second {
			t.Errorf("%v: %v", test.keys, err)
		}
	}
}
