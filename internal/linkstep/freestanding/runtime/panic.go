//go:build premain_bare

package runtime

import (
	"internal/abi"
	"internal/goarch"
	"internal/runtime/sys"
	"unsafe"
)

// What ends the program does not look whether the stack is full, as nosplit says: there is room, and it is smaller.

// All defer statements make records in a list: the link step lets the compiler leave out open-coded ones.

// _panic is a panic that is under way.
type _panic struct {
	arg        any
	link       *_panic
	pc, fp     uintptr // of the call of gopanic, and the stack pointer there
	sp         uintptr // of the function whose deferred call is running
	retpc      uintptr // where in it the call was deferred
	recovered  bool
	repanicked bool
	goexit     bool
	text       string // instead of arg, when it is printed: of an error or a Stringer
	hasText    bool
}

var nilPanic PanicNilError

func gopanic(e any) {
	gp := getg()
	if gp == &trapG {
		throw("panic in a trap handler")
	}
	if m0.dyingG == gp { // and not another one: an interrupt handler may panic, and recover, while the program ends
		throw("panic during panic")
	}
	var p _panic
	p.arg = e
	p.pc, p.fp = sys.GetCallerPC(), sys.GetCallerSP()
	p.link = gp._panic
	gp._panic = (*_panic)(noescape(unsafe.Pointer(&p)))
	for {
		d := nextDefer(gp)
		if d == nil {
			break
		}
		p.sp, p.retpc = d.sp, d.pc
		fn := d.fn
		popDefer(gp)
		fn()
		if p.recovered {
			bareResume(gp)
		}
	}
	fatalpanic(gp, &p)
}

// fatalpanic ends the program by a panic that nobody has recovered.
//
//go:nosplit
func fatalpanic(gp *g, p *_panic) {
	if m0.printing == gp {
		m0.printing = nil
		f := &failure
		f.text, f.detail = "panic while printing panic value: type ", typeNameOf(p)
		if f.detail == "string" {
			f.text, f.detail = "panic while printing panic value: ", *(*string)(efaceOf(&p.arg).data)
		}
		die(p.pc, p.fp)
	}
	preprintpanics(gp, p)
	failure.panic = (*_panic)(noescape(unsafe.Pointer(p)))
	die(p.pc, p.fp)
}

// typeNameOf returns the name that the type of a panic's value has in Go.
//
//go:nosplit
func typeNameOf(p *_panic) string {
	e := efaceOf(&p.arg)
	switch {
	case p.isFault():
		return "runtime.errorString"
	case e._type == nil:
		return "*runtime.PanicNilError"
	}
	return toRType(e._type).string()
}

// isFault reports whether the panic is a dereference of nil, whose value has no type before it is recovered. Every program can have one, and so
// would have the error, its methods and what these need.
//
//go:nosplit
func (p *_panic) isFault() bool {
	e := efaceOf(&p.arg)
	return e._type == nil && e.data != nil
}

// preprintpanics lets errors and Stringers among the values of panics be the texts that they return. A panic in one of these methods that the
// method does not recover is fatal. (With recover, and the search for methods that type assertions make, every program would have
// their tables.)
func preprintpanics(gp *g, p *_panic) {
	deferred := gp._defer
	gp._defer = nil
	m0.printing = gp
	for ; p != nil; p = p.link {
		if p.link != nil && *efaceOf(&p.link.arg) == *efaceOf(&p.arg) {
			p.link.repanicked = true // and so printed once
			continue
		}
		if p.isFault() {
			p.text, p.hasText = "runtime error: invalid memory address or nil pointer dereference", true
		} else {
			p.text, p.hasText = textOf(efaceOf(&p.arg))
		}
	}
	m0.printing = nil
	gp._defer = deferred
}

// textOf calls the method Error or String of a value, if it has one.
func textOf(e *eface) (text string, ok bool) {
	if e._type == nil {
		return nilPanic.Error(), true
	}
	u := e._type.Uncommon()
	if u == nil {
		return "", false
	}
	m := (*abi.Method)(add(unsafe.Pointer(u), uintptr(u.Moff)))
	for range u.Mcount { // by name
		name := nameText(m.Name)
		isError := name == "Error"
		if (isError || name == "String") && returnsString((*abi.FuncType)(unsafe.Pointer(resolveTypeOff(nil, m.Mtyp)))) {
			var table itab
			table.Fun[0] = uintptr(toRType(e._type).textOff(m.Ifn))
			i := iface{(*itab)(noescape(unsafe.Pointer(&table))), e.data}
			// The linker sees these calls, and so leaves the methods in the program.
			if isError {
				return (*(*error)(unsafe.Pointer(&i))).Error(), true
			}
			return (*(*stringer)(unsafe.Pointer(&i))).String(), true
		}
		m = (*abi.Method)(add(unsafe.Pointer(m), unsafe.Sizeof(*m)))
	}
	return "", false
}

