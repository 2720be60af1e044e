package needs

import "strings"

// verdict is what a use of a function of the runtime means where there is no runtime.
type verdict struct {
	effect effect
	reason string
}

type effect int

const (
	fault   effect = iota // it cannot work
	works                 // it works, and code of the runtime runs
	guarded               // it would not work, and is called only where the runtime has set a flag, or has recovered from a panic
	panics                // it ends the process with the reason
	compare               // it works, or ends the process with the reason
	follows               // what it calls decides
)

// List of names with one verdict. Names without a package are those of package runtime.
type list struct {
	verdict
	names string
}

const (
	checksPointers = "checks unsafe pointers (-race, -asan, -msan and -d=checkptr do; mark the function //go:nocheckptr)"
	noProcessors   = "uses the number of processors, which the runtime finds out later"
	converts       = "converts to an interface"
	defersInLoop   = "defers in a loop"
	defersInRange  = "defers in the body of a range over a function"
	comparesParts  = "compares structs or arrays, which checks unsafe pointers (-race, -asan, -msan and -d=checkptr do; compare their parts)"
)

// Names under which package runtime defines symbols, or with an asterisk at their end, what they begin with. A name in full counts more
// than a beginning, and a longer beginning more than a shorter one.
var lists = []list{
	{verdict{works, ""}, `
		memmove memclrNoHeapPointers memclrHasPointers memequal memequal0 memequal8 memequal16 memequal32 memequal64 memequal128
		memequal_varlen f32equal f64equal c64equal c128equal strequal cmpstring memhash memhash0 memhash8 memhash16 memhash32 memhash64
		memhash128 memhash_varlen strhash typedmemmove typedmemclr typedslicecopy slicecopy slicebytetostringtmp decoderune countrunes
		duffzero duffcopy KeepAlive noescape strmin strmax complex128div int64div uint64div int64mod uint64mod float64toint64 float64touint64
		float64touint32 int64tofloat64 int64tofloat32 uint64tofloat64 uint64tofloat32 uint32tofloat64 fadd32 fadd64 fmul32 fmul64 fdiv32
		fdiv64 feq32 feq64 fgt32 fgt64 fge32 fge64 f32to64 f64to32 f32toint32 f32toint64 f32touint64 f64toint32 f64toint64 f64touint64
		fint32to32 fint32to64 fint64to32 fint64to64 fuint64to32 fuint64to64 udiv unreachableMethod retpoline* racefuncenter racefuncexit
		raceread* racewrite* asanread* asanwrite* msanread* msanwrite* msanmove
		deferprocStack publicationBarrier procyield procyieldAsm type:.eq.* type:.hash.*
		_div _divu _mod _modu wasmDiv wasmTruncS wasmTruncU bytes.Compare bytes.IndexByte strings.IndexByte exit syscall.Exit`},
	{verdict{guarded, ""}, `
		gcWriteBarrier gcWriteBarrier1 gcWriteBarrier2 gcWriteBarrier3 gcWriteBarrier4 gcWriteBarrier5 gcWriteBarrier6 gcWriteBarrier7
		gcWriteBarrier8 deferreturn wbZero wbMove morestack morestackc morestack_noctxt atomicwb`},
	{verdict{follows, ""}, `
		sync/atomic.StorePointer sync/atomic.SwapPointer sync/atomic.CompareAndSwapPointer internal/runtime/atomic.storePointer
		internal/runtime/atomic.casPointer`},
	{verdict{compare, "comparing uncomparable type"}, `ifaceeq efaceeq interequal nilinterequal`},

	{verdict{panics, "index out of range"}, `goPanicIndex goPanicIndexU panicIndex panicIndexU`},
	{verdict{panics, "slice bounds out of range"}, `
		goPanicSliceAlen goPanicSliceAlenU goPanicSliceAcap goPanicSliceAcapU goPanicSliceB goPanicSliceBU goPanicSlice3Alen
		goPanicSlice3AlenU goPanicSlice3Acap goPanicSlice3AcapU goPanicSlice3B goPanicSlice3BU goPanicSlice3C goPanicSlice3CU
		panicSlice*`},
	{verdict{panics, "index or slice bounds out of range"}, `panicBounds panicExtend panicBounds32 panicBounds32X`},
	{verdict{panics, "cannot convert slice to array or pointer to array: too short"}, `goPanicSliceConvert panicSliceConvert`},
	{verdict{panics, "integer divide by zero"}, `panicdivide`},
	{verdict{panics, "integer overflow"}, `panicoverflow`},
	{verdict{panics, "floating point error"}, `panicfloat`},
	{verdict{panics, "negative shift amount"}, `panicshift`},
	{verdict{panics, "invalid memory address or nil pointer dereference"}, `panicmem panicmemAddr panicnil panicwrap sigpanic sigpanic0`},
	{verdict{panics, "makeslice: len out of range"}, `panicmakeslicelen`},
	{verdict{panics, "makeslice: cap out of range"}, `panicmakeslicecap`},
	{verdict{panics, "unsafe.Slice: len out of range"}, `panicunsafeslicelen`},
	{verdict{panics, "unsafe.Slice: ptr is nil and len is not zero"}, `panicunsafeslicenilptr`},
	{verdict{panics, "unsafe.String: len out of range"}, `panicunsafestringlen`},
	{verdict{panics, "unsafe.String: ptr is nil and len is not zero"}, `panicunsafestringnilptr`},
	{verdict{panics, "interface conversion"}, `panicdottypeE panicdottypeI panicnildottype`},
	{verdict{panics, "range function continued iteration after function for loop body returned"}, `panicrangestate`},
	{verdict{panics, "immediate operand out of range"}, `panicSimdImm`},
	{verdict{panics, "recursive call during initialization"}, `throwinit`},
	{verdict{panics, "panic"}, `gopanic`},
	{verdict{panics, "fatal error"}, `throw fatal fatalthrow sync.throw sync.fatal internal/sync.throw internal/sync.fatal 
		internal/runtime/maps.fatal internal/runtime/cgroup.throw crypto/internal/sysrand.fatal crypto/rand.fatal crypto/fips140.fatal crypto/internal/fips140.fatal`},

	{verdict{fault, "allocates"}, `mallocgc persistentalloc reflect.unsafe_New reflect.unsafe_NewArray internal/reflectlite.unsafe_New
		internal/runtime/maps.newobject internal/runtime/maps.newarray internal/bytealg.MakeNoZero strings.rawstring newarray`},
	{verdict{fault, "allocates (new, or a variable that escapes or is too large)"}, `newobject mallocgcTiny* mallocgcSmall*`},
	{verdict{fault, "allocates (make)"}, `makeslice makeslice64 makeslicecopy`},
	{verdict{fault, "allocates (append)"}, `growslice growsliceNoAlias growsliceBuf growsliceBufNoAlias reflect.growslice moveSlice
		moveSliceNoScan moveSliceNoCap moveSliceNoCapNoScan`},
	{verdict{fault, "allocates (concatenates strings)"}, `concatstring2 concatstring3 concatstring4 concatstring5 concatstrings concatbyte2
		concatbyte3 concatbyte4 concatbyte5 concatbytes`},
	{verdict{fault, "allocates (converts between string and slice)"}, `slicebytetostring slicerunetostring stringtoslicebyte
		stringtoslicerune`},
	{verdict{fault, "allocates (converts an integer to a string)"}, `intstring`},
	{verdict{fault, "allocates (make of a map)"}, `makemap makemap64 makemap_small`},
	{verdict{fault, "allocates (make of a channel)"}, `makechan makechan64 reflect.makechan`},
	{verdict{fault, converts}, `convT convTnoptr convT16 convT32 convT64 convTstring convTslice`},
	{verdict{fault, "asserts to an interface type"}, `assertE2I assertE2I2 typeAssert interfaceSwitch getitab`},
	{verdict{fault, "accesses a map"}, `mapaccess* mapassign* mapdelete* mapIterStart mapIterNext mapiterinit mapiternext mapclear mapclone
		maps.* internal/runtime/maps.* reflect.map* reflect.mapaccess* f32hash f64hash c64hash c128hash interhash nilinterhash`},
	{verdict{fault, "starts a goroutine"}, `newproc`},
	{verdict{fault, "uses a channel"}, `chanrecv1 chanrecv2 chansend1 closechan chanlen chancap selectnbsend selectnbrecv reflect.chan*`},
	{verdict{fault, "uses select"}, `selectgo selectsetpc block reflect.rselect`},
	{verdict{fault, defersInLoop}, `deferproc`},
	{verdict{fault, defersInRange}, `deferrangefunc deferprocat`},
	{verdict{fault, "recovers"}, `gorecover`},
	{verdict{fault, "prints (print or println)"}, `print*`},
	{verdict{fault, checksPointers}, `
		checkptrAlignment checkptrArithmetic checkptr* unsafeslicecheckptr unsafestringcheckptr`},
	{verdict{fault, "calls the race detector"}, `race* RaceAcquire RaceRelease* RaceRead* RaceWrite* RaceDisable RaceEnable RaceErrors
		internal/race.*`},
	{verdict{fault, "uses sync/atomic, which calls the race detector under -race"}, `sync/atomic.*`},
	{verdict{fault, "reports to libFuzzer"}, `libfuzzer*`},
	{verdict{fault, "registers coverage data"}, `addCovMeta`},
	{verdict{fault, "registers variables for -asan"}, `asanregisterglobals`},
	{verdict{fault, "checks pointers for C (GOEXPERIMENT=cgocheck2 does)"}, `cgoCheckPtrWrite cgoCheckMemmove`},
	{verdict{fault, "calls C"}, `cgocall cgocallback asmcgocall cgoCheckPointer* cgoCheckResult cgoUse cgo_yield _cgo_* asmcgocall_no_g`},
	{verdict{fault, "uses the Go scheduler (syscall.Syscall does; use a raw system call)"}, `entersyscall exitsyscall
		syscall.runtime_entersyscall syscall.runtime_exitsyscall reentersyscall entersyscallblock`},
	{verdict{fault, "uses the Go scheduler"}, `goschedguarded Gosched Goexit GOMAXPROCS LockOSThread UnlockOSThread NumGoroutine gopark goready mcall
		systemstack sync.runtime_doSpin internal/sync.runtime_doSpin
		sync.runtime_procPin sync.runtime_procUnpin sync/atomic.runtime_procPin sync/atomic.runtime_procUnpin syscall.runtime_BeforeFork syscall.runtime_AfterFork
		syscall.runtime_AfterForkInChild syscall.runtime_BeforeExec syscall.runtime_AfterExec syscall.runtime_doAllThreadsSyscall
		internal/synctest.* internal/coro.* coroswitch newcoro`},
	{verdict{fault, "waits for another goroutine"}, `sync.runtime_notifyListAdd sync.runtime_notifyListWait sync.runtime_notifyListNotifyAll
		sync.runtime_notifyListNotifyOne`},
	{verdict{fault, "takes a lock"}, `lock lock2 unlock unlock2 sync.* internal/sync.*`},
	{verdict{fault, "reads the clock"}, `nanotime nanotime1 walltime cputicks time.now time.runtimeNano time.runtimeNow`},
	{verdict{fault, "sleeps"}, `time.Sleep timeSleep`},
	{verdict{fault, "uses timers"}, `time.newTimer time.stopTimer time.resetTimer time.*`},
	{verdict{fault, "uses random numbers of the runtime"}, `rand rand32 rand64 cheaprand cheaprand64 math/rand.* math/rand/v2.*
		internal/rand.* os.runtime_rand maphash.* hash/maphash.* internal/runtime/maps.rand`},
	{verdict{fault, "uses reflection"}, `reflect.* internal/reflectlite.* reflect_*`},
	{verdict{fault, "waits for files or sockets"}, `internal/poll.* netpoll*`},
	{verdict{fault, "reads the arguments that the runtime keeps"}, `os.runtime_args flag.runtime_args syscall.runtime_args`},
	{verdict{fault, "uses the environment that the runtime keeps"}, `syscall.runtime_envs syscall.runtimeSetenv syscall.runtimeUnsetenv syscall.runtimeClearenv
		internal/godebug.* gogetenv`},
	{verdict{fault, "ends the process as the runtime does"}, `os.runtime_beforeExit`},
	{verdict{fault, "walks the stack"}, `Callers Caller CallersFrames FuncForPC Stack callers`},
	{verdict{fault, "uses the garbage collector"}, `GC SetFinalizer AddCleanup* addCleanup* ReadMemStats weak.* runtime/debug.*`},
	{verdict{fault, "catches signals"}, `os/signal.*`},
	{verdict{fault, noProcessors}, `NumCPU`},
	{verdict{fault, "raises signals"}, `os.sigpipe`},
}

