//go:build premain_bare

package runtime

import (
	"internal/bytealg"
	"unsafe"
)

// What follows takes the place of parts of Go's runtime that deal with several threads, and of randomness.

type mutex struct{ locked uintptr }

func lock(l *mutex)                        {}
func unlock(l *mutex)                      {}
func lockInit(l *mutex, rank lockRank)     {}
func lockWithRank(l *mutex, rank lockRank) {}
func assertLockHeld(l *mutex)              {}

//go:nosplit
func systemstack(f func()) { f() }

func acquirem() *m   { return &m0 }
func releasem(mp *m) {}

func printlock()   {}
func printunlock() {}

// gwrite is the writer of print and println.
func gwrite(b []byte) { bareWrite(b) }

// The generator is xorshift64*, by S. Vigna, An experimental exploration of Marsaglia's xorshift generators, scrambled, 2016. Where a map
// is iterated from and what hashes are seeded with is arbitrary, but the same in each run: there is nothing to take it from.
var randomState uint64 = 0x9e3779b97f4a7c15

func rand() uint64 {
	x := randomState
	x ^= x >> 12
	x ^= x << 25
	x ^= x >> 27
	randomState = x
	return x * 0x2545f4914f6cdd1d
}

func bootstrapRand() uint64 { return rand() }

//go:linkname maps_rand internal/runtime/maps.rand
func maps_rand() uint64          { return rand() }
func cheaprand() uint32          { return uint32(rand() >> 32) }
func cheaprand64() int64         { return int64(rand()) }
func cheaprandn(n uint32) uint32 { return uint32(uint64(cheaprand()) * uint64(n) >> 32) }
func rand32() uint32             { return uint32(rand() >> 32) }

//go:linkname internal_sync_runtime_SemacquireMutex internal/sync.runtime_SemacquireMutex
func internal_sync_runtime_SemacquireMutex(addr *uint32, lifo bool, skipframes int) { deadlock() }

//go:linkname sync_runtime_Semacquire sync.runtime_Semacquire
func sync_runtime_Semacquire(addr *uint32) { deadlock() }

//go:linkname sync_runtime_SemacquireRWMutexR sync.runtime_SemacquireRWMutexR
func sync_runtime_SemacquireRWMutexR(addr *uint32, lifo bool, skipframes int) { deadlock() }

//go:linkname sync_runtime_SemacquireRWMutex sync.runtime_SemacquireRWMutex
func sync_runtime_SemacquireRWMutex(addr *uint32, lifo bool, skipframes int) { deadlock() }

//go:linkname sync_runtime_SemacquireWaitGroup sync.runtime_SemacquireWaitGroup
func sync_runtime_SemacquireWaitGroup(addr *uint32, synctestDurable bool) { deadlock() }

// Nothing can wait for what these would wake.

//go:linkname internal_sync_runtime_Semrelease internal/sync.runtime_Semrelease
func internal_sync_runtime_Semrelease(addr *uint32, handoff bool, skipframes int) {}

//go:linkname sync_runtime_Semrelease sync.runtime_Semrelease
func sync_runtime_Semrelease(addr *uint32, handoff bool, skipframes int) {}

func deadlock() { throw("all goroutines are asleep - deadlock!") }

//go:linkname internal_sync_canSpin internal/sync.runtime_canSpin
func internal_sync_canSpin(i int) bool { return false }

//go:linkname internal_sync_doSpin internal/sync.runtime_doSpin
func internal_sync_doSpin() {}

//go:linkname internal_sync_nanotime internal/sync.runtime_nanotime
func internal_sync_nanotime() int64 { return 0 }

//go:linkname sync_runtime_procPin sync.runtime_procPin
func sync_runtime_procPin() int { return 0 }

//go:linkname sync_runtime_procUnpin sync.runtime_procUnpin
func sync_runtime_procUnpin() {}

//go:linkname sync_atomic_runtime_procPin sync/atomic.runtime_procPin
func sync_atomic_runtime_procPin() int { return 0 }

//go:linkname sync_atomic_runtime_procUnpin sync/atomic.runtime_procUnpin
func sync_atomic_runtime_procUnpin() {}

//go:linkname notifyListAdd sync.runtime_notifyListAdd
func notifyListAdd(l unsafe.Pointer) uint32 { return 0 }

//go:linkname notifyListWait sync.runtime_notifyListWait
func notifyListWait(l unsafe.Pointer, t uint32) { deadlock() }

//go:linkname notifyListNotifyAll sync.runtime_notifyListNotifyAll
func notifyListNotifyAll(l unsafe.Pointer) {}

//go:linkname notifyListNotifyOne sync.runtime_notifyListNotifyOne
func notifyListNotifyOne(l unsafe.Pointer) {}

// Nothing that a weak pointer points to goes away.

//go:linkname internal_weak_runtime_registerWeakPointer weak.runtime_registerWeakPointer
func internal_weak_runtime_registerWeakPointer(p unsafe.Pointer) unsafe.Pointer { return p }

//go:linkname internal_weak_runtime_makeStrongFromWeak weak.runtime_makeStrongFromWeak
func internal_weak_runtime_makeStrongFromWeak(p unsafe.Pointer) unsafe.Pointer { return p }

//go:linkname reflect_verifyNotInHeapPtr reflect.verifyNotInHeapPtr
func reflect_verifyNotInHeapPtr(p uintptr) bool { return true }

// A pool keeps what it has: nothing collects.
//
//go:linkname sync_runtime_registerPoolCleanup sync.runtime_registerPoolCleanup
func sync_runtime_registerPoolCleanup(f func()) {}

