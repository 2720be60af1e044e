package serving

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// lateChild makes a process a child that ends in TestMain.
const lateChild = "SERVING_LATE_CHILD"

func TestMain(m *testing.M) {
	if value, ok := os.LookupEnv(lateChild); ok {
		status, _ := strconv.Atoi(value)
		fmt.Print(value)
		os.Exit(status)
	}
	os.Exit(m.Run())
}

// amount returns one of two numbers.
func amount(short, long int) int {
	if testing.Short() {
		return short
	}
	return long
}

func TestRan(t *testing.T) {
	if got := fmt.Sprint(Ran[:Count]); got != "[first disturb end]" {
		t.Errorf("the functions %s have run", got)
	}
	if int(Thread) != os.Getpid() {
		t.Errorf("they have run on thread %d of process %d", Thread, os.Getpid())
	}
	name, err := os.ReadFile("/proc/self/comm")
	if err != nil || string(name) != "early\n" {
		t.Errorf("the name of the initial thread is %q, %v", name, err)
	}
}

// TestTLS serves and calls, on many connections at once.
func TestTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.New()
		n, err := io.Copy(sum, r.Body)
		fmt.Fprintf(w, "%d %x %v %v", n, sum.Sum(nil), err, r.TLS.HandshakeComplete)
	}))
	defer server.Close()
	var wg sync.WaitGroup
	for client := range amount(4, 16) {
		wg.Go(func() {
			transport := server.Client().Transport.(*http.Transport).Clone()
			defer transport.CloseIdleConnections()
			for i := range amount(5, 30) {
				body := bytes.Repeat([]byte{byte(i)}, 1<<(i%20))
				reply, err := (&http.Client{Transport: transport}).Post(server.URL, "", bytes.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				got, err := io.ReadAll(reply.Body)
				reply.Body.Close()
				if want := fmt.Sprintf("%d %x <nil> true", len(body), sha256.Sum256(body)); err != nil || string(got) != want {
					t.Errorf("client %d: %q instead of %q, %v", client, got, want, err)
				}
				if i%7 == 0 {
					transport.CloseIdleConnections() // and shake hands again
				}
			}
		})
	}
	wg.Wait()
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	for i := range amount(5, 100) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte{byte(i)})
		signature, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
		if err != nil || !ecdsa.VerifyASN1(&key.PublicKey, sum[:], signature) {
			t.Fatalf("a signature is not true: %v", err)
		}
		signature[len(signature)-1] ^= 1
		if ecdsa.VerifyASN1(&key.PublicKey, sum[:], signature) {
			t.Fatal("a false signature is true")
		}
	}
}

// TestChildren starts children, most of which end before their runtime begins.
func TestChildren(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	n := amount(100, 1000)
	var wg sync.WaitGroup
	for first := range 8 {
		wg.Go(func() {
			for i := first; i < n; i += 8 {
				cmd := exec.Command(exe)
				name := Child
				if i%10 == 0 {
					name = lateChild
				}
				cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", name, i%200))
				out, err := cmd.Output()
				exit := (*exec.ExitError)(nil)
				if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != i%200 || string(out) != strconv.Itoa(i%200) {
					t.Errorf("child %d with %s: %v, %q", i, name, err, out)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestSignals sends signals to the process and to its threads, and none is lost: the next is sent when the last has come.
func TestSignals(t *testing.T) {
	list := []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP, syscall.SIGWINCH, syscall.SIGTERM, syscall.SIGALRM}
	channels := make([]chan os.Signal, len(list))
	for i, s := range list {
		channels[i] = make(chan os.Signal, 1)
		signal.Notify(channels[i], s)
		defer signal.Stop(channels[i])
	}
	var wg sync.WaitGroup
	for i, s := range list {
		wg.Go(func() {
			for n := range amount(100, 1000) {
				var err error
				if n%2 == 0 {
					err = syscall.Kill(os.Getpid(), s)
				} else {
					runtime.LockOSThread()
					_, _, errno := syscall.RawSyscall(syscall.SYS_TGKILL, uintptr(os.Getpid()), uintptr(syscall.Gettid()), uintptr(s))
					runtime.UnlockOSThread()
					if errno != 0 {
						err = errno
					}
				}
				if err != nil {
					t.Error(err)
					return
				}
				select {
				case got := <-channels[i]:
					if got != s {
						t.Errorf("%v came for %v", got, s)
						return
					}
				case <-time.After(time.Minute):
					t.Errorf("the %dth %v is lost", n, s)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestThreads locks goroutines to threads, of which each has what a thread needs, and keeps it.
func TestThreads(t *testing.T) {
	const n = 40
	var (
		mu      sync.Mutex
		threads = make(map[int]bool)
		stacks  = make(map[uintptr]bool)
		arrived sync.WaitGroup
		wg      sync.WaitGroup
	)
	arrived.Add(n)
	for i := range n {
		wg.Go(func() {
			runtime.LockOSThread()
			id := syscall.Gettid()
			stack, blocked, err := lookAtThread()
			mu.Lock()
			if err != nil || blocked != "0000000000000000" || threads[id] || stacks[stack] {
				t.Errorf("thread %d (seen %t) has a stack for signals at %#x (seen %t) and blocks %s: %v", id, threads[id], stack, stacks[stack], blocked, err)
			}
			threads[id], stacks[stack] = true, true
			mu.Unlock()
			arrived.Done()
			arrived.Wait()
			for range amount(20, 200) {
				runtime.Gosched()
				if got := fault(i); got != "runtime error: invalid memory address or nil pointer dereference" {
					t.Errorf("a nil pointer on thread %d: %s", id, got)
				}
				if syscall.Gettid() != id {
					t.Errorf("from thread %d to thread %d", id, syscall.Gettid())
				}
			}
			if again, _, err := lookAtThread(); err != nil || again != stack {
				t.Errorf("thread %d has got another stack for signals, at %#x instead of %#x: %v", id, again, stack, err)
			}
			if i%2 == 0 {
				runtime.UnlockOSThread() // the others end with their goroutines
			}
		})
	}
	wg.Wait()
}

// lookAtThread returns where the stack for signals of the calling thread is, and the set of blocked ones.
func lookAtThread() (stack uintptr, blocked string, err error) {
	var s struct {
		pointer uintptr
		flags   uint64
		size    uintptr
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SIGALTSTACK, 0, uintptr(unsafe.Pointer(&s)), 0); errno != 0 {
		return 0, "", errno
	}
	if s.pointer == 0 || s.flags != 0 {
		return 0, "", fmt.Errorf("there is none (%d)", s.flags)
	}
	text, err := os.ReadFile("/proc/thread-self/status")
	_, rest, _ := strings.Cut(string(text), "SigBlk:\t")
	blocked, _, _ = strings.Cut(rest, "\n")
	return s.pointer, blocked, err
}

func fault(n int) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	var p *[50]int
	return strconv.Itoa(p[n])
}
