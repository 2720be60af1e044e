//go:build unix

package confine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test program is also the programs that it runs: with this first argument, the one that the second names.
const isProgram = "-program"

func TestMain(m *testing.M) {
	if code, called := Child(os.Args[1:]); called {
		os.Exit(code)
	}
	if len(os.Args) > 2 && os.Args[1] == isProgram {
		programs[os.Args[2]](os.Args[3:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// programs are what the tests run. They print what they find.
var programs = map[string]func(args []string){
	"nothing": func([]string) {},
	"attempts": func(args []string) {
		for _, a := range attempts {
			fmt.Printf("%s: %v\n", a.name, a.do(args[0]))
		}
	},
	"environment": func([]string) {
		dir, err := os.Getwd()
		input, _ := io.ReadAll(os.Stdin)
		fmt.Printf("%q %q %v %q\n", os.Environ(), dir, err, input)
	},
	"descriptors": func([]string) {
		for fd := range 100 {
			if own := fd > 3 && fd < 50; own {
				continue // the runtime opens files, too
			}
			if err := syscall.Fstat(fd, new(syscall.Stat_t)); err == nil {
				fmt.Print(fd, " ")
			}
		}
	},
	"hang": func([]string) {
		var pipe [2]int
		fmt.Println(syscall.Pipe(pipe[:]))
		syscall.Read(pipe[0], make([]byte, 1)) // a deadlock that the runtime does not see
	},
	"sleep": func([]string) {
		fmt.Println("asleep")
		time.Sleep(time.Hour)
	},
	"busy": func([]string) {
		for {
		}
	},
	"parent": func([]string) {
		cmd := exec.Command(os.Args[0], isProgram, "sleep")
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		fmt.Println(cmd.Run())
	},
	"leaver": func([]string) {
		cmd := exec.Command(os.Args[0], isProgram, "sleep")
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		fmt.Println(cmd.Start(), cmd.Process.Pid)
	},
	"hoard": func([]string) {
		var all [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			all = append(all, b)
		}
	},
	"print": func([]string) {
		for range 1 << 10 {
			fmt.Println(strings.Repeat("x", 1<<10))
		}
	},
	"exit":  func([]string) { os.Exit(7) },
	"panic": func([]string) { panic("out of memory, says somebody") },
	"close": func([]string) { fmt.Println(syscall.Close(3)) },
	"results": func([]string) {
		b := bytes.Repeat([]byte("0123456789abcdef"), 5<<16)
		f := os.NewFile(3, "")
		n, err := f.Write(b)
		fmt.Println(n, err)
	},
}

// The attempts are things that a program must not be able to do, in forms that do no harm should it be able to. Each gets a
// directory with the files "old" and "kept".
var attempts = []struct {
	name string
	do   func(dir string) error
}{
	{"write", func(dir string) error { return os.WriteFile(dir+"/new", []byte("x"), 0o666) }},
	{"overwrite", func(dir string) error { return os.WriteFile(dir+"/old", nil, 0o666) }},
	{"truncate", func(dir string) error { return os.Truncate(dir+"/old", 0) }},
	{"truncate as reader", func(dir string) error {
		_, err := os.OpenFile(dir+"/old", os.O_RDONLY|os.O_TRUNC, 0)
		return err
	}},
	{"remove", func(dir string) error { return syscall.Unlink(dir + "/old") }},
	{"remove directory", func(dir string) error { return syscall.Rmdir(dir + "/empty") }},
	{"rename", func(dir string) error { return os.Rename(dir+"/old", dir+"/kept") }},
	{"mkdir", func(dir string) error { return os.Mkdir(dir+"/new", 0o777) }},
	{"link", func(dir string) error { return os.Link(dir+"/old", dir+"/new") }},
	{"symlink", func(dir string) error { return os.Symlink("old", dir+"/new") }},
	{"mkfifo", func(dir string) error { return syscall.Mkfifo(dir+"/new", 0o666) }},
	{"chmod", func(dir string) error { return os.Chmod(dir+"/old", 0o777) }},
	{"chmod as reader", func(dir string) error {
		f, err := os.Open(dir + "/old")
		if err != nil {
			return fmt.Errorf("cannot read: %v", err)
		}
		return f.Chmod(0o777)
	}},
	{"chown", func(dir string) error { return os.Chown(dir+"/old", os.Getuid(), os.Getgid()) }},
	{"chtimes", func(dir string) error { return os.Chtimes(dir+"/old", time.Now(), time.Now()) }},
	{"lock", func(dir string) error {
		f, err := os.Open(dir + "/old")
		if err != nil {
			return fmt.Errorf("cannot read: %v", err)
		}
		return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}},
	{"temporary", func(string) error {
		_, err := os.CreateTemp("", "")
		return err
	}},
	{"listen", func(string) error {
		_, err := net.Listen("tcp", "127.0.0.1:0")
		return err
	}},
	{"dial", func(string) error {
		_, err := net.Dial("tcp", "127.0.0.1:1")
		return err
	}},
	{"dial locally", func(dir string) error {
		_, err := net.Dial("unix", dir+"/socket")
		return err
	}},
	{"command", func(string) error { return exec.Command("/bin/sh", "-c", "exit 3").Run() }},
	{"itself", func(string) error { return exec.Command(os.Args[0], isProgram, "nothing").Run() }},
	{"kill parent", func(string) error { return syscall.Kill(os.Getppid(), syscall.SIGCONT) }},
	{"kill all", func(string) error { return syscall.Kill(-1, syscall.Signal(0)) }},
	{"signal by process", func(string) error {
		p, err := os.FindProcess(os.Getppid())
		if err != nil {
			return err
		}
		return p.Signal(syscall.SIGCONT)
	}},
	{"session", func(string) error {
		_, err := syscall.Setsid()
		return err
	}},
	{"group", func(string) error { return syscall.Setpgid(0, 0) }},
	{"priority", func(string) error { return syscall.Setpriority(syscall.PRIO_PROCESS, 0, 1) }},
	{"limit", func(string) error {
		return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	}},
	{"become another", func(string) error { return syscall.Exec(os.Args[0], []string{"x", isProgram, "exit"}, nil) }},
}

// run runs one of the programs and returns what it prints.
func run(t *testing.T, p *Program, program string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	exe, eerr := os.Executable()
	if eerr != nil {
		t.Fatal(eerr)
	}
	p.Path, p.Args = exe, append([]string{isProgram, program}, args...)
	if p.Time == 0 {
		p.Time = 20 * time.Second
	}
	var out, errs bytes.Buffer
	p.Stdout, p.Stderr = &out, &errs
	err = p.Run(context.Background())
	return out.String(), errs.String(), err
}

func TestAttempts(t *testing.T) {
	needFilter(t)
	dir := t.TempDir()
	for _, name := range []string{"old", "kept"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	before := listing(t, dir)
	out, errs, err := run(t, &Program{Env: []string{"TMPDIR=" + dir}}, "attempts", dir)
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, errs)
	}
	if n := strings.Count(out, "\n"); n != len(attempts) {
		t.Errorf("%d attempts, want %d:\n%s", n, len(attempts), out)
	}
	for line := range strings.Lines(out) {
		if !strings.HasSuffix(line, syscall.EPERM.Error()+"\n") {
			t.Errorf("want an error %q: %s", syscall.EPERM, line)
		}
	}
	if after := listing(t, dir); after != before {
		t.Errorf("the directory has changed from\n%sto\n%s", before, after)
	}
}

// listing returns what is to be seen of a directory.
func listing(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, info.Mode(), info.Size(), info.ModTime(), e.Name())
	}
	return b.String()
}

func TestEnvironment(t *testing.T) {
	t.Setenv("CONFINE_TEST", "must not be seen")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, env := range [][]string{{"A=1", "PATH=", "B==2"}, {}, nil} {
		out, errs, err := run(t, &Program{Env: env, Dir: dir}, "environment")
		if want := fmt.Sprintf("%q %q <nil> %q\n", env, dir, ""); out != want || errs != "" || err != nil {
			t.Errorf("got %s%s %v, want %s", out, errs, err, want)
		}
	}
}

func TestTime(t *testing.T) {
	for _, program := range []string{"hang", "sleep", "busy", "parent"} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			p := &Program{Time: time.Second}
			if program == "parent" {
				foreign(t, p, `"$@"`)
			}
			begin := time.Now()
			out, errs, err := run(t, p, program)
			if !errors.Is(err, ErrTime) {
				t.Errorf("got %s%s %v, want %v", out, errs, err, ErrTime)
			}
			if d := time.Since(begin); d < time.Second || d > 4*time.Second {
				t.Errorf("it took %v", d)
			}
			if program == "parent" && out != "asleep\n" {
				t.Errorf("got %q, want a grandchild that is asleep", out)
			}
		})
	}
}

