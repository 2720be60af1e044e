// Package main has one function for each thing that code can need. A comment at the end of a line says what Reach must report there, for
// the function in whose declaration the line stands: the first fault, or all panics. A function without such a line needs nothing.
package main

import (
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"example.com/needs/other.v2"
)

func main() {}

var (
	sink     any
	n        int
	integers []int
	pointers []*int
	bytes    [64]byte
	text     string
	texts    [2]string
	table    map[string]int
	channel  chan int
	fn       func()
	reader   interface{ Read([]byte) int }
	value    any
	array    [4]struct {
		a int
		s string
	}
	spare [4]struct {
		a int
		s string
	}
	mutex    sync.Mutex
	counter  atomic.Int64
	shared   atomic.Pointer[int]
	anything atomic.Value
	float    float64
	pair     complex128
	late     = compute()
)

//go:noinline
func compute() int { return len(integers) }

type T struct{ a, b int }

func (t *T) Read(b []byte) int { return t.a + len(b) }

type number int

func (x number) Read(b []byte) int { return int(x) + len(b) }

// What cannot work.

func new_()  { sink = new(T) }             // allocates (new, or a variable that escapes or is too large)
func make_() { integers = make([]int, n) } // allocates (make)
func append_() {
	integers = append(integers, 1) // allocates (append)
}
func concat() { text = text + texts[0] } // allocates (concatenates strings)
func toString() {
	text = string(bytes[:n]) // allocates (converts between string and slice)
}
func fromString()  { sink = &[]byte(text)[0] }                        // allocates (converts between string and slice)
func runeString()  { text = string(rune(n)) }                         // allocates (converts an integer to a string)
func makeMap()     { table = make(map[string]int) }                   // allocates (make of a map)
func makeChannel() { channel = make(chan int) }                       // allocates (make of a channel)
func convert()     { sink = n }                                       // converts to an interface
func assert()      { reader = value.(interface{ Read([]byte) int }) } // asserts to an interface type
func switch_() {
	switch v := value.(type) { // asserts to an interface type
	case interface{ Read([]byte) int }:
		reader = v
	case interface{ Close() }:
		v.Close()
	}
}
func lookUp() { n = table["x"] } // accesses a map
func assign() { table["x"] = 1 } // accesses a map
func ranges() {
	for _, v := range table { // accesses a map
		n = v
	}
}
func start() {
	go returns() // starts a goroutine
}
func receive() { n = <-channel } // uses a channel
func send()    { channel <- 1 }  // uses a channel
func selects() {
	select { // uses select
	case n = <-channel:
	case channel <- 1:
	}
}
func deferLoop() {
	for range n {
		defer compute() // defers in a loop
	}
}
func recovers() {
	defer func() {
		recover() // recovers
	}()
	array[n].a = 1
}
func prints()     { print("x") }                       // prints (print or println)
func locks()      { mutex.Lock() }                     // takes a lock
func clock()      { n = int(time.Now().Unix()) }       // reads the clock
func sleeps()     { time.Sleep(1) }                    // sleeps
func systemCall() { syscall.Syscall(1, 2, 3, 4) }      // uses the Go scheduler (syscall.Syscall does; use a raw system call)
func collect()    { runtime.GC() }                     // uses the garbage collector
func stackTrace() { runtime.Caller(0) }                // walks the stack
func reflects()   { n = reflect.ValueOf(value).Len() } // uses a channel

//go:noinline
func recurse(n int) int {
	if n < 2 {
		return n
	}
	return recurse(n-1) + 1 // recurses without a bound that the linker can see
}

