package confine

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"
)

func init() {
	programs["write"] = func(args []string) { fmt.Println(os.WriteFile(args[0], nil, 0o666)) }
	programs["pure"] = pure
}

// pure takes the filter for functions on itself, looks from other threads whether they are free of it, and does what the
// argument says.
func pure(args []string) {
	runtime.LockOSThread()
	filter := Filter(runtime.GOARCH)
	program := struct {
		length uint16
		filter *byte
	}{uint16(len(filter) / 8), &filter[0]}
	if _, _, errno := syscall.RawSyscall(Prctl(runtime.GOARCH), 22, 2, uintptr(unsafe.Pointer(&program))); errno != 0 {
		fmt.Println("no filter:", errno)
		return
	}

	// More threads than there are, which all wait in the kernel: the runtime starts new ones.
	var wait, ready sync.WaitGroup
	var pipe [2]int
	if err := syscall.Pipe(pipe[:]); err != nil {
		fmt.Println(err)
		return
	}
	const readers = 30
	for range readers {
		ready.Add(1)
		wait.Go(func() {
			runtime.LockOSThread() // one goroutine a thread
			_, err := os.ReadFile("/proc/self/status")
			if err != nil {
				fmt.Println(err)
			}
			ready.Done()
			syscall.Read(pipe[0], make([]byte, 1))
		})
	}
	ready.Wait()
	now := make(chan int)
	go func() { now <- threads() }()
	fmt.Println("enough threads:", <-now > readers)
	syscall.Write(pipe[1], make([]byte, readers))
	wait.Wait()

	// Here, all that needs no file works.
	var list [][]byte
	for range 1000 {
		list = append(list, make([]byte, 1<<16))
	}
	runtime.GC()
	runtime.KeepAlive(list)
	_, err := os.Stat("/")
	fmt.Println("stat:", err)
	refusedHere(args[0])
}

// refusedHere has a name that the trace shows.
func refusedHere(what string) {
	var err error
	switch what {
	case "read":
		_, err = os.ReadFile("/etc/hostname")
	case "socket":
		_, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	case "fork":
		err = exec.Command("/bin/true").Run()
	case "unlink":
		err = os.Remove("/nowhere/to/be/found")
	}
	fmt.Println(what, err)
}

// threads returns the number of threads, or -1 if that cannot be read.
func threads() int {
	list, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return -1
	}
	return len(list)
}

func TestPure(t *testing.T) {
	needFilter(t)
	for _, what := range []string{"read", "socket", "fork", "unlink"} {
		out, errs, err := run(t, &Program{}, "pure", what)
		if out != "enough threads: true\nstat: <nil>\n" {
			t.Errorf("%s: got %q", what, out)
		}
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 2 {
			t.Errorf("%s: got %v, want status 2", what, err)
		}
		for _, want := range []string{"SIGSYS: bad system call\n", "confine.refusedHere("} {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: want %q in\n%s", what, want, errs)
			}
		}
	}
}

// needFilter skips a test that needs a filter of system calls.
func needFilter(t *testing.T) {
	t.Helper()
	out, errs, err := run(t, &Program{}, "write", filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatalf("%s%v", errs, err)
	}
	if out == "<nil>\n" {
		t.Skip("the system does not let us filter system calls here")
	}
}

func TestDescriptors(t *testing.T) {
	const inheritable = 60
	if err := syscall.Dup3(2, inheritable, 0); err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(inheritable)
	out, errs, err := run(t, &Program{}, "descriptors")
	if out != "0 1 2 3 " || err != nil {
		t.Errorf("got %s%s %v, want 0 1 2 3", out, errs, err)
	}
}
