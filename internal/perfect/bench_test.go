package perfect_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"
)

// value is what the benchmarks' tables hold; its first word is read by each hit.
type value struct{ first, second uint64 }

// The keys are looked up in random order, more of them than predictors of branches remember, and the strings are not those
// in the table, so that they have to be compared. Beside Go's map with the values in it is one with pointers to them.
func BenchmarkString(b *testing.B) {
	kinds := []struct {
		name string
		make func(*rand.Rand) string
	}{
		{"short", func(r *rand.Rand) string { return letters(r, 1+r.IntN(8)) }},
		{"mixed", func(r *rand.Rand) string { return letters(r, 3+r.IntN(22)) }},
		{"long", func(r *rand.Rand) string { return "example.com/module/package/" + letters(r, 3+r.IntN(31)) }},
	}
	for _, kind := range kinds {
		for _, n := range []int{10, 1000, 100_000} {
			keys, misses, order := sample(n, kind.make)
			keys, order, misses = relocate(keys), relocate(order), relocate(misses)
			t, m, pointers := stringTable(keys), map[string]value{}, map[string]*value{}
			for i, k := range keys {
				m[k] = value{uint64(i), 0}
				pointers[k] = &value{uint64(i), 0}
			}
			for _, look := range []struct {
				name string
				keys []string
			}{{"hit", order}, {"miss", misses}} {
				name := fmt.Sprintf("%s/%d/%s/", kind.name, n, look.name)
				mask := len(look.keys) - 1
				b.Run(name+"perfect", func(b *testing.B) {
					sum := uint64(0)
					for i := range b.N {
						if item := t.String(look.keys[i&mask]); item != nil {
							sum += *(*uint64)(unsafe.Add(item, unsafe.Sizeof("")))
						}
					}
					sink = sum
				})
				b.Run(name+"map", func(b *testing.B) {
					sum := uint64(0)
					for i := range b.N {
						if v, ok := m[look.keys[i&mask]]; ok {
							sum += v.first
						}
					}
					sink = sum
				})
				b.Run(name+"pointers", func(b *testing.B) {
					sum := uint64(0)
					for i := range b.N {
						if v := pointers[look.keys[i&mask]]; v != nil {
							sum += v.first
						}
					}
					sink = sum
				})
			}
		}
	}
}

func BenchmarkWord(b *testing.B) {
	for _, n := range []int{10, 1000, 100_000} {
		keys, misses, order := sample(n, func(r *rand.Rand) uint64 { return r.Uint64() >> r.IntN(48) })
		t, m, pointers := wordTable(keys), map[uint64]value{}, map[uint64]*value{}
		for i, k := range keys {
			m[k] = value{uint64(i), 0}
			pointers[k] = &value{uint64(i), 0}
		}
		for _, look := range []struct {
			name string
			keys []uint64
		}{{"hit", order}, {"miss", misses}} {
			name := fmt.Sprintf("%d/%s/", n, look.name)
			mask := len(look.keys) - 1
			b.Run(name+"perfect", func(b *testing.B) {
				sum := uint64(0)
				for i := range b.N {
					if item := t.Word(look.keys[i&mask]); item != nil {
						sum += *(*uint64)(unsafe.Add(item, 8))
					}
				}
				sink = sum
			})
			b.Run(name+"map", func(b *testing.B) {
				sum := uint64(0)
				for i := range b.N {
					if v, ok := m[look.keys[i&mask]]; ok {
						sum += v.first
					}
				}
				sink = sum
			})
			b.Run(name+"pointers", func(b *testing.B) {
				sum := uint64(0)
				for i := range b.N {
					if v := pointers[look.keys[i&mask]]; v != nil {
						sum += v.first
					}
				}
				sink = sum
			})
		}
	}
}

var sink uint64

// sample returns n different keys, others, and the keys in random order, of both a power of two.
func sample[K comparable](n int, random func(*rand.Rand) K) (keys, others, order []K) {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	seen := map[K]bool{}
	for len(keys) < n {
		if k := random(r); !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	const looks = 1 << 17
	for len(others) < looks {
		if k := random(r); !seen[k] {
			others = append(others, k)
		}
	}
	for len(order) < looks {
		order = append(order, keys[r.IntN(n)])
	}
	return keys, others, order
}

// relocate returns equal strings elsewhere, one after another, as a program has them that reads its input.
func relocate(keys []string) []string {
	all := strings.Join(keys, "")
	moved := make([]string, len(keys))
	for i, k := range keys {
		moved[i], all = all[:len(k)], all[len(k):]
	}
	return moved
}

// letters returns a string of n letters.
func letters(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + r.IntN(26))
	}
	return string(b)
}
