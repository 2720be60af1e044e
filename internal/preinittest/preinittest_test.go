//go:build linux && (amd64 || arm64 || riscv64)

package preinittest

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	_ "premain.dev/internal/gocmd" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/linkstep"
	_ "premain.dev/section"
)

var (
	dir  string // of all that is built
	tool string // premain
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	flag.Parse()
	var err error
	if dir, err = os.MkdirTemp("", "premain-preinit"); err == nil {
		defer os.RemoveAll(dir)
		tool = filepath.Join(dir, "premain")
		// The tool itself, not this test binary: what the go command starts must be what users have.
		err = command(nil, "go", "build", "-o", tool, "premain.dev/cmd/premain")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func command(env []string, args ...string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

// long says whether there is time.
func long() bool { return os.Getenv("PREMAIN_LONG") != "" }

// mode is a way to link programs.
type mode struct {
	name  string
	cgo   bool // needs a C compiler
	long  bool // is for PREMAIN_LONG
	flags []string
}

var modes = []mode{
	{name: "exe"},
	{name: "pie", flags: []string{"-buildmode=pie"}},
	{name: "cgo", cgo: true, flags: []string{"-tags=c"}},
	{name: "cgo pie", cgo: true, long: true, flags: []string{"-tags=c", "-buildmode=pie"}},
	{name: "static", cgo: true, long: true, flags: []string{"-tags=c", "-ldflags=-linkmode=external -extldflags=-static"}},
	{name: "static pie", cgo: true, flags: []string{"-tags=c", "-buildmode=pie", "-ldflags=-linkmode=external -extldflags=-static-pie"}},
	{name: "resolver", cgo: true, flags: []string{"-tags=resolver"}}, // the Go linker and the dynamic loader
	{name: "resolver pie", cgo: true, long: true, flags: []string{"-tags=resolver", "-buildmode=pie"}},
	{name: "race", cgo: true, long: true, flags: []string{"-race"}},
}

// findC skips a test if there is no C compiler.
func findC(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("skip: there is no gcc")
	}
}

// findRace skips a test if there is no race detector.
func findRace(t *testing.T) {
	t.Helper()
	if runtime.GOARCH == "riscv64" {
		t.Skip("skip: Go 1.26 has no race detector for riscv64")
	}
}

// build runs a command of the go command, such as build or test -c, for a program below testdata and returns the executable.
func (m mode) build(t *testing.T, world, program string, verb ...string) string {
	t.Helper()
	cgo := "CGO_ENABLED=0"
	if m.name == "race" {
		findRace(t)
	}
	if m.cgo {
		findC(t)
		cgo = "CGO_ENABLED=1"
	}
	name := "go"
	if world == "linked" {
		name = tool
	}
	exe := filepath.Join(dir, strings.ReplaceAll(program+"-"+m.name+"-"+world, " ", "-"))
	if err := command([]string{cgo}, slices.Concat([]string{name}, verb, m.flags, []string{"-o", exe, "./testdata/" + program})...); err != nil {
		t.Fatal(err)
	}
	return exe
}

// patience is how long a program may take, however busy the machine.
const patience = time.Minute
