package mmio_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"premain.dev/bare/mmio"
)

// stored has two words, far from each other.
var stored [2][64]uint32

// TestBarrier has two processors store and then load what the other one stores. Without the barriers, both can find what was there before: that takes a machine
// with two processors to be seen.
func TestBarrier(t *testing.T) {
	const rounds = 50000
	var (
		arrived [2]atomic.Int64
		seen    [2][rounds]uint32
		wg      sync.WaitGroup
	)
	for me := range 2 {
		wg.Go(func() {
			for round := range rounds {
				mine, other := mmio.Reg32(uintptr(unsafe.Pointer(&stored[me]))), mmio.Reg32(uintptr(unsafe.Pointer(&stored[1-me])))
				arrived[me].Store(int64(round + 1))
				for spins := 0; arrived[1-me].Load() <= int64(round); spins++ {
					if spins > 1000 {
						runtime.Gosched()
					}
				}
				mine.Store(uint32(round + 1))
				mmio.Barrier()
				seen[me][round] = other.Load()
			}
		})
	}
	wg.Wait()
	for round := range rounds {
		if seen[0][round] <= uint32(round) && seen[1][round] <= uint32(round) {
			t.Fatalf("in round %d, both loads came before the stores", round)
		}
	}
}
