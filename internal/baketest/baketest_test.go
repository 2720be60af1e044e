package baketest

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"testing"
	"time"

	_ "premain.dev/bake" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
)

var (
	seed     = flag.Uint64("seed", 0, "seed of TestRandom; 0 takes one from the clock")
	programs = flag.Int("programs", 0, "number of programs of TestRandom; 0 means 2, or 20 with PREMAIN_LONG set")
	maps     = flag.Bool("maps", true, "whether the values of TestRandom may hold maps")
)

var worlds = []string{"plain", "linked"}

var (
	repository string // the root of the module
	tool       string // premain
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
	dir, err := os.MkdirTemp("", "premain-bake")
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

// build builds the programs of a module, or of this one if dir is empty, in both worlds, into the directories plain and
// linked of another one, and sees to it that nothing is computed when a linked one starts: its functions for link time,
// which have names with linkTime in them, must be gone.
func build(t *testing.T, dir, out string, packages ...string) {
	t.Helper()
	errs := make(chan error)
	for _, world := range worlds {
		go func() {
			run := "go"
			if world == "linked" {
				run = tool
			}
			to := filepath.Join(out, world)
			err := os.MkdirAll(to, 0o777)
			if err == nil {
				_, err = command(dir, slices.Concat([]string{run, "build", "-o", to + string(filepath.Separator)}, packages)...)
			}
			errs <- err
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	for _, world := range worlds {
		binaries, err := filepath.Glob(filepath.Join(out, world, "*"))
		if err != nil || len(binaries) == 0 {
			t.Fatal(err, binaries)
		}
		for _, binary := range binaries {
			symbols, err := command("", "go", "tool", "nm", binary)
			if err != nil {
				t.Fatal(err)
			}
			switch left := linkTime.FindAllString(symbols, -1); {
			case world == "plain" && left == nil:
				t.Errorf("%s has no functions named linkTime", binary)
			case world == "linked" && left != nil:
				t.Errorf("%s computes values when it starts: %q is left", binary, left)
			}
		}
	}
}

var linkTime = regexp.MustCompile(`\S+\.linkTime\w*`)

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
