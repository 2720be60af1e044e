//go:build premain_bare

// Resets starts the machine anew, once: it leaves a word in memory that is no part of the image.
package main

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

func main() {
	const done = 0x7265736574 // what memory has by chance at most
	word := mmio.Reg64(bare.MemoryLayout().Heap.End - 8)
	if word.Load() == done {
		println("after the reset")
		return
	}
	word.Store(done)
	println("before the reset")
	bare.Reset()
}
