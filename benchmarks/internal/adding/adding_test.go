//go:build !premain

package adding

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"

	"premain.dev/section"
)

type item struct {
	name, help string
	run        func() error
}

func nop() error { return nil }

// each runs a benchmark that fills tables with n items each, and reports the time for one item. The collector works
// between the measured rounds only: a start that registers so little does not get to a collection either.
func each(b *testing.B, fill func(items []item)) {
	const perRound = 10_000
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, n := range []int{100, perRound} {
		items := make([]item, n)
		for i := range items {
			items[i] = item{fmt.Sprintf("item-%05d", i), "help", nop}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				for range perRound / n {
					fill(items)
				}
				b.StopTimer()
				runtime.GC()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/perRound, "ns/item")
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	each(b, func(items []item) {
		var s section.Of[item]
		for i := range items {
			s.Add(items[i])
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	each(b, func(items []item) {
		registered = nil
		for i := range items {
			register(items[i])
		}
	})
}

var registered []item

func register(v item) { registered = append(registered, v) }

func BenchmarkCall(b *testing.B) {
	each(b, func(items []item) {
		registered = nil
		for i := range items {
			registerByCall(items[i])
		}
	})
}

//go:noinline
func registerByCall(v item) { registered = append(registered, v) }

func BenchmarkPointers(b *testing.B) {
	each(b, func(items []item) {
		registeredPointers = nil
		for i := range items {
			v := items[i]
			registerPointer(&v)
		}
	})
}

var registeredPointers []*item

func registerPointer(v *item) { registeredPointers = append(registeredPointers, v) }

func BenchmarkMap(b *testing.B) {
	each(b, func(items []item) {
		byName = make(map[string]item)
		for i := range items {
			registerByName(items[i])
		}
	})
}

var (
	mu     sync.RWMutex
	byName map[string]item
)

func registerByName(v item) {
	mu.Lock()
	defer mu.Unlock()
	if _, dup := byName[v.name]; dup {
		panic("registered twice: " + v.name)
	}
	byName[v.name] = v
}