// foreign gives the program an emulator: a script.
func foreign(t *testing.T, p *Program, script string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "go_premain_"+strconv.Itoa(len(script))+"_exec")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.GOOS, p.GOARCH = "premain", strconv.Itoa(len(script))
	inPath(t, dir)
}

// inPath adds a directory to the PATH. Tests that run in parallel do so, too.
func inPath(t *testing.T, dir string) {
	if err := os.Setenv("PATH", os.Getenv("PATH")+string(filepath.ListSeparator)+dir); err != nil {
		t.Fatal(err)
	}
}

func TestForeign(t *testing.T) {
	var p Program
	foreign(t, &p, `X=1 exec "$@"; `)
	var results bytes.Buffer
	p.Results = &results
	out, errs, err := run(t, &p, "results")
	if err != nil || results.Len() != 5<<20 {
		t.Errorf("got %s%s %v, %d bytes of results", out, errs, err, results.Len())
	}
	_, _, err = run(t, &p, "exit")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Errorf("got %v, want status 7", err)
	}

	// What the program leaves behind does not stay.
	out, _, err = run(t, &p, "leaver")
	var pid int
	if n, _ := fmt.Sscanf(strings.ReplaceAll(out, "asleep\n", ""), "<nil> %d", &pid); n != 1 || err != nil {
		t.Fatalf("got %s%v", out, err)
	}
	for range 100 {
		if err = syscall.Kill(pid, 0); err != nil {
			break
		}
		if status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); bytes.Contains(status, []byte(") Z ")) {
			return // killed, and nobody collects it here
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != syscall.ESRCH {
		t.Errorf("the process that the program has left is there: %v", err)
	}
}

