//go:build premain_bare

package linux

import (
	"unsafe"

	"premain.dev/bare"
)

// interval is the kernel's struct itimerval.
type interval struct{ every, first timeval }

type timeval struct{ seconds, microseconds int64 }

// ticking is what the timer's signal lets run.
var ticking func()

func tickAt(hz int, f func()) {
	begin()
	var none interval
	call(sysSetitimer, 0, uintptr(unsafe.Pointer(&none)), 0, 0, 0, 0)
	ticking = f
	if f == nil || hz < 1 { // what divides by 0 would be in every program
		return
	}
	const million = 1_000_000
	each := timeval{int64(1 / hz), int64(million / hz % million)}
	call(sysSetitimer, 0, uintptr(unsafe.Pointer(&interval{each, each})), 0, 0, 0, 0)
}

// begun tells whether begin has been called.
var begun bool

// begin lets the timer's signal arrive, at the first use of interrupts: a process may begin with it blocked, as its parent had it, and a program begins
// with interrupts that do not wait. One that has waited until then runs nothing.
func begin() {
	if begun {
		return
	}
	begun = true
	bare.PrepareInterrupts()
	const restart = 0x10000000 // SA_RESTART
	a := newAction(tickAddress(), restart)
	call(sysSigaction, sigalrm, uintptr(unsafe.Pointer(&a)), 0, 8, 0, 0)
	mask(unblock)
}

func tickAddress() uintptr

// ticked is called on the stack for interrupts, while further signals of the timer wait. A signal that waited may arrive after the timer has been stopped.
func ticked() {
	handling++
	if ticking != nil {
		ticking()
	}
	handling--
}

const alarm uint64 = 1 << (sigalrm - 1) // as a set of signals

const block, unblock = 0, 1 // SIG_BLOCK, SIG_UNBLOCK

// mask blocks the timer's signal, or not, and returns whether it was not blocked.
func mask(how uintptr) (were bool) {
	set, old := alarm, uint64(0)
	call(sysSigprocmask, how, uintptr(unsafe.Pointer(&set)), uintptr(unsafe.Pointer(&old)), 8, 0, 0)
	return old&alarm == 0
}

func interrupts(on bool) (were bool) {
	begin()
	if on && handling == 0 {
		return mask(unblock)
	}
	return mask(block)
}

// wait lets the signal arrive even if it is to wait otherwise, and then returns. If there is none to come, it would not.
func wait() {
	if ticking == nil || handling != 0 {
		return
	}
	var none uint64
	call(sysSigsuspend, uintptr(unsafe.Pointer(&none)), 8, 0, 0, 0, 0)
}
