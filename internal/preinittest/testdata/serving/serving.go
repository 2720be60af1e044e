// Package serving has functions that run before the Go runtime, in whatever test binary it is linked into.
package serving

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

// Child is the variable of the environment that makes a process a child: it ends with this status before the Go runtime exists.
const Child = "SERVING_CHILD"

// Ran are the functions that have run, and Thread is the one on which they have.
var (
	Ran    [4]string
	Count  int
	Thread uintptr
)

var (
	_ = preinit.Func(end, preinit.Late)
	_ = preinit.Func(first, preinit.Early)
	_ = preinit.Func(disturb)
)

func first(*preinit.Process) {
	ran("first")
	Thread, _ = preinit.Syscall(syscall.SYS_GETTID, 0, 0, 0)
}

// disturb uses what instrumented code is instrumented for: memory, slices, calls, loops.
func disturb(p *preinit.Process) {
	ran("disturb")
	var squares [64]int
	for i := range squares {
		squares[i] = square(i)
	}
	for i := range squares[1:] {
		if squares[i+1]-squares[i] != 2*i+1 {
			p.Exit(98)
		}
	}
	// What is set now is still set in main.
	name := [16]byte{'e', 'a', 'r', 'l', 'y'}
	preinit.Syscall(syscall.SYS_PRCTL, 15, uintptr(unsafe.Pointer(&name)), 0) // PR_SET_NAME
}

func end(p *preinit.Process) {
	ran("end")
	if value, ok := p.LookupEnv(Child); ok {
		status, _ := preinit.ParseInt(value)
		p.Write(1, value)
		p.Exit(int(status))
	}
}

func ran(name string) {
	Ran[Count] = name
	Count++
}

//go:noinline
func square(n int) int { return n * n }
