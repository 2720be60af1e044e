//go:build premain_bare

package bare

import "unsafe"

// Panic is why the program has failed.
type Panic struct {
	// The type fatalError of the runtime has the same fields.
	panic  unsafe.Pointer
	text   string
	detail string
	pc, sp uintptr
	lr     uintptr
	exact  bool
	cause  uintptr
	addr   uintptr
	trap   bool
}

// Value returns what panic was called with, or nil if the program has not failed by a panic. Of an error or a Stringer, it is the text.
func (p *Panic) Value() any { return panicValue(p) }

// Print writes what Go writes first: "panic: " and the value, or "fatal error: " and a text; for nested panics, a line for each. For
// a trap that Go has no panic for, it adds the cause, the program counter and the address as the processor tells them.
func (p *Panic) Print() { printPanic(p) }

// PrintBrief writes one line, without the values of panics before this one and of values that are not strings, errors, integers or
// booleans, and of a trap only what it is. It takes less code.
func (p *Panic) PrintBrief() { printPanicBrief(p) }

// Trap returns what the processor told of a trap: its cause (of the board linux: the signal), the program counter and the address, if it was one that Go has no
// panic for.
func (p *Panic) Trap() (cause, pc, addr uintptr, ok bool) { return p.cause, p.pc, p.addr, p.trap }

// Place is where a call was made.
type Place struct {
	Function string // with the path of its package
	File     string
	Line     int
}

// Places yields where the program has failed and the calls that have led there, the innermost first. The tables that it reads are in the
// program only if it, or Report, is used.
func (p *Panic) Places(yield func(Place) bool) {
	eachPlace(p, func(at runtimePlace) bool { return yield(Place{at.function, at.file, int(at.line)}) })
}

// Report writes the message and the places, of which it leaves out what comes after the first hundred, and ends the program with status 2.
func Report(p *Panic) {
	p.Print()
	print("\n")
	n := 0
	for at := range p.Places {
		if n++; n > 100 {
			print("...more calls left out...\n")
			break
		}
		print(at.Function, "\n\t", at.File, ":", at.Line, "\n")
	}
	Exit(2)
}

type runtimePlace struct {
	function, file string
	line           int32
}

//go:nosplit
//go:linkname handle runtime.bareFatal
func handle(p *Panic) { (*panicHandler)(p) }

//go:linkname printPanic runtime.printFatal
func printPanic(p *Panic)

//go:linkname printPanicBrief runtime.printFatalBrief
func printPanicBrief(p *Panic)

//go:linkname panicValue runtime.fatalValue
func panicValue(p *Panic) any

//go:noescape
//go:linkname eachPlace runtime.eachPlace
func eachPlace(p *Panic, yield func(runtimePlace) bool)

//go:noescape
//go:linkname inject runtime.inject
func inject(pc, sp, lr *uintptr, addr uintptr) bool

//go:linkname trap runtime.trap
func trap(text string, cause, pc, sp, lr, addr uintptr)

// Trapped is for boards: it is called when the program has trapped, on the stack for that. The text says what the trap is, the cause is
// what the processor or the system tells of it; access says that it was an access of memory that is not there, at the address addr. The
// pointers are to the registers with which the trap returns (the program counter, the stack pointer, and the link register, which amd64 does
// not have). If Trapped returns, they have been changed so that the program goes on with a panic that can be recovered, as Go has one for
// dereferences of nil. Everything else goes to the panic handler.
func Trapped(text string, cause uintptr, access bool, addr uintptr, pc, sp, lr *uintptr) {
	if access && inject(pc, sp, lr, addr) {
		return
	}
	trap(text, cause, *pc, *sp, *lr, addr)
}