// verdicts and beginnings are the same by name and by the beginning of a name.
var verdicts, beginnings = byName(lists...)

var sanitizedVerdicts, sanitizedBeginnings = byName(sanitized)

func byName(lists ...list) (whole, parts map[string]verdict) {
	whole, parts = make(map[string]verdict), make(map[string]verdict)
	for _, l := range lists {
		for _, name := range strings.Fields(l.names) {
			if !strings.ContainsAny(name, ".") {
				name = "runtime." + name
			}
			if begin, ok := strings.CutSuffix(name, "*"); ok {
				parts[begin] = l.verdict
			} else {
				whole[name] = l.verdict
			}
		}
	}
	return whole, parts
}

// sanitized are names of functions that work where Program.Sanitize has been called.
var sanitized = list{verdict{works, ""}, `checkptrAlignment checkptrArithmetic unsafeslicecheckptr unsafestringcheckptr sync/atomic.*`}

// judge returns what the use of a function that the runtime defines means.
func (p *Program) judge(name string) verdict {
	if _, ok := listed(name, sanitizedVerdicts, sanitizedBeginnings); ok && p.sanitized {
		return sanitized.verdict
	}
	v, ok := listed(name, verdicts, beginnings)
	if !ok {
		v.reason = "needs " + GoName(name)
	}
	return v
}

