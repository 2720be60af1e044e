package reading

import (
	"sync"
	"testing"
)

var (
	slice  []*item
	byItem = make(map[*item]int)
	byName = make(map[string]*item)
	mu     sync.RWMutex // of the maps
)

func TestMain(m *testing.M) {
	for i, v := range items.All() {
		slice = append(slice, v)
		byItem[v] = i
		byName[v.name] = v
	}
	m.Run()
}

// each runs a benchmark whose rounds look at every item once and return the sum of their values.
func each(b *testing.B, round func() int) {
	n := items.Len()
	for b.Loop() {
		if sum := round(); sum != n*(n-1)/2 {
			b.Fatalf("the sum of all values is %d", sum)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
}

func BenchmarkRangeSlice(b *testing.B) {
	each(b, func() (sum int) {
		for _, v := range slice {
			sum += v.value
		}
		return sum
	})
}

func BenchmarkAll(b *testing.B) {
	each(b, func() (sum int) {
		for _, v := range items.All() {
			sum += v.value
		}
		return sum
	})
}

func BenchmarkIndexSlice(b *testing.B) {
	each(b, func() (sum int) {
		for i := range 100 {
			sum += slice[i].value
		}
		return sum
	})
}

func BenchmarkAt(b *testing.B) {
	each(b, func() (sum int) {
		for i := range 100 {
			sum += items.At(i).value
		}
		return sum
	})
}

func BenchmarkIndexMap(b *testing.B) {
	index := func(p *item) (int, bool) {
		mu.RLock()
		defer mu.RUnlock()
		i, ok := byItem[p]
		return i, ok
	}
	each(b, func() (sum int) {
		for _, p := range slice {
			i, _ := index(p)
			sum += i
		}
		return sum
	})
}

func BenchmarkIndex(b *testing.B) {
	each(b, func() (sum int) {
		for _, p := range slice {
			i, _ := items.Index(p)
			sum += i
		}
		return sum
	})
}

func BenchmarkNameMap(b *testing.B) {
	find := func(name string) *item {
		mu.RLock()
		defer mu.RUnlock()
		return byName[name]
	}
	each(b, func() (sum int) {
		for _, p := range slice {
			sum += find(p.name).value
		}
		return sum
	})
}
