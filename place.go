//go:build !premain_bare

package premain

import (
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// ownFunction reports whether the name of a function, as in tracebacks, says that it is this package's.
func ownFunction(name string) bool { return strings.HasPrefix(name, ownPrefix()) }

// ownPrefix begins the names of this package's functions in tracebacks, which escape the dot in its path.
var ownPrefix = sync.OnceValue(func() string {
	pc, _, _, _ := runtime.Caller(0)
	name := runtime.FuncForPC(pc).Name()
	return name[:strings.IndexByte(name, '.')+1]
})

// callerPlace returns the file and line of the innermost call that was made outside this package.
func callerPlace() string {
	var pcs [16]uintptr
	if _, place := findFrame(pcs[:runtime.Callers(2, pcs[:])], outside); place != "" {
		return place
	}
	return "a go statement" // go premain.Main(run)
}

// declaredBy returns the function in which a package-level variable is initialised, and the file and line where that is
// declared, given the return addresses of a call that initialises it. There may be functions of users between.
func declaredBy(pcs []uintptr) (function, place string) {
	for i, pc := range pcs {
		if pc == 0 {
			pcs = pcs[:i]
			break
		}
	}
	initialises := func(f runtime.Frame) bool { return strings.HasSuffix(f.Function, ".init") }
	if function, place = findFrame(pcs, initialises); place == "" {
		function, place = findFrame(pcs, outside)
	}
	return function, place
}

func outside(f runtime.Frame) bool { return !ownFunction(f.Function) && f.Function != "runtime.goexit" }

// findFrame returns function and place of the innermost frame that is wanted, or "".
func findFrame(pcs []uintptr, want func(runtime.Frame) bool) (function, place string) {
	if len(pcs) == 0 {
		return "", ""
	}
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if f.Function != "" && want(f) {
			return f.Function, f.File + ":" + strconv.Itoa(f.Line)
		}
		if !more {
			return "", ""
		}
	}
}