//go:linkname internal_weak_runtime_registerUniqueMapCleanup unique.runtime_registerUniqueMapCleanup
func internal_weak_runtime_registerUniqueMapCleanup(f func()) {}

//go:linkname sync_throw sync.throw
func sync_throw(s string) { throw(s) }

//go:linkname sync_fatal sync.fatal
func sync_fatal(s string) { fatal(s) }

//go:linkname internal_sync_throw internal/sync.throw
func internal_sync_throw(s string) { throw(s) }

//go:linkname internal_sync_fatal internal/sync.fatal
func internal_sync_fatal(s string) { fatal(s) }

//go:linkname maps_fatal internal/runtime/maps.fatal
func maps_fatal(s string) { fatal(s) }

//go:linkname notifyListCheck sync.runtime_notifyListCheck
func notifyListCheck(size uintptr) {}

//go:linkname godebug_setUpdate internal/godebug.setUpdate
func godebug_setUpdate(update func(string, string)) {}

//go:linkname godebug_registerMetric internal/godebug.registerMetric
func godebug_registerMetric(name string, read func() uint64) {}

//go:linkname godebug_setNewIncNonDefault internal/godebug.setNewIncNonDefault
func godebug_setNewIncNonDefault(f func(string) func()) {}

const _ = bytealg.MaxBruteForce

// GOMAXPROCS returns 1.
func GOMAXPROCS(n int) int { return 1 }

// NumCPU returns 1.
func NumCPU() int { return 1 }

// NumGoroutine returns 1.
func NumGoroutine() int { return 1 }

// Gosched does nothing.
func Gosched() {}

// KeepAlive does nothing: nothing is collected.
func KeepAlive(x any) {}

// Version returns the release of Go.
func Version() string { return goVersion }

// GC does nothing.
func GC() {}

const runtimeFreegcEnabled = false

func freegc(ptr unsafe.Pointer, size uintptr, noscan bool) bool { return false }

//go:linkname atomic_casPointer internal/runtime/atomic.casPointer
func atomic_casPointer(ptr *unsafe.Pointer, old, new unsafe.Pointer) bool {
	if *ptr != old {
		return false
	}
	*ptr = new
	return true
}

//go:linkname atomic_storePointer internal/runtime/atomic.storePointer
func atomic_storePointer(ptr *unsafe.Pointer, new unsafe.Pointer) { *ptr = new }

//go:linkname sync_atomic_StorePointer sync/atomic.StorePointer
func sync_atomic_StorePointer(ptr *unsafe.Pointer, new unsafe.Pointer) { *ptr = new }

//go:linkname sync_atomic_SwapPointer sync/atomic.SwapPointer
func sync_atomic_SwapPointer(ptr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer) {
	old, *ptr = *ptr, new
	return old
}

//go:linkname sync_atomic_CompareAndSwapPointer sync/atomic.CompareAndSwapPointer
func sync_atomic_CompareAndSwapPointer(ptr *unsafe.Pointer, old, new unsafe.Pointer) bool {
	return atomic_casPointer(ptr, old, new)
}

func atomicstorep(ptr, new unsafe.Pointer) { *(*unsafe.Pointer)(ptr) = new }

// onlyModule is what package reflect looks for types in.
var onlyModule = [...]*moduledata{&firstmoduledata}

func activeModules() []*moduledata { return onlyModule[:] }

// The linker describes channels to debuggers by these.
type (
	sudog struct {
		next, prev *sudog
		elem       unsafe.Pointer
	}
	waitq struct{ first, last *sudog }
	hchan struct {
		qcount, dataqsiz uint
		recvq, sendq     waitq
	}
)

//go:linkname reflect_chanlen reflect.chanlen
func reflect_chanlen(c *hchan) int { return 0 }

//go:linkname reflect_chancap reflect.chancap
func reflect_chancap(c *hchan) int { return 0 }

//go:linkname reflect_chanclose reflect.chanclose
func reflect_chanclose(c *hchan) { panic(plainError("close of nil channel")) }

//go:linkname reflect_chanrecv reflect.chanrecv
func reflect_chanrecv(c *hchan, nb bool, elem unsafe.Pointer) (selected bool, received bool) {
	if !nb {
		deadlock()
	}
	return false, false
}

//go:linkname reflect_chansend reflect.chansend0
func reflect_chansend(c *hchan, elem unsafe.Pointer, nb bool) (selected bool) {
	if !nb {
		deadlock()
	}
	return false
}

//go:linkname reflectlite_chanlen internal/reflectlite.chanlen
func reflectlite_chanlen(c *hchan) int { return 0 }

// chanlen and chancap are called for channels, which are nil.
func chanlen(c *hchan) int { return 0 }
func chancap(c *hchan) int { return 0 }

//go:linkname synctest_isInBubble internal/synctest.IsInBubble
func synctest_isInBubble() bool { return false }

//go:linkname synctest_associate internal/synctest.associate
func synctest_associate(p unsafe.Pointer) int { return 0 }

//go:linkname synctest_disassociate internal/synctest.disassociate
func synctest_disassociate(p unsafe.Pointer) {}

//go:linkname synctest_isAssociated internal/synctest.isAssociated
func synctest_isAssociated(p unsafe.Pointer) bool { return false }

// write is how package internal/godebug writes.
func write(fd uintptr, p unsafe.Pointer, n int32) int32 {
	bareWrite(unsafe.Slice((*byte)(p), n))
	return n
}
