//go:build premain_bare

package runtime

import (
	"internal/abi"
	"unsafe"
)

// g is what the compiler takes for a goroutine. There is one, one more for traps, and one for interrupts.
type g struct {
	stack       stack // the compiler knows the offsets of this and of the guards
	stackguard0 uintptr
	stackguard1 uintptr
	_panic      *_panic
	_defer      *_defer
	m           *m
	free        *_defer // heap-allocated ones for new use
}

// m is what functions of Go's runtime look at.
type m struct {
	curg      *g
	mallocing int32
	lacking   bool // the out-of-memory handler is running, or what it has begun
	locks     int32
	dying     int32 // how often die has been called
	dyingG    *g    // that has done so first
	throwing  throwType
	printing  *g // that makes the text of a panic
}

var (
	g0         g // of the program
	trapG      g // of trap handlers
	interruptG g // of interrupt handlers
	m0         m

	threadPointer [2]uintptr // amd64 finds g in the first word, below where FS points
	trapStack     [trapStackSize]byte

	interruptStack [interruptStackSize]byte // only there if the board has interrupts
)

const (
	trapStackSize      = 32 << 10
	interruptStackSize = 32 << 10
)

// writeBarrier is never enabled.
var writeBarrier struct {
	enabled bool
	pad     [3]byte
	alignme uint64
}

// The board has set the stack up, and start the g.
//
//go:nosplit
func begin() {
	check()
	g0.m, trapG.m, m0.curg = &m0, &m0, &g0
	low := uintptr(unsafe.Pointer(&trapStack))
	trapG.stack = stack{low, low + trapStackSize}
	trapG.stackguard0, trapG.stackguard1 = low+stackGuard, low+stackGuard
	bareBegin()
	bareExit(0)
}

// prepareInterrupts lets interruptG have its stack.
//
//go:nosplit
func prepareInterrupts() {
	low := uintptr(unsafe.Pointer(&interruptStack))
	interruptG.m = &m0
	interruptG.stack = stack{low, low + interruptStackSize}
	interruptG.stackguard0, interruptG.stackguard1 = low+stackGuard, low+stackGuard
}

// check compares what the linker has laid out with what this code was made for. If they do not fit, nothing can be relied on.
//
//go:nosplit
func check() {
	md := &firstmoduledata
	pc := abi.FuncPCABI0(start)
	if md.text > pc || pc >= md.etext || md.hasmain != 1 || uintptr(len(md.inittasks)) > 1<<16 ||
		md.next != nil || md.noptrdata > md.end || md.text > md.end {
		const text = "premain: this runtime was made for another release of Go\n"
		printstring(text)
		bareExit(2)
	}
}

func start()

// initTask is how the linker describes the initialisation of a package.
type initTask struct {
	state uint32
	nfns  uint32
	// Followed by so many addresses of functions.
}

var runtime_inittasks []*initTask // the linker fills it

// initialise runs the initialisation of all packages.
//
//go:nosplit
func initialise() {
	runInits(runtime_inittasks)
	runInits(firstmoduledata.inittasks)
}

func runInits(tasks []*initTask) {
	for _, t := range tasks {
		if t.state != 0 {
			continue
		}
		t.state = 2
		for i := range uintptr(t.nfns) {
			f := add(unsafe.Pointer(t), 8+i*unsafe.Sizeof(i))
			(*(*func())(unsafe.Pointer(&f)))()
		}
	}
}

// What package bare provides.

func bareBegin()

//go:noescape
func bareWrite(p []byte)
func bareExit(status int)

//go:noescape
func bareFatal(f *fatalError)
func bareAlloc(size, align uintptr) (p unsafe.Pointer, ok bool) // not ok without an allocator
func bareNoMemory(size uintptr)
