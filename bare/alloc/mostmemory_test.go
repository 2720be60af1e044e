//go:build linux && (amd64 || arm64 || riscv64)

package alloc

import (
	"syscall"
	"testing"
)

// TestMostMemory gives a Heap more than it can use of a region.
func TestMostMemory(t *testing.T) {
	const most = 512 << 30
	memory, err := syscall.Mmap(-1, 0, most+1<<30, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		t.Skip("this much address space is not to be had: ", err)
	}
	defer syscall.Munmap(memory)
	h := Heap{Zeroed: true} // so that nothing is touched but what is between blocks
	h.Use(memory)
	s := h.Statistics()
	if s.Total != mostGranules*granule || s.Total > most || s.Total < most-granule {
		t.Fatalf("Total is %d", s.Total)
	}
	if h.Allocate(s.Total-word+1, 1) != nil {
		t.Error("there is too much")
	}
	p := h.Allocate(s.Total-word, 1)
	if p == nil || h.Allocate(1, 1) != nil {
		t.Errorf("%+v", h.Statistics())
	}
	h.Free(p)
	// From here on the memory is no longer zero, and clearing so much of it would take all there is.
	if b := freeBlocks(&h); len(b) != 1 || b[0].is(isZero) || h.list(0) != lists-1 {
		t.Errorf("free blocks %v, in list %d", b, h.list(0))
	}
}