// returnsString reports whether a type is func() string.
func returnsString(f *abi.FuncType) bool {
	if f == nil || f.InCount != 0 || f.OutCount != 1 || f.TFlag&abi.TFlagUncommon != 0 {
		return false
	}
	result := *(**_type)(add(unsafe.Pointer(f), unsafe.Sizeof(*f)))
	return result.Kind() == abi.String && toRType(result).string() == "string"
}

// resume continues behind the function whose deferred call has recovered the panic. It is called by bareResume, which gorecover fills in
// only where a program recovers.
func resume(gp *g) {
	p := gp._panic
	sp, retpc := p.sp, p.retpc
	f := findfunc(retpc)
	if f.deferreturn == 0 {
		throw("no deferreturn")
	}
	pc := f.entry() + uintptr(f.deferreturn)
	bp := sp - goarch.PtrSize
	if goarch.IsAmd64 != 0 {
		bp = sp + uintptr(funcspdelta(f, retpc)) - goarch.PtrSize
	}
	for p != nil && p.fp <= sp { // it may have been called by the function itself
		p = p.link
	}
	gp._panic = p
	if gp != &interruptG {
		m0.lacking = false
	}
	continueAt(pc, sp, bp)
}

// bareResume is set by gorecover, so that programs without recover do without the tables that resume reads.
var resumeFunction func(*g)

func bareResume(gp *g) { resumeFunction(gp) }

// continueAt sets the stack pointer and the frame pointer, and jumps.
func continueAt(pc, sp, bp uintptr)

func gorecover() any {
	gp := getg()
	p := gp._panic
	if p == nil || p.goexit || p.recovered {
		return nil
	}
	// There has to be exactly one function between gopanic and this one that the programmer has written.
	written := 0
	u := frame{pc: sys.GetCallerPC(), sp: sys.GetCallerSP()}
	for ok := u.enter(); ok; ok = u.up() {
		iu, inlined := newInlineUnwinder(u.fn, u.pc-1)
		for ; inlined.valid(); inlined = iu.next(inlined) {
			switch iu.srcFunc(inlined).funcID {
			case abi.FuncIDWrapper:
			case abi.FuncID_gopanic:
				if written != 1 || u.fp() != p.fp {
					return nil
				}
				resumeFunction = resume
				p.recovered = true
				switch {
				case p.arg == nil && p.isFault():
					p.arg = memoryError
				case p.arg == nil:
					p.arg = &nilPanic
				}
				return p.arg
			default:
				written++
				if written > 1 {
					return nil
				}
			}
		}
	}
	return nil
}

func deferproc(fn func()) {
	d := newdefer()
	d.fn, d.pc, d.sp = fn, sys.GetCallerPC(), sys.GetCallerSP()
	gp := getg()
	d.link = gp._defer
	gp._defer = d
}

func deferprocStack(d *_defer) {
	// What is on the stack holds whatever was there before; only fn has been set.
	d.heap, d.rangefunc, d.head = false, false, nil
	d.pc, d.sp = sys.GetCallerPC(), sys.GetCallerSP()
	gp := getg()
	d.link = gp._defer
	gp._defer = d
}

func deferrangefunc() any {
	d := newdefer()
	d.pc, d.sp = sys.GetCallerPC(), sys.GetCallerSP()
	d.rangefunc = true
	head := newRangeDefers()
	d.head = head
	gp := getg()
	d.link = gp._defer
	gp._defer = d
	return head
}

func deferreturn() {
	sp := sys.GetCallerSP()
	gp := getg()
	for gp._defer != nil && gp._defer.sp == sp {
		d := nextDefer(gp)
		if d == nil || d.sp != sp { // a range over a function has deferred nothing
			return
		}
		fn := d.fn
		popDefer(gp)
		fn()
	}
}

// nextDefer returns the innermost deferred call, or nil.
//
//go:nosplit
func nextDefer(gp *g) *_defer {
	for gp._defer != nil && gp._defer.rangefunc {
		convertDefers(gp._defer)
		popDefer(gp)
	}
	return gp._defer
}

// convertDefers is set where a program defers in a range over a function.
func convertDefers(d *_defer) { convertFunction(d) }

var convertFunction func(*_defer)

func newdefer() *_defer {
	gp := getg()
	d := gp.free
	if d == nil {
		d = new(_defer)
	} else {
		gp.free = d.link
		*d = _defer{}
	}
	d.heap = true
	return d
}

func popDefer(gp *g) {
	d := gp._defer
	gp._defer = d.link
	d.link, d.fn = nil, nil
	if d.heap {
		d.link = gp.free
		gp.free = d
	}
}

// fatalError is why a program ends before its time. Package bare has a type with the same layout.
type fatalError struct {
	panic  *_panic
	text   string  // of what cannot be recovered, where there is no panic
	detail string  // follows the text
	pc, sp uintptr // behind the call that led here
	lr     uintptr // the link register, if pc is exact
	exact  bool    // pc is the instruction itself
	cause  uintptr // of a trap, as the processor or the system tells
	addr   uintptr
	trap   bool
}

