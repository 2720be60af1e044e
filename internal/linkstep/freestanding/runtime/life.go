//go:build premain_bare

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
	"unsafe"
)

// What package premain asks of the runtime, where reflect would ask for a heap.

// functionShape tells of a function how many parameters and results it has, and whether the first result is an int.
func functionShape(f any) (params, results int, integer bool) {
	t := (*abi.FuncType)(unsafe.Pointer(efaceOf(&f)._type))
	params, results = t.NumIn(), t.NumOut()
	return params, results, results > 0 && t.Out(0).Kind() == abi.Int
}

// typeName returns the name of the type of v as %T prints it.
func typeName(v any) string { return toRType(efaceOf(&v)._type).string() }

// functionAt returns the name of the function that begins at an address.
func functionAt(entry uintptr) string { return funcname(findfunc(entry)) }

// printValue prints the value of a panic that has been recovered, as an uncaught one is printed.
func printValue(v any) {
	switch v := v.(type) {
	case error:
		printpanicval(v.Error())
	case stringer:
		printpanicval(v.String())
	default:
		printpanicval(v)
	}
}

// callPlaces yields the calls that have led to that of the function which calls it.
func callPlaces(yield func(function, file string, line int32) bool) {
	eachPlace(&fatalError{pc: sys.GetCallerPC(), sp: sys.GetCallerSP()}, func(at place) bool { return yield(at.function, at.file, at.line) })
}

// panicPlaces yields what has led to the innermost panic, to a deferred function that has recovered it and has not returned.
func panicPlaces(yield func(function, file string, line int32) bool) {
	p := getg()._panic
	if p == nil {
		return
	}
	eachPlace(&fatalError{pc: p.pc, sp: p.fp}, func(at place) bool { return yield(at.function, at.file, at.line) })
}
