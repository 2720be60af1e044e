//go:build premain_bare

package bare

import "unsafe"

// Hosted tells whether the program runs on the Go runtime.
const Hosted = false

var (
	_ = entries.Add(Main)
	_ = panicHandlers.Add(Report)
	_ = consoles.Add(BoardWrite)
)

// Entry registers what the program runs first, with a stack, in place of [Main]: no package has been initialised, but for variables that are constant
// data. When it returns, the program ends with status 0.
func Entry(f func()) *func() { return entries.Add(f) }

// Main initialises the packages of the program, and calls its function main.
func Main() {
	initialise()
	mainMain()
}

// Write writes to the console, like print. A program without a heap can write what a local variable holds.
//
//go:noinline
func Write(p []byte) { (*console)(lent(p)) }

// Read reads what the console has received into p, and returns how many bytes these are. It waits until there is one, and returns 0 only if there
// will be none: at the end of a file that the board linux has for a console, on a board that receives nothing, and for an empty p.
func Read(p []byte) (n int) {
	if board.Read == nil || len(p) == 0 {
		return 0
	}
	return board.Read(lent(p))
}

// Exit ends the program. Deferred functions do not run.
func Exit(status int) {
	for {
		board.Exit(status)
	}
}

// Halt stops the machine as it is.
func Halt() {
	for {
		board.Halt()
	}
}

// Reset starts the machine anew. On the board linux, and hosted, it ends the process with status 2.
func Reset() {
	for {
		board.Reset()
	}
}

//go:linkname initialise runtime.initialise
func initialise()

//go:linkname mainMain main.main
func mainMain()

//go:nosplit
//go:linkname begin runtime.bareBegin
func begin() {
	board.Start()
	(*entry)()
}

//go:nosplit
//go:linkname write runtime.bareWrite
func write(p []byte) { (*console)(p) }

// BoardWrite writes to the console of the board, whatever [Console] registers.
//
//go:nosplit
//go:noinline
func BoardWrite(p []byte) { board.Write(lent(p)) }

// lent returns p, and the compiler does not see that it does. What is written goes to functions that the compiler does not know, for which
// it would put every buffer on the heap; but they must not keep it, and the stack never moves. What calls
// it is not inlined, so that the buffer of its caller is in use until it returns.
//
//go:nosplit
func lent(p []byte) []byte {
	s := slice{uintptr(unsafe.Pointer(unsafe.SliceData(p))), len(p), cap(p)}
	return *(*[]byte)(unsafe.Pointer(&s))
}

// slice is how the compiler lays out a slice.
type slice struct {
	array    uintptr
	len, cap int
}

//go:nosplit
//go:linkname exit runtime.bareExit
func exit(status int) { Exit(status) }
