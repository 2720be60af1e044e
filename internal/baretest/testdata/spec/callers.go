// Covers what a program can ask of its own stack: runtime.Caller, Callers, CallersFrames and FuncForPC. A tier that
// keeps no such tables refuses this file.
package main

import "runtime"

type thing struct{}

//go:noinline
func (t *thing) method() string { return name(1) }

//go:noinline
func name(skip int) string {
	pc, _, _, ok := runtime.Caller(skip)
	if !ok {
		return "none"
	}
	return runtime.FuncForPC(pc).Name()
}

//go:noinline
func stack() {
	pcs := make([]uintptr, 10)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := frames.Next()
		println("frame", f.Function)
		if !more || f.Function == "main.main" {
			break
		}
	}
}

func main() {
	println("this", name(0))
	println("caller", name(1), (&thing{}).method())
	println("literal", func() string { return name(1) }())
	println("beyond", name(100))
	func() { stack() }()
	_, _, line, ok := runtime.Caller(0)
	println("line", line, ok)
	if name(1) != "main.main" {
		println("FAIL name")
	}
}
