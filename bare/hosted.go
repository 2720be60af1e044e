//go:build !premain_bare

package bare

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

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

// Read reads what the console has received into p, and returns how many bytes these are. It waits until there is one, and returns 0 only if there
// will be none: at the end of a file that the board linux has for a console, on a board that receives nothing, and for an empty p.
func Read(p []byte) (n int) {
	n, _ = os.Stdin.Read(p)
	return n
}

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

// Value returns the value of the symbol: most often, an address. A hosted program has no memory map, and panics.
func (a *Address) Value() uintptr {
	panic("premain.dev/bare: a hosted program has no memory map, and so no symbol " + a.name + "; build it with premain build -board")
}

// MemoryLayout returns where the memory map has put the parts of the program. On the board linux, which has no memory map, and hosted, all of it is zero.
func MemoryLayout() (none Layout) { return none }

// interrupts is what Interrupts and Tick share.
var interrupts struct {
	sync.Mutex
	wait    bool      // the program has asked for that
	pending bool      // the function of Tick has to wait
	running bool      // it is running
	ticking chan bool // closed to stop it; nil if there is none
}

// interruptsChanged tells that a handler may have to run, or must not any more, or has ended.
var interruptsChanged = sync.Cond{L: &interrupts}

// lockInterrupts locks interrupts when no handler is running, or if it is the handler that calls, and reports which of both.
func lockInterrupts() (handler bool) {
	interrupts.Lock()
	if interrupts.running && calledByTick() {
		return true
	}
	for interrupts.running {
		interruptsChanged.Wait()
	}
	return false
}

// calledByTick reports whether tick has called what calls this function. Goroutines that a handler begins are not the handler.
func calledByTick() bool {
	pcs := make([]uintptr, 64)
	n := runtime.Callers(1, pcs)
	for n == len(pcs) {
		pcs = make([]uintptr, 2*n)
		n = runtime.Callers(1, pcs)
	}
	frames := runtime.CallersFrames(pcs[:n])
	for more := n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if f.Function == "premain.dev/bare.tick" {
			return true
		}
	}
	return false
}

// EnableInterrupt lets the interrupts of a line arrive. A line that the board does not have panics.
func EnableInterrupt(line int) {}

// DisableInterrupt lets the interrupts of a line wait until it is enabled again.
func DisableInterrupt(line int) {}

// Interrupts with false lets interrupts wait until it is called with true, and returns whether they did not wait before:
//
//	defer bare.Interrupts(bare.Interrupts(false))
//
// A program begins with interrupts that do not wait, and with every line disabled. They wait while a handler runs, whatever it asks.
func Interrupts(on bool) (were bool) {
	handler := lockInterrupts()
	defer interrupts.Unlock()
	if handler {
		return false
	}
	were = !interrupts.wait
	interrupts.wait = !on
	interruptsChanged.Broadcast()
	for on && !interrupts.wait && (interrupts.pending || interrupts.running) { // as on a board, what has been pending comes first
		interruptsChanged.Wait()
	}
	return were
}

// Wait lets the processor rest until an interrupt has arrived. It may return earlier, so it is called in a loop that looks whether
// what it waits for has happened. Where nothing must happen between that look and the rest, interrupts wait during both: Wait
// returns then, too, and what is registered for the interrupt runs within it or as soon as interrupts do not wait any more.
func Wait() { time.Sleep(time.Millisecond) }

// Tick lets a function run a number of times a second, from 1 to 1000, from the timer's interrupt. Another call changes that; with a
// nil function, it stops. The rules of [Interrupt] hold for the function. Hosted, a goroutine calls it, and
// what other goroutines ask of Tick and [Interrupts] waits until it has returned.
func Tick(hz int, f func()) {
	if hz < 1 || hz > 1000 {
		panic("premain.dev/bare: Tick takes 1 to 1000 times a second")
	}
	lockInterrupts()
	defer interrupts.Unlock()
	if interrupts.ticking != nil {
		close(interrupts.ticking)
	}
	interrupts.ticking = nil
	if f != nil {
		stop := make(chan bool)
		interrupts.ticking = stop
		go tick(stop, hz, f)
	}
	interruptsChanged.Broadcast()
}

// tick calls the function of Tick until that is called again.
func tick(stop chan bool, hz int, f func()) {
	t := time.NewTicker(time.Second / time.Duration(hz))
	defer t.Stop()
	for {
		select {
		case <-stop:
			return
		case <-t.C:
			handle(stop, f)
		}
	}
}

// handle calls the function of Tick as soon as interrupts do not wait, unless it is stopped until then.
func handle(stop chan bool, f func()) {
	interrupts.Lock()
	for interrupts.ticking == stop && (interrupts.wait || interrupts.running) {
		interrupts.pending = true
		interruptsChanged.Wait()
	}
	interrupts.pending = false
	if interrupts.ticking == stop {
		interrupts.running = true
		interrupts.Unlock()
		f()
		interrupts.Lock()
		interrupts.running = false
	}
	interruptsChanged.Broadcast()
	interrupts.Unlock()
}

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
