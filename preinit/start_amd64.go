//go:build premain && linux

package preinit

import "unsafe"

const relative = 8 // R_X86_64_RELATIVE

// action is struct sigaction of Linux.
type action struct {
	handler, flags, restorer uintptr
	mask                     uint64
}

//go:norace
//go:nocheckptr
func ourAction() action {
	const withRestorer = 0x04000000 // SA_RESTORER, without which there is no signal
	a := handlerAddress()
	return action{handler: a, flags: onStack | withInfo | withRestorer, restorer: a} // the handler does not return
}

// registers returns those of the context of a signal (struct ucontext): the program counter, where the architecture has
// one the link register, and the stack pointer.
//
//go:norace
//go:nocheckptr
func registers(context unsafe.Pointer) (pc, link, sp uintptr) {
	return *(*uintptr)(unsafe.Add(context, 168)), 0, *(*uintptr)(unsafe.Add(context, 160))
}

// handlerAddress returns the address of the signal handler.
func handlerAddress() uintptr
