//go:build premain && linux

package preinit

import "unsafe"

const relative = 3 // R_RISCV_RELATIVE

// action is struct sigaction of Linux.
type action struct {
	handler, flags uintptr
	mask           uint64
}

//go:norace
//go:nocheckptr
func ourAction() action { return action{handler: handlerAddress(), flags: onStack | withInfo} }

// registers returns those of the context of a signal (struct ucontext): the program counter, where the architecture has
// one the link register, and the stack pointer.
//
//go:norace
//go:nocheckptr
func registers(context unsafe.Pointer) (pc, link, sp uintptr) {
	return *(*uintptr)(unsafe.Add(context, 176)), *(*uintptr)(unsafe.Add(context, 184)), *(*uintptr)(unsafe.Add(context, 192))
}

// handlerAddress returns the address of the signal handler.
func handlerAddress() uintptr
