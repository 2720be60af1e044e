package mmio_test

import (
	"runtime"
	"sync"
	"testing"

	"premain.dev/bare/mmio"
)

func TestPeripheral(t *testing.T) {
	p := mmio.Peripheral[mmio.Reg32]{Address: 0x1000}
	if r, ok := p.Take(); r != 0x1000 || !ok {
		t.Errorf("the first Take returns %#x, %v", r, ok)
	}
	for range 2 {
		if r, ok := p.Take(); r != 0 || ok {
			t.Errorf("another Take returns %#x, %v", r, ok)
		}
	}
	p.Release()
	if r, ok := p.Take(); r != 0x1000 || !ok {
		t.Errorf("Take after Release returns %#x, %v", r, ok)
	}
	p.Release()
	defer func() {
		const want = "mmio: release of a peripheral that is not taken"
		if got := recover(); got != want {
			t.Errorf("the second Release panics with %v, want %s", got, want)
		}
		if _, ok := p.Take(); !ok {
			t.Error("cannot be taken after that")
		}
	}()
	p.Release()
}

// TestOneOwner lets several goroutines take a device at the same time. Each adds to a number that it may only touch as the owner.
func TestOneOwner(t *testing.T) {
	const goroutines, rounds = 8, 2000
	p := mmio.Peripheral[mmio.Reg32]{Address: 4}
	total := 0
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range rounds {
				for {
					if _, ok := p.Take(); ok {
						break
					}
					runtime.Gosched()
				}
				total++
				p.Release()
			}
		})
	}
	wg.Wait()
	if total != goroutines*rounds {
		t.Errorf("the owners have counted to %d, want %d", total, goroutines*rounds)
	}
}