func TestForeignAttempts(t *testing.T) {
	needFilter(t)
	dir := t.TempDir()
	var p Program
	foreign(t, &p, `echo x >`+dir+`/new; rm -f `+dir+`; exit 1`)
	_, errs, err := run(t, &p, "nothing")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("got %v, want status 1", err)
	}
	if got := listing(t, dir); got != "" || !strings.Contains(errs, "new") {
		t.Errorf("the script has written %s; it says %s", got, errs)
	}
}

func TestCannotRun(t *testing.T) {
	var p Program
	foreign(t, &p, `exec emulator-that-does-not-exist "$@"`)
	if _, _, err := run(t, &p, "nothing"); !errors.Is(err, ErrCannotRun) {
		t.Errorf("got %v, want %v", err, ErrCannotRun)
	}

	// Not a program.
	file := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(file, []byte("\x7fELF and no more"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, goarch := range []string{"unknown", "386", runtime.GOARCH} {
		p := Program{Path: file, GOARCH: goarch, Time: time.Minute}
		err := p.Run(context.Background())
		exit := (*exec.ExitError)(nil)
		foreign := goarch != runtime.GOARCH
		if err == nil || errors.As(err, &exit) || errors.Is(err, ErrCannotRun) != foreign {
			t.Errorf("%s: got %v", goarch, err)
		}
		t.Log(err)
	}

	p = Program{Path: file, GOOS: "netbsd", Time: time.Minute}
	if runtime.GOOS == "linux" {
		err := p.Run(context.Background())
		if !errors.Is(err, ErrCannotRun) {
			t.Errorf("got %v, want %v", err, ErrCannotRun)
		}
		t.Log(err)
	}

	p = Program{Path: file + ".missing", GOARCH: "unknown", Time: time.Minute}
	if err := p.Run(context.Background()); !errors.Is(err, os.ErrNotExist) || errors.Is(err, ErrCannotRun) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
}

func TestMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no limit of memory on this system")
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "-race" && s.Value == "true" {
				t.Skip("programs with -race need more memory than this")
			}
		}
	}
	p := &Program{Memory: 256 << 20}
	out, errs, err := run(t, p, "nothing")
	if err != nil {
		t.Fatalf("a program that does nothing: %s%s %v", out, errs, err)
	}
	begin := time.Now()
	out, errs, err = run(t, p, "hoard")
	if !errors.Is(err, ErrMemory) {
		t.Errorf("got %s%s %v, want %v", out, errs, err, ErrMemory)
	}
	t.Logf("after %v: %.100s", time.Since(begin), errs)
}

func TestExit(t *testing.T) {
	out, _, err := run(t, &Program{}, "exit")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Errorf("got %q %v, want status 7", out, err)
	}
	_, errs, err := run(t, &Program{}, "panic")
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(errs, "says somebody") {
		t.Errorf("got %s %v, want status 2", errs, err)
	}
}

func TestPrint(t *testing.T) {
	out, _, err := run(t, &Program{}, "print")
	if len(out) != 1025<<10 || err != nil {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
}

func TestResults(t *testing.T) {
	var results bytes.Buffer
	out, errs, err := run(t, &Program{Results: &results}, "results")
	if want := strings.Repeat("0123456789abcdef", 5<<16); results.String() != want || err != nil {
		t.Errorf("got %d bytes of results, %s%s %v", results.Len(), out, errs, err)
	}

	out, errs, err = run(t, &Program{Results: &results}, "close")
	if out != "<nil>\n" || err != nil {
		t.Errorf("got %s%s %v", out, errs, err)
	}

	if _, _, err = run(t, &Program{}, "results"); err != nil {
		t.Errorf("without a writer: %v", err)
	}
	if _, _, err = run(t, &Program{Results: full{}}, "results"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// full is a writer that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestCancel(t *testing.T) {
	cause := errors.New("changed my mind")
	ctx, cancel := context.WithCancelCause(context.Background())
	time.AfterFunc(200*time.Millisecond, func() { cancel(cause) })
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := Program{Path: exe, Args: []string{isProgram, "sleep"}, Time: time.Minute}
	if err := p.Run(ctx); !errors.Is(err, cause) {
		t.Errorf("got %v, want %v", err, cause)
	}
	if err := p.Run(ctx); !errors.Is(err, cause) {
		t.Errorf("once more: got %v, want %v", err, cause)
	}
}
