// Package testtool builds the tool for tests that build programs with it.
package testtool

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// What Main has found and made.
var (
	Repository string // the root of the module
	Tool       string // premain
)

// Main builds the tool and runs the tests of a package that is two directories below the root of the module. It does not return.
func Main(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	fatal := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	wd, err := os.Getwd()
	if err != nil {
		return fatal(err)
	}
	Repository = filepath.Dir(filepath.Dir(wd))
	dir, err := os.MkdirTemp("", "premain-test")
	if err != nil {
		return fatal(err)
	}
	defer os.RemoveAll(dir)
	Tool = filepath.Join(dir, "premain"+Exe())
	// The tool itself, not this test binary: what the go command starts must be what users have.
	if _, err := Command("", "go", "build", "-o", Tool, "premain.dev/cmd/premain"); err != nil {
		return fatal(err)
	}
	return m.Run()
}

// Exe returns what the names of executables end in.
func Exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// Command runs a command and returns what it prints. A directory, if it is not empty, is that of a module of its own. The error holds what the
// command prints, too.
func Command(dir string, args ...string) (string, error) {
	cmd := exec.Command(args[0], args[1:]...)
	if cmd.Dir = dir; dir != "" {
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return string(out), err
}

// Random returns a source of random numbers with a seed, or one of the clock's if that is 0, and logs the flag that brings the same numbers again.
func Random(t *testing.T, seed uint64) *rand.Rand {
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}
