//go:build linux && (amd64 || arm64 || riscv64)

// Earlyenv chooses the settings of its own Go runtime: from a file, or from the memory limit of its cgroup.
//
//	premain run ./examples/earlyenv
//	premain run ./examples/earlyenv -settings=examples/earlyenv/settings.conf a b
//
// The runtime reads GOMEMLIMIT, GOMAXPROCS, GOGC and GODEBUG when it starts, long before the first line of a program. Programs
// that want to choose them start themselves once more, or call package debug late, which GODEBUG does not have. Function choose does it
// before the runtime. What the user has set stays as it is. The limit of CPUs needs none of this: since 1.25, Go itself obeys that of the cgroup.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"premain.dev/preinit"
)

var _ = preinit.Func(choose)

func main() {
	fmt.Printf("GOMEMLIMIT=%s: %d bytes\n", os.Getenv("GOMEMLIMIT"), debug.SetMemoryLimit(-1))
	fmt.Printf("GOMAXPROCS=%s: %d\n", os.Getenv("GOMAXPROCS"), runtime.GOMAXPROCS(0))
	fmt.Printf("GOGC=%s: %d%%\n", os.Getenv("GOGC"), percentage())
	fmt.Printf("GODEBUG=%s: a panic with nil is %T\n", os.Getenv("GODEBUG"), panicWithNil())
	fmt.Printf("%q, chosen: %q\n", os.Args[1:], chosen[:count])
}

// percentage returns the collector's target, which can only be read by setting it.
func percentage() int {
	p := debug.SetGCPercent(100)
	debug.SetGCPercent(p)
	return p
}

// nothing is nil, which panic is not given literally: vet tools mind.
var nothing any

// panicWithNil returns what recover sees, which the setting panicnil changes.
func panicWithNil() (v any) {
	defer func() { v = recover() }()
	panic(nothing)
}
