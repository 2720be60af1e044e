//go:build !premain_bare

package bare

import (
	"os"
	"runtime"
	"strconv"

	"premain.dev/bare/alloc"
)

// Hosted tells whether the program runs on the Go runtime.
const Hosted = true

// Entry registers what the program runs first, with a stack, in place of [Main]: no package has been initialised, but for variables that are constant
// data. When it returns, the program ends with status 0. A hosted program starts where the Go runtime does, and refuses.
func Entry(f func()) *func() {
	place := "premain.dev/bare"
	if _, file, line, ok := runtime.Caller(1); ok {
		place = file + ":" + strconv.Itoa(line)
	}
	panic(place + ": a program on the Go runtime cannot have another entry; build it with premain build -board, or leave the file out by the constraint premain_bare")
}

// Main initialises the packages of the program, and calls its function main. Hosted, the Go runtime does that.
func Main() {
	panic("premain.dev/bare: Main is for a function given to Entry, which a hosted program does not have")
}

// Write writes to the console, like print. A program without a heap can write what a local variable holds.
func Write(p []byte) { os.Stderr.Write(p) }

// BoardWrite writes to the console of the board, whatever [Console] registers.
func BoardWrite(p []byte) { os.Stderr.Write(p) }

// Exit ends the program. Deferred functions do not run.
func Exit(status int) { os.Exit(status) }

// Halt stops the machine as it is. Hosted, it ends the process with status 2.
func Halt() { os.Exit(2) }

// Reset starts the machine anew. On the board linux, and hosted, it ends the process with status 2.
func Reset() { os.Exit(2) }

// Free gives the memory of a variable back to the allocator: one that new, a composite literal or an escaping variable has made. Nothing
// may use it any more. Free(nil) does nothing. Hosted, the collector does that.
func Free[T any](p *T) {}

// FreeSlice gives the array of a slice back to the allocator. The slice must begin where the array begins, as one does that make or append has
// returned. A nil slice and one without capacity are nothing to free.
func FreeSlice[T any](s []T) {}

// Statistics returns those of the allocator. It is not ok where there is none: hosted, and without one.
func Statistics() (s alloc.Statistics, ok bool) { return s, false }

// Panic is why the program has failed. Hosted, there is none.
type Panic struct{}

// Value returns what panic was called with, or nil if the program has not failed by a panic. Of an error or a Stringer, it is the text.
func (p *Panic) Value() any { return nil }

// Print writes what Go writes first: "panic: " and the value, or "fatal error: " and a text; for nested panics, a line for each. For
// a trap that Go has no panic for, it adds the cause, the program counter and the address as the processor tells them.
func (p *Panic) Print() {}

// PrintBrief writes one line, without the values of panics before this one and of values that are not strings, errors, integers or
// booleans, and of a trap only what it is. It takes less code.
func (p *Panic) PrintBrief() {}

// Trap returns what the processor told of a trap: its cause (of the board linux: the signal), the program counter and the address, if it was one that Go has no
// panic for.
func (p *Panic) Trap() (cause, pc, addr uintptr, ok bool) { return 0, 0, 0, false }

// Place is where a call was made.
type Place struct {
	Function string // with the path of its package
	File     string
	Line     int
}

// Places yields where the program has failed and the calls that have led there, the innermost first. The tables that it reads are in the
// program only if it, or Report, is used.
func (p *Panic) Places(yield func(Place) bool) {}

// Report writes the message and the places, of which it leaves out what comes after the first hundred, and ends the program with status 2.
func Report(p *Panic) { os.Exit(2) }
