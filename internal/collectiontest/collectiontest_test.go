package collectiontest

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	_ "premain.dev" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
	_ "premain.dev/section"
)

var (
	seed     = flag.Uint64("seed", 0, "seed of TestRandom; 0 takes one from the clock")
	programs = flag.Int("programs", 0, "number of programs of TestRandom; 0 means 1, or 4 with PREMAIN_LONG set")
)

var (
	repository string // the root of the module
	tool       string // premain
	long       = os.Getenv("PREMAIN_LONG") != ""
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	fatal := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	wd, err := os.Getwd()
	if err != nil {
		return fatal(err)
	}
	repository = filepath.Dir(filepath.Dir(wd))
	dir, err := os.MkdirTemp("", "premain-collections")
	if err != nil {
		return fatal(err)
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "premain"+exe())
	// The tool itself, not this test binary: what the go command starts must be what users have.
	if _, err := command("", "go", "build", "-o", tool, "premain.dev/cmd/premain"); err != nil {
		return fatal(err)
	}
	return m.Run()
}

// random returns a source of random numbers, and logs the flag that brings the same ones again.
func random(t *testing.T) *rand.Rand {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed=%d", s)
	return rand.New(rand.NewPCG(s, 0))
}

// world is a way to build programs.
type world struct {
	name  string
	tool  string // of the go command or ours
	flags []string
	calls bool // what can be inlined is not, and then constant data is computed
}

// worlds returns the ways to build programs. The first one is plain Go's.
func worlds() []world {
	list := []world{{name: "plain", tool: "go"}, {name: "linked", tool: tool}}
	if long {
		list = append(list,
			world{"plain, no inlining", "go", []string{"-gcflags=all=-l"}, true},
			world{"linked, no inlining", tool, []string{"-gcflags=all=-l"}, true},
			world{"linked, pie", tool, []string{"-buildmode=pie"}, false})
		if _, err := exec.LookPath("gcc"); err == nil {
			list = append(list, world{"linked, race", tool, []string{"-race"}, false})
		}
	}
	return list
}

// module makes a module with what programs observe.
func module(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, "go.mod", "module example.com/random\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	if err := os.CopyFS(filepath.Join(dir, "observe"), os.DirFS(filepath.Join("testdata", "observe"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// build builds the programs of a module in some worlds, each into the directory of that name in another one. It returns what the builds print,
// with -v.
func build(t *testing.T, dir, out string, worlds []world) (printed map[string]string) {
	t.Helper()
	printed = make(map[string]string)
	var mu sync.Mutex
	one := func(w world) error {
		to := filepath.Join(out, w.name)
		if err := os.MkdirAll(to, 0o777); err != nil {
			return err
		}
		began := time.Now()
		text, err := command(dir, slices.Concat([]string{w.tool, "build", "-v", "-o", to + string(filepath.Separator)}, w.flags, []string{"./..."})...)
		mu.Lock()
		printed[w.name] = text
		mu.Unlock()
		t.Logf("%s: built in %v", w.name, time.Since(began).Round(100*time.Millisecond))
		return err
	}
	errs := make(chan error)
	var all error
	for pair := range slices.Chunk(worlds, 2) {
		for _, w := range pair {
			go func() { errs <- one(w) }()
		}
		for range pair {
			all = errors.Join(all, <-errs)
		}
	}
	if all != nil {
		t.Fatal(all)
	}
	return printed
}

// command runs a command that must succeed, and returns what it prints.
func command(dir string, args ...string) (string, error) {
	cmd := exec.Command(args[0], args[1:]...)
	if cmd.Dir = dir; dir != "" { // a module of its own
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return string(out), err
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
