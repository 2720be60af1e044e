//go:build premain_walker

package main

import (
	"internal/runtime/syscall/linux"
	"unsafe"
)

// filter is a program for the kernel that decides about system calls, as the link step has laid it out. Without one there are
// no system calls of the target that the link step knows.
var (
	filter []byte
	prctl  uintptr // the number of the system call
)

// confine lets the system end the program, at the line of the user's that is to blame, when the thread does what a value must not
// depend on. Where the system refuses that, the values of two evaluations are still compared.
func confine() {
	if len(filter) == 0 {
		return
	}
	const setNoNewPrivs, setSeccomp, modeFilter = 38, 22, 2
	prog := struct {
		len    uint16
		filter *byte
	}{uint16(len(filter) / 8), &filter[0]}
	linux.Syscall6(prctl, setNoNewPrivs, 1, 0, 0, 0, 0)
	linux.Syscall6(prctl, setSeccomp, modeFilter, uintptr(unsafe.Pointer(&prog)), 0, 0, 0)
}
