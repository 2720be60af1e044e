//go:build premain_bare

package linux

import (
	"unsafe"

	"premain.dev/bare"
)

var _ = bare.RegisterBoard(bare.Board{Start: start, Write: write, Read: read, Exit: exit, Halt: halt, Reset: halt})

var _ = bare.RegisterMemory(memory)

var _ = bare.RegisterInterrupts(bare.InterruptController{Interrupts: interrupts, Tick: tickAt, Wait: wait})

// call makes a system call and returns what the kernel returns.
func call(number, a, b, c, d, e, f uintptr) uintptr

func write(p []byte) {
	addr, rest := uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p))
	for rest > 0 {
		n := call(sysWrite, 2, addr, rest, 0, 0, 0)
		if n == interrupted {
			continue
		}
		if n == 0 || n > rest {
			return
		}
		addr, rest = addr+n, rest-n
	}
}

// interrupted is what the kernel returns if a signal has arrived: -EINTR.
const interrupted = ^uintptr(4 - 1)

func read(p []byte) int {
	for {
		n := call(sysRead, 0, uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0)
		switch {
		case n <= uintptr(len(p)):
			return int(n)
		case n != interrupted:
			return 0
		}
	}
}

func exit(status int) { call(sysExitGroup, uintptr(status), 0, 0, 0, 0, 0) }

func halt() { exit(2) }

// memory reserves addresses; the kernel gives pages as they are used.
func memory() []byte {
	const (
		readWrite          = 3      // PROT_READ|PROT_WRITE
		anonymousNoReserve = 0x4022 // MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE
	)
	for size := uintptr(1 << 32); size >= 1<<20; size /= 2 {
		if p := call(sysMmap, 0, size, readWrite, anonymousNoReserve, ^uintptr(0), 0); p < ^uintptr(4095) {
			return *(*[]byte)(unsafe.Pointer(&slice{p, size, size}))
		}
	}
	return nil
}

// slice is how the compiler lays out a slice. What checks the arguments of unsafe.Slice would be in every program.
type slice struct{ array, len, cap uintptr }

// action is the kernel's struct sigaction.
type action struct {
	handler  uintptr
	flags    uint64
	restorer uintptr // on amd64
	mask     uint64
}

// signalStack is the kernel's stack_t.
type signalStack struct {
	sp    uintptr
	flags int32
	size  uintptr
}

//go:linkname trapStack runtime.trapStack
var trapStack [32 << 10]byte

func handlerAddress() uintptr
func restorerAddress() uintptr

func start() {
	s := signalStack{sp: uintptr(unsafe.Pointer(&trapStack)), size: unsafe.Sizeof(trapStack)}
	call(sysSigaltstack, uintptr(unsafe.Pointer(&s)), 0, 0, 0, 0, 0)
	a := newAction(handlerAddress(), handlerFlags)
	a.mask = 1 << (sigalrm - 1)
	const signals = 1<<sigill | 1<<sigtrap | 1<<sigbus | 1<<sigfpe | 1<<sigsegv
	for signal := range uintptr(sigsegv + 1) {
		if signals>>signal&1 != 0 {
			call(sysSigaction, signal, uintptr(unsafe.Pointer(&a)), 0, 8, 0, 0)
		}
	}
}

const (
	sigill  = 4
	sigtrap = 5
	sigbus  = 7
	sigfpe  = 8
	sigsegv = 11
	sigalrm = 14

	handlerFlags = 0x48000004 // SA_SIGINFO|SA_ONSTACK|SA_NODEFER: a trap of the handler of a trap is told, too
)

// handling is how many handlers of traps and interrupts are running. Interrupts wait while there are any, because there is one stack for each kind.
var handling int

// trapped is called on the signal stack. Changes to the context take effect when it returns.
func trapped(signal uintptr, info, context unsafe.Pointer) {
	handling++
	code := *(*int32)(unsafe.Add(info, 8))
	addr := *(*uintptr)(unsafe.Add(info, 16))
	name := "trap"
	switch signal {
	case sigill:
		name = "illegal instruction"
	case sigtrap:
		name = "breakpoint"
	case sigbus:
		name = "bus error"
	case sigfpe:
		name = "arithmetic exception"
	case sigsegv:
		name = "fault"
	}
	const mapError, accessError = 1, 2
	null := (signal == sigsegv || signal == sigbus) && (code == mapError || code == accessError)
	pc := (*uintptr)(unsafe.Add(context, contextPC))
	bare.Trapped(name, signal, null, addr, pc, (*uintptr)(unsafe.Add(context, contextSP)), (*uintptr)(unsafe.Add(context, contextLR)))
	handling--
}
