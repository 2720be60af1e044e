package perfect_test

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"premain.dev/internal/perfect"
)

// Short strings are read by whole words, and yet nothing is that is on a page before or behind theirs.
func TestPages(t *testing.T) {
	page := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, 3*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(memory)
	for _, outside := range [][]byte{memory[:page], memory[2*page:]} {
		if err := syscall.Mprotect(outside, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	inside := memory[page : 2*page]

	var keys []string
	for n := range 150 {
		keys = append(keys, strings.Repeat("abcdefg", 30)[:n])
	}
	table := stringTable(keys)
	for _, k := range keys {
		for _, at := range []int{0, 1, 7, page - len(k) - 9, page - len(k) - 1, page - len(k)} {
			for _, around := range []byte{0, 0xff} {
				copy(inside, bytes.Repeat([]byte{around}, page))
				copy(inside[at:], k)
				there := unsafe.String((*byte)(unsafe.Add(unsafe.Pointer(&memory[0]), page+at)), len(k))
				if item := (*stringItem)(table.String(there)); item == nil || item.key != k {
					t.Fatalf("%d bytes at %d: %v", len(k), at, item)
				}
				if perfect.HashString(1, there) != perfect.HashString(1, k) {
					t.Fatalf("%d bytes at %d: another hash", len(k), at)
				}
			}
		}
	}

	// A string across two readable pages.
	if err := syscall.Mprotect(memory, syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		for back := range len(k) {
			at := memory[2*page-back:]
			copy(at, k)
			if got := table.String(unsafe.String(&at[0], len(k))); got == nil || (*stringItem)(got).key != k {
				t.Fatalf("%d bytes, %d of them on the first page: %v", len(k), back, got)
			}
		}
	}
}
