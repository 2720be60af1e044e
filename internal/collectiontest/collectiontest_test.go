package collectiontest

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	_ "premain.dev" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
	"premain.dev/internal/testtool"
	_ "premain.dev/section"
)

var (
	seed     = flag.Uint64("seed", 0, "seed of TestRandom; 0 takes one from the clock")
	programs = flag.Int("programs", 0, "number of programs of TestRandom; 0 means 1, or 3 with PREMAIN_LONG set")
)

var (
	long = os.Getenv("PREMAIN_LONG") != ""
	all  = os.Getenv("PREMAIN_LONG") == "all"
)

func TestMain(m *testing.M) { testtool.Main(m) }

// world is a way to build programs.
type world struct {
	name  string
	tool  string // of the go command or ours
	flags []string
	calls bool // what can be inlined is not, and then constant data is computed
}

// worlds returns the ways to build programs. The first one is plain Go's.
func worlds() []world {
	list := []world{{name: "plain", tool: "go"}, {name: "linked", tool: testtool.Tool}}
	if long {
		list = append(list,
			world{"plain, no inlining", "go", []string{"-gcflags=all=-l"}, true},
			world{"linked, no inlining", testtool.Tool, []string{"-gcflags=all=-l"}, true})
	}
	if all {
		list = append(list, world{"linked, pie", testtool.Tool, []string{"-buildmode=pie"}, false})
		if _, err := exec.LookPath("gcc"); err == nil {
			list = append(list, world{"linked, race", testtool.Tool, []string{"-race"}, false})
		}
	}
	return list
}

// module makes a module with what programs observe.
func module(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, "go.mod", "module example.com/random\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+testtool.Repository+"\n")
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
		text, err := testtool.Command(dir, slices.Concat([]string{w.tool, "build", "-v", "-o", to + string(filepath.Separator)}, w.flags, []string{"./..."})...)
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