func listed(name string, verdicts, beginnings map[string]verdict) (verdict, bool) {
	if v, ok := verdicts[name]; ok {
		return v, true
	}
	for n := len(name); n > 0; n-- {
		if v, ok := beginnings[name[:n]]; ok {
			return v, true
		}
	}
	return verdict{}, false
}

// isRuntime reports whether the code of a package belongs to the runtime.
func isRuntime(path string) bool {
	return path == "runtime" || strings.HasPrefix(path, "internal/runtime/") || path == "internal/bytealg"
}

// ofRuntime reports whether a symbol is of the runtime, which is judged and not followed. Instances of its generic functions are defined
// by the packages that use them.
func (p *Program) ofRuntime(s symbol, name string) bool {
	return (isRuntime(s.pkg.path) || strings.Contains(name, "[") && isRuntime(prefixOf(name))) && p.judge(name).effect != follows
}

// unset are variables that the runtime fills, and not their initialisers.
var unset = map[string]string{
	"os.Args":               "uses os.Args, which has no value yet: the runtime hands it on",
	"runtime.ncpu":          noProcessors,
	"runtime.numCPUStartup": noProcessors,
	"runtime.gomaxprocs":    "uses GOMAXPROCS, which the runtime sets later",
}

// alwaysWorks reports whether all code of a package of the runtime works without it, be it made for another package that uses it.
func alwaysWorks(to symbol, name string) bool {
	path := to.pkg.path
	if !isRuntime(path) {
		path = prefixOf(name)
	}
	switch path {
	case "internal/bytealg", "internal/runtime/atomic", "internal/runtime/sys", "internal/runtime/math":
		return true
	}
	return path == "internal/runtime/syscall" || strings.HasPrefix(path, "internal/runtime/syscall/")
}