// failure is what die tells of. There is none after it.
var failure fatalError

// die hands the program over to the panic handler.
//
//go:nosplit
func die(pc, sp uintptr) {
	mp := &m0
	mp.dying++
	if mp.dying > 2 { // writing fails, too
		bareExit(3)
	}
	if mp.dying > 1 {
		const text = "panic during panic\n"
		printstring(text)
		bareExit(3)
	}
	mp.dyingG = getg()
	failure.pc, failure.sp = pc, sp
	bareFatal(&failure)
	bareExit(2)
}

//go:nosplit
func throw(s string) {
	failure.text = s
	die(sys.GetCallerPC(), sys.GetCallerSP())
}

//go:nosplit
func fatal(s string) {
	failure.text = s
	die(sys.GetCallerPC(), sys.GetCallerSP())
}

// stackOverflow is called on another stack.
//
//go:nosplit
func stackOverflow(pc, sp uintptr) {
	failure.text = "stack overflow"
	die(pc, sp)
}

// printFatal prints what has happened, as Go does.
func printFatal(f *fatalError) {
	if f.panic != nil {
		for p := f.panic; p != nil; p = p.link {
			p.showText()
		}
		printpanics(f.panic)
		return
	}
	printError(f)
}

// printed returns the panic that stands for p, and for others before it with the same value.
func (p *_panic) printed() *_panic {
	for p.link != nil && p.link.repanicked {
		p = p.link
	}
	return p
}

// showText lets the value of the panic be its text.
func (p *_panic) showText() {
	if p.hasText {
		var s any = ""
		e := efaceOf(&s)
		e.data = noescape(unsafe.Pointer(&p.text))
		p.arg = s
	}
}

//go:noinline
func printError(f *fatalError) {
	print("fatal error: ", f.text, f.detail)
	if f.trap {
		print(" (cause ", hex(f.cause), ", pc ", hex(f.pc), ", address ", hex(f.addr), ")")
	}
	print("\n")
}

// printFatalBrief does without what prints numbers that are no integers.
func printFatalBrief(f *fatalError) {
	if f.panic == nil {
		print("fatal error: ", f.text, f.detail, "\n")
		return
	}
	print("panic: ")
	// Kinds instead of types, so that types of the program that it does not use are not needed either.
	p := f.panic.printed()
	e := efaceOf(&p.arg)
	switch {
	case p.hasText:
		print(p.text)
	case e._type.Kind() == abi.String:
		print(*(*string)(e.data))
	case e._type.Kind() == abi.Bool:
		print(*(*bool)(e.data))
	case e._type.Kind()-abi.Int <= abi.Uintptr-abi.Int:
		var v int64
		switch e._type.Size_ {
		case 1:
			v = int64(*(*int8)(e.data))
		case 2:
			v = int64(*(*int16)(e.data))
		case 4:
			v = int64(*(*int32)(e.data))
		default:
			v = *(*int64)(e.data)
		}
		if e._type.Kind() <= abi.Int64 {
			printint(v)
		} else {
			rest := (64 - 8*e._type.Size_) & 63
			printuint(uint64(v) << rest >> rest)
		}
	default:
		print("(", toRType(e._type).string(), ")")
	}
	print("\n")
}

func fatalValue(f *fatalError) any {
	if f.panic == nil {
		return nil
	}
	p := f.panic.printed()
	p.showText()
	return p.arg
}

// sigpanic is called as if by the instruction that has trapped.
//
//go:nosplit
func sigpanic() {
	var fault any
	efaceOf(&fault).data = unsafe.Pointer(&zerobase) // see isFault
	gopanic(fault)
}

func panicCheck1(pc uintptr, msg string) {}
func panicCheck2(err string)             {}

// inject lets a trap continue as a panic that can be recovered, where Go has one for it: of an access below the first page. It changes
// the registers with which the trap returns, and reports whether it did.
//
//go:nosplit
func inject(pc, sp, lr *uintptr, addr uintptr) bool {
	const nilPage = 4096
	md := &firstmoduledata
	if addr >= nilPage || *pc < md.text || *pc >= md.etext {
		return false
	}
	if m0.dying != 0 && !(m0.dyingG == &g0 && interruptG.stack.has(*sp)) {
		return false // what ends the program has failed, or an interrupt handler while that uses the stack for traps
	}
	if goarch.IsAmd64 != 0 {
		*sp -= goarch.PtrSize
		*(*uintptr)(unsafe.Pointer(*sp)) = *pc
	} else {
		*sp -= 2 * goarch.PtrSize
		*(*uintptr)(unsafe.Pointer(*sp)) = *lr
		*lr = *pc
	}
	*pc = abi.FuncPCABI0(enterSigpanic)
	return true
}

func enterSigpanic()

// trap ends the program by a trap.
//
//go:nosplit
func trap(text string, cause, pc, sp, lr, addr uintptr) {
	f := &failure
	f.text, f.lr, f.exact, f.cause, f.addr, f.trap = text, lr, true, cause, addr, true
	die(pc, sp)
}
