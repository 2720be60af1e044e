// Package bare is for programs without the Go runtime: processes and kernels that start at their own entry, with nothing below them
// but a board.
//
//	package main
//
//	func main() { println("hello") }
//
// is such a program; premain run -board linux runs it as a process that makes its system calls itself, and premain boot -board
// virt-arm64 as a kernel in QEMU. The program has a function main, package-level variables and init functions like any other, and the
// same source runs hosted, on the Go runtime: by go run, too.
//
// # Tiers
//
// In place of package runtime, the program has a small one of premain's. Which part of Go it serves depends on one import:
//
//	core   without an allocator: the language without new, make, growing append, concatenation and conversion of strings, maps,
//	       closures and variables that escape, conversions to interfaces that allocate, and defer in loops
//	alloc  with one (import _ "premain.dev/bare/alloc/heap", or bump, or pools): all of that, too
//
// Neither has goroutines, channels, select, finalizers, or a garbage collector: memory is freed by [Free] and [FreeSlice], or never.
// What a program uses that its tier lacks is an error of the build, which names the place and what to do. Panics, run-time errors, defer
// and recover work as they do in Go. Of the standard library there is what asks neither the system nor goroutines: strings, bytes, strconv, slices, maps, sort,
// errors, unicode, math, and others; of time what needs no clock, and of context what is never cancelled; not fmt and os.
//
// # What a program chooses
//
// Each of these has a default, and at most one registration in a program, as the whole initialiser of a package-level variable:
//
//	var _ = bare.PanicHandler(func(p *bare.Panic) { p.Print(); bare.Reset() })
//
// [Entry] is what runs first, [PanicHandler] what ends the program when it has failed, [OutOfMemory] what is asked when the allocator has nothing
// more, [Console] where print and println write, and [Allocator] what serves memory. Packages below this one register some of them by being
// imported: premain.dev/bare/alloc/… an allocator, premain.dev/bare/panics/… a panic handler.
//
// # Memory
//
// Nothing is freed that the program does not free. That goes for what it does not see, too: the array that append has outgrown stays, so give make
// the capacity that a slice will need; so do the strings that lead to a longer one, and the error that nobody looks at. A map cannot be freed; clear makes room
// in it for other pairs. A string may be a constant, a part of another one, or what a concatenation with an empty one has returned as it was,
// so there is no way to free one either: keep text that is to be freed in a []byte. What works in rounds is easier with bump,
// whose [alloc.Bump.Release] gives back whatever a round has allocated, maps and strings included.
//
// The settings of an allocator, like Debug of [alloc.Heap], count when it is first used, which may be while a package is initialised, before
// main. A program that wants others than the defaults registers an allocator of its own, in place of importing one:
//
//	var memory = alloc.Heap{Debug: true}
//
//	var _ = bare.Allocator(&memory)
//
// # Finding faults
//
// Without a panic handler, a program that fails writes the message and the calls that have led there, as Go does, and ends with status 2. premain
// boot ends with the status of the program; premain run, of a process and like go run, prints it and ends with 1. Of a program that premain build
// has built for the board linux, gdb shows places, calls and variables; with -gcflags='all=-N -l', all variables. The flag
// -gcflags=-m has the compiler tell which variables escape, and so what in the tier core needs a heap.
//
// # Boards
//
// A board is a package, too: it registers a [Board] and has the program's entry in assembly. The flag -board names it: linux, pc-amd64, virt-arm64 and
// virt-riscv64, or the import path of another one. On all but linux, a memory map places the program, the board's or that of the flag
// -memory: a linker script, of which the file docs/memory-map.md of the repository tells. [Symbol] and [MemoryLayout] tell the program.
//
// [Read] waits for what the console receives. [Interrupt] registers what an interrupt lets run, [EnableInterrupt] lets it arrive, and
// [Interrupts] keeps all of them waiting. [Tick] is the timer's. Devices are accessed by package premain.dev/bare/mmio.
//
// # Hosted
//
// In a program with the Go runtime, built by plain go build or by premain build without -board, package bare compiles, too, so that what
// uses it can be tested there. The Go runtime then has its own entry, panics and memory, and what is registered here has no effect, but for
// an [Entry], which a hosted program refuses.
package bare
