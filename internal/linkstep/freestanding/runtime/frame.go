//go:build premain_bare

package runtime

import (
	"internal/abi"
	"internal/goarch"
	"internal/runtime/sys"
	"unsafe"
)

// frame is a call on the stack.
type frame struct {
	pc, sp uintptr // where its function goes on, and the stack pointer then
	lr     uintptr // the link register, if pc is exact
	exact  bool    // pc is the instruction that has trapped, and not the one behind a call
	fn     funcInfo
}

// enter finds the function of a frame, of which pc and sp are set.
func (f *frame) enter() bool {
	f.fn = findfunc(f.at())
	return f.fn.valid()
}

// at returns an address in the instruction that the frame is about.
func (f *frame) at() uintptr {
	if f.exact {
		return f.pc
	}
	return f.pc - 1
}

// fp returns the stack pointer of the caller.
func (f *frame) fp() uintptr {
	fp := f.sp + uintptr(funcspdelta(f.fn, f.at()))
	if goarch.IsAmd64 != 0 {
		fp += goarch.PtrSize
	}
	return fp
}

// up goes on to the caller.
func (f *frame) up() bool {
	if f.fn.flag&abi.FuncFlagTopFrame != 0 {
		return false
	}
	fp := f.fp()
	trapped := f.fn.funcID == abi.FuncID_sigpanic
	leaf := f.exact && fp == f.sp && goarch.IsAmd64 == 0 // or it has not saved the link register yet
	var lr uintptr
	if goarch.IsAmd64 != 0 {
		f.pc = *(*uintptr)(unsafe.Pointer(fp - goarch.PtrSize))
	} else {
		f.pc = f.lr
		if !leaf {
			f.pc = *(*uintptr)(unsafe.Pointer(f.sp))
		}
		if trapped {
			lr = *(*uintptr)(unsafe.Pointer(fp)) // see inject
			fp += 2 * goarch.PtrSize
		}
	}
	if fp <= f.sp && !trapped && !leaf || fp > stackEnd(f.sp) {
		return false
	}
	f.sp, f.lr, f.exact = fp, lr, trapped
	return f.enter()
}

// stackEnd returns where the stack ends that an address is in.
func stackEnd(sp uintptr) uintptr {
	for _, g := range [...]*g{&interruptG, &trapG} {
		if g.stack.has(sp) {
			return g.stack.hi
		}
	}
	return g0.stack.hi
}

//go:nosplit
func (s *stack) has(addr uintptr) bool { return s.lo <= addr && addr < s.hi }

// place is where something happened.
type place struct {
	function, file string
	line           int32
}

// eachPlace yields the calls that have led to a fatal error, the innermost first and without those of the runtime.
func eachPlace(e *fatalError, yield func(place) bool) {
	f := frame{pc: e.pc, sp: e.sp, lr: e.lr, exact: e.exact}
	for ok := f.enter(); ok; ok = f.up() {
		iu, inlined := newInlineUnwinder(f.fn, f.at())
		for ; inlined.valid(); inlined = iu.next(inlined) {
			s := iu.srcFunc(inlined)
			name := s.name()
			if name == "premain.dev/bare.Main" || name == "premain.dev/bare.Interrupted" || name == "runtime.begin" {
				return
			}
			if hasRuntimePrefix(name) || s.funcID == abi.FuncIDWrapper {
				continue
			}
			file, line := iu.fileLine(inlined)
			if !yield(place{name, file, int32(line)}) {
				return
			}
		}
	}
}

func hasRuntimePrefix(s string) bool {
	for _, prefix := range [...]string{"runtime.", "internal/runtime/", "internal/bytealg."} {
		if len(s) > len(prefix) && s[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

// pcvalue looks a value up in one of a function's tables.
func pcvalue(f funcInfo, off uint32, targetpc uintptr, strict bool) (int32, uintptr) {
	if off == 0 || !f.valid() {
		return -1, 0
	}
	p := f.datap.pctab[off:]
	pc := f.entry()
	prev, val := pc, int32(-1)
	for {
		var ok bool
		p, ok = step(p, &pc, &val, pc == f.entry())
		if !ok {
			return -1, 0
		}
		if targetpc < pc {
			return val, prev
		}
		prev = pc
	}
}

// callers stores where calls were made, as runtime.Callers documents it; skip 0 is the caller of this function.
func callers(skip int, pcs []uintptr) (n int) {
	f := frame{pc: sys.GetCallerPC(), sp: sys.GetCallerSP()}
	for ok := f.enter(); ok; ok = f.up() {
		iu, inlined := newInlineUnwinder(f.fn, f.at())
		for ; inlined.valid(); inlined = iu.next(inlined) {
			switch {
			case n == len(pcs):
				return n
			case iu.srcFunc(inlined).funcID == abi.FuncIDWrapper:
			case skip > 0:
				skip--
			default:
				pcs[n] = inlined.pc + 1
				n++
			}
		}
	}
	return n
}

func expandCgoFrames(pc uintptr) []Frame { return nil }