func deferRange() {
	for range other.Sequence { // defers in the body of a range over a function
		defer returns()
	}
}
func random() { n = rand.Int() } // uses random numbers of the runtime
func makeClosure() {
	x := n
	fn = func() { n = x } // allocates (new, or a variable that escapes or is too large)
}
func environment()   { text, _ = syscall.Getenv("x") }               // takes a lock
func callsC()        { other.C() }                                   // calls C
func undefined()     { missing() }                                   // refers to example.com/nowhere.missing, which no package of the program defines
func cleanup()       { runtime.AddCleanup(&value, func(int) {}, n) } // uses the garbage collector
func pins()          { anything.Store(text) }                        // converts to an interface
func processors()    { n = runtime.NumCPU() }                        // uses the number of processors, which the runtime finds out later
func arguments()     { n = len(os.Args) }                            // uses os.Args, which has no value yet: the runtime hands it on
func pageSize()      { n = syscall.Getpagesize() }                   // needs syscall.Getpagesize
func concatBytes()   { text = string(append(bytes[:n:n], text...)) } // allocates (append)
func convertString() { sink = text }                                 // converts to an interface
func hashes()        { n = len(map[float64]int{float: 1}) }          // uses random numbers of the runtime
func waits()         { select {} }                                   // uses select
func closes()        { close(channel) }                              // uses a channel

// What works.

//go:noinline
func returns() {}

func indexes()      { n = integers[n] }                                            // panics: index out of range
func slices_()      { integers = integers[n:] }                                    // panics: slice bounds out of range
func divides()      { n = n / len(integers) }                                      // panics: integer divide by zero
func shifts()       { n = n << len(pointers) << n }                                // panics: negative shift amount
func dereferences() { n = *pointers[0] }                                           // panics: index out of range
func toArray()      { n = [4]int(integers)[2] }                                    // panics: cannot convert slice to array or pointer to array: too short
func panics_()      { panic("no") }                                                // panics: panic: no
func assertType()   { n = value.(*T).a }                                           // panics: interface conversion
func panicsWith()   { panic(syscall.Errno(n)) }                                    // converts to an interface
func panicsError()  { panic(errClosed) }                                           // panics: panic
func copies()       { copy(integers, integers[1:]); copy(pointers, pointers[1:]) } // panics: slice bounds out of range
func clears() {
	array = [4]struct {
		a int
		s string
	}{}
	clear(pointers)
}
func copiesArray() { array = spare }
func compares() bool {
	return text == texts[0] && texts == [2]string{} || text < texts[1] || value == sink || array == spare // panics: comparing uncomparable type
}
func deferMany() {
	defer returns()
	defer returns()
	defer returns()
	defer returns()
	defer returns()
	defer returns()
	defer returns()
	defer returns()
	defer returns()
}
func defers() {
	defer returns()
	n = 1
}
func closure() int {
	x := 1
	f := func() int { x++; return x }
	return f() + x
}
func methodValue() int {
	t := T{1, 2}
	f := t.Read
	return f(nil)
}
func staticInterface() int { var r interface{ Read([]byte) int } = number(1); return r.Read(bytes[:]) }
func staticError() error   { return syscall.EINVAL }
func newError() error      { return errClosed }

var errClosed = errors.New("closed")

func generic() int { return largest(1, 2) + int(largest[uint8](3, 4)) + size[T]() }

//go:noinline
func largest[N int | uint8](a, b N) N {
	if a > b {
		return a
	}
	return b
}

//go:noinline
func size[V any]() int { var v V; return int(unsafe.Sizeof(v)) }
func atomics() int64   { atomic.AddInt64((*int64)(unsafe.Pointer(&n)), 1); return counter.Add(1) }
func atomicPointer()   { shared.Store(&n); shared.CompareAndSwap(nil, &n) }
func exits()           { syscall.Exit(3) }
func rawCall()         { syscall.RawSyscall(39, 0, 0, 0) }
func runes() {
	for _, r := range text {
		n += int(r)
	}
}
func floats()    { float = float64(n) / float; pair = pair / 2 }
func assembled() { other.Assembled(3); other.CallsBack() }
func unsafeSlice() {
	integers = unsafe.Slice((*int)(unsafe.Pointer(&bytes)), n) // panics: unsafe.Slice: len out of range
	text = unsafe.String(&bytes[0], n)                         // panics: unsafe.String: len out of range
}
func ranged() {
	for x := range other.Sequence {
		n += x
	}
}
func linknamed() { pulled() }

//go:linkname missing example.com/nowhere.missing
func missing()

//go:linkname pulled example.com/needs/other%2ev2.hidden
func pulled()
