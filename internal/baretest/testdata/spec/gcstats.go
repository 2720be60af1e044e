// Covers what the collector tells: runtime.GC, ReadMemStats and debug.SetGCPercent. A tier without a collector refuses
// this file.
package main

import (
	"runtime"
	"runtime/debug"
)

var sink []byte

func main() {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 200 {
		sink = make([]byte, 1<<20)
	}
	sink = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	println("collected", after.NumGC > before.NumGC, after.Mallocs-before.Mallocs >= 200, after.HeapAlloc < 100<<20)
	if after.NumGC <= before.NumGC || after.TotalAlloc-before.TotalAlloc < 200<<20 || after.HeapAlloc > 100<<20 {
		println("FAIL")
	}
	println("percent", debug.SetGCPercent(50), debug.SetGCPercent(100))
}
