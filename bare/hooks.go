package bare

import (
	"premain.dev/bare/alloc"
	"premain.dev/section"
)

// The link step sees to it that there is one item of each at most. What this package adds itself counts where nothing else is added.
var (
	//premain:single board
	boards section.Of[Board]
	//premain:single heapMemory
	heapMemories section.Of[func() []byte]
	//premain:single interruptController
	interruptControllers section.Of[InterruptController]
	//premain:single entry
	entries section.Of[func()]
	//premain:single panicHandler
	panicHandlers section.Of[func(*Panic)]
	//premain:single outOfMemory
	outOfMemoryHandlers section.Of[func(size uintptr)]
	//premain:single console
	consoles section.Of[func(p []byte)]
	//premain:single allocator
	allocators section.Of[alloc.Allocator]
)

// What the link step fills in: the item of each section, or nil.
var (
	board               *Board
	heapMemory          *func() []byte
	interruptController *InterruptController
	entry               *func()
	panicHandler        *func(*Panic)
	outOfMemory         *func(size uintptr)
	console             *func(p []byte)
	allocator           *alloc.Allocator
)

// RegisterBoard registers the board of the program; see [Board].
func RegisterBoard(b Board) *Board { return boards.Add(b) }

// RegisterMemory registers a function of the board that returns the memory for the allocator. It is called once at most, and by programs with an allocator
// alone. Without one, the memory is the section .heap of the memory map.
func RegisterMemory(f func() []byte) *func() []byte { return heapMemories.Add(f) }

// RegisterInterrupts registers the interrupts of the board; see [InterruptController].
func RegisterInterrupts(c InterruptController) *InterruptController {
	return interruptControllers.Add(c)
}

// PanicHandler registers what is called when the program has failed: by a panic that nothing recovers, a trap, or an error that cannot be
// recovered, like a full stack. It runs where the failure was, or, after a trap or with a full stack, on a stack of its own of 32 KiB. A panic in it
// ends the program with status 3; if it returns, the status is 2. Without one, [Report] is called.
//
// Interrupts go on arriving while it runs, unless they waited before, or the failure was a trap or in an interrupt handler. Such a handler may panic and recover then, too;
// what it does not recover ends the program with status 3, and so does, after a full stack, a trap in it.
func PanicHandler(f func(p *Panic)) *func(*Panic) { return panicHandlers.Add(f) }

// OutOfMemory registers what is called when the allocator has no room for a number of bytes. If it returns, the program
// ends by the panic handler, with the message "out of memory": that runs no deferred functions, and cannot be recovered. The function may
// panic instead, which can be. But a map that was being written, and was to grow, must not be used after that: the next use ends the program,
// as one from two goroutines does in Go.
func OutOfMemory(f func(size uintptr)) *func(size uintptr) { return outOfMemoryHandlers.Add(f) }

// Console registers what print, println, [Write] and messages of panics write to, in place of the board's console. The bytes must not be
// kept.
func Console(f func(p []byte)) *func(p []byte) { return consoles.Add(f) }

// Allocator registers what serves new, make, append and so on. At the first allocation it is given the memory of the board.
// Package alloc has allocators; those below it register one of them by being imported.
func Allocator(a alloc.Allocator) *alloc.Allocator { return allocators.Add(a) }
