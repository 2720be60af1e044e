// App prints what it sees of its process, the same in both worlds but for lines that begin with "early": app STATUS [ARGUMENT …]. In a linked
// build it has functions that run before the Go runtime. Before it ends with the status, it uses what they might have broken.
//
// app spin keeps a processor busy until standard input ends.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"unsafe"
)

// ran are the functions that have run early.
var (
	ran   [16]byte
	count int
)

func run(name byte) {
	ran[count] = name
	count++
}

// number checks something of C on a thread.
var number = func() error { return nil }

// between tells what C has seen of signals between the early functions and the Go runtime.
var between = func() string { return "" }

// resolve checks the resolver of package net.
var resolve = func() error { return nil }

func init() { runtime.LockOSThread() } // main stays on the initial thread

func main() {
	if len(os.Args) == 2 && os.Args[1] == "spin" {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
		for {
		}
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(out, "early ran %s\n", ran[:count])
	fmt.Fprintf(out, "early args %x env %x\n", digest(os.Args[1:]), digest(os.Environ()))
	status, err := strconv.Atoi(os.Args[1])
	if err == nil {
		err = look(out)
	}
	if err == nil {
		err = use()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out.Flush()
	os.Exit(status)
}

func digest(list []string) uint64 {
	h := fnv.New64a()
	for _, s := range list {
		h.Write(append([]byte(s), 0))
	}
	return h.Sum64()
}

// look prints what of signals and threads there is.
func look(out io.Writer) error {
	image, err := readImage()
	if err != nil {
		return err
	}
	main, err := readThread(image)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "initial thread", main, between())
	var mu sync.Mutex
	stacks, ids := []uintptr{main.stack.pointer}, []int{syscall.Gettid()}
	var wg sync.WaitGroup
	all := make(chan bool)
	var others []string
	for range 4 {
		wg.Go(func() {
			runtime.LockOSThread() // and end with it
			t, threadErr := readThread(image)
			threadErr = errors.Join(threadErr, number())
			mu.Lock()
			err = errors.Join(err, threadErr)
			stacks, ids = append(stacks, t.stack.pointer), append(ids, syscall.Gettid())
			others = append(others, t.String())
			if len(others) == 4 {
				close(all)
			}
			mu.Unlock()
			<-all
		})
	}
	wg.Wait()
	if err := errors.Join(err, number()); err != nil {
		return err
	}
	slices.Sort(others)
	fmt.Fprintln(out, "other threads", strings.Join(slices.Compact(others), ", "))
	slices.Sort(stacks)
	slices.Sort(ids)
	if len(slices.Compact(stacks)) != 5 || len(slices.Compact(ids)) != 5 {
		return fmt.Errorf("threads %d with signal stacks at %x", ids, stacks)
	}
	return nil
}

// thread is what a thread has of signals.
type thread struct {
	status string // which are blocked, ignored and caught
	stack  alternate
}

func (t thread) String() string {
	return fmt.Sprint(t.status, "signal stack ", t.stack.size, t.stack.flags)
}

// alternate is stack_t of Linux.
type alternate struct {
	pointer uintptr
	flags   uint64
	size    uintptr
}

// readThread looks at the calling thread. Its stack for signals must not be the one that there was before the Go runtime.
func readThread(image span) (t thread, err error) {
	text, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		return t, err
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "SigBlk") || strings.HasPrefix(line, "SigIgn") || strings.HasPrefix(line, "SigCgt") {
			t.status += strings.Join(strings.Fields(line), " ") + " "
		}
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SIGALTSTACK, 0, uintptr(unsafe.Pointer(&t.stack)), 0); errno != 0 {
		return t, errno
	}
	if p := t.stack.pointer; p == 0 || image.low <= p && p < image.high {
		return t, fmt.Errorf("the stack for signals is at %#x", p)
	}
	return t, nil
}

// span is a part of memory.
type span struct{ low, high uintptr }

// readImage returns where the executable is, with the zeroes that follow its data.
func readImage() (s span, err error) {
	exe, err := os.Executable()
	if err != nil {
		return s, err
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return s, err
	}
	for line := range strings.Lines(string(maps)) {
		var part span
		fields := strings.Fields(line)
		if _, err := fmt.Sscanf(fields[0], "%x-%x", &part.low, &part.high); err != nil {
			return s, err
		}
		switch {
		case len(fields) == 6 && fields[5] == exe && s.low == 0:
			s = part
		case len(fields) == 6 && fields[5] == exe, len(fields) == 5 && part.low == s.high:
			s.high = part.high
		}
	}
	if s.low == 0 {
		err = fmt.Errorf("%s is not in /proc/self/maps", exe)
	}
	return s, err
}

// use uses the runtime: signals that are faults and others, stacks that grow, goroutines, the collector.
func use() error {
	debug.SetPanicOnFault(true)
	var nilPointer *int
	var zero, far int
	for _, f := range []struct {
		want string
		do   func() int
	}{
		{"nil pointer dereference", func() int { return *nilPointer }},
		{"divide by zero", func() int { return 1 / zero }},
		{"invalid memory address", func() int { return *(*int)(unsafe.Add(unsafe.Pointer(&far), uintptr(1)<<62)) }},
		{"index out of range", func() int { return int(ran[len(ran)+zero]) }},
	} {
		if got := recovered(f.do); !strings.Contains(got, f.want) {
			return fmt.Errorf("recovered %q instead of %q", got, f.want)
		}
	}
	if deep(10000) != 10000 {
		return errors.New("a deep stack has lost something")
	}
	results := make(chan int)
	for i := range 50 {
		go func() { results <- deep(i) }()
	}
	runtime.GC()
	sum := 0
	for range 50 {
		sum += <-results
	}
	if sum != 49*50/2 {
		return fmt.Errorf("goroutines have added up %d", sum)
	}
	signals := make(chan os.Signal, 1)
	for _, sig := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP} {
		signal.Notify(signals, sig)
		syscall.Kill(os.Getpid(), sig)
		if got := <-signals; got != sig {
			return fmt.Errorf("%v came for %v", got, sig)
		}
	}
	return resolve()
}

func recovered(f func() int) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	return strconv.Itoa(f())
}

//go:noinline
func deep(n int) int {
	var room [64]byte
	room[n%64] = 1
	if n == 0 {
		return 0
	}
	return deep(n-1) + int(room[n%64])
}
