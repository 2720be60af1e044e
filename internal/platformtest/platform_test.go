package platformtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "premain.dev" // so that go test knows when a result that it has kept is of no use any more
)

// tool is premain.
var tool string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "premain-platform")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "premain"+host.exe())
	// The tool itself, not this test binary: what the go command starts must be what users have.
	if out, err := exec.Command("go", "build", "-o", tool, "premain.dev/cmd/premain").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// platform is what programs are built for.
type platform struct{ os, arch string }

var host = platform{runtime.GOOS, runtime.GOARCH}

func (p platform) exe() string {
	if p.os == "windows" {
		return ".exe"
	}
	return ""
}

// native reports whether the host itself runs programs of p, as far as one can tell.
func (p platform) native() bool {
	return p == host || p == platform{"linux", "386"} && host == platform{"linux", "amd64"}
}

// some are platforms that show what all of them do: formats of executables, sizes and orders of words, and what an emulator runs here.
var some = []platform{
	{"aix", "ppc64"}, {"darwin", "arm64"}, {"freebsd", "amd64"}, {"js", "wasm"}, {"linux", "arm"}, {"linux", "arm64"}, {"linux", "mips"},
	{"linux", "riscv64"}, {"linux", "s390x"}, {"openbsd", "amd64"}, {"plan9", "386"}, {"wasip1", "wasm"}, {"windows", "amd64"},
}

// TestPlatforms builds programs for platforms in both worlds, looks into what has been linked, and runs them where
// something here runs programs of the platform: for the host's own; with PREMAIN_LONG=1 for some, with PREMAIN_LONG=all for all.
func TestPlatforms(t *testing.T) {
	out, err := exec.Command("go", "tool", "dist", "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	var lives sync.Map // the systems for which life has been linked
	for _, name := range strings.Fields(string(out)) {
		var p platform
		p.os, p.arch, _ = strings.Cut(name, "/")
		if long := os.Getenv("PREMAIN_LONG"); !p.native() && long != "all" && !(long != "" && slices.Contains(some, p)) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p.test(t, &lives)
		})
	}
}

func (p platform) test(t *testing.T, lives *sync.Map) {
	programs := []string{"tables"}
	r, why := p.runner(t)
	if why == nil {
		programs = []string{"hello", "tables", "life"}
	}
	plain, linked := t.TempDir(), t.TempDir()
	if err := p.build("go", plain, programs...); err != nil {
		if text := err.Error(); strings.Contains(text, "cgo is not enabled") {
			t.Skip("plain Go does not build it: " + text[strings.LastIndex(text, "\n")+1:])
		}
		t.Fatal(err)
	}
	if why == nil {
		programs = programs[1:]
	} else if _, ok := lives.LoadOrStore(p.os, true); !ok { // of package premain, little depends on the processor
		programs = append(programs, "life")
	}
	if err := p.build(tool, linked, programs...); err != nil {
		t.Fatal(err)
	}
	if p.arch != "wasm" { // which has no symbols
		if err := p.checkTables(filepath.Join(linked, "tables"+p.exe())); err != nil {
			t.Error(err)
		}
	}
	if why == nil {
		hello := r.run(t, filepath.Join(plain, "hello"+p.exe()))
		if hello != (result{"hello\n", 0}) {
			first, _, _ := strings.Cut(hello.output, "\n")
			why = fmt.Errorf("plain hello ends with status %d: %s", hello.status, first)
		}
	}
	if errors.Is(why, errNobody) {
		return
	}
	if why != nil {
		t.Skip("linked, not run: " + why.Error())
	}
	for _, w := range []struct{ name, dir string }{{"plain", plain}, {"linked", linked}} {
		run := func(want result, program string, args ...string) {
			if got := r.run(t, filepath.Join(w.dir, program+p.exe()), args...); got != want {
				t.Errorf("%s %s %s: status %d\n%swant status %d\n%s", w.name, program, args, got.status, got.output, want.status, want.output)
			}
		}
		run(result{expected(t, "tables"), 0}, "tables")
		whole := expected(t, "life")
		run(result{whole, 7}, "life")
		if w.name == "plain" {
			whole, _, _ = strings.Cut(whole, "destructor\n")
		}
		run(result{whole, 7}, "life", "os.Exit")
	}
	switch p {
	case platform{"linux", "386"}, platform{"linux", "arm64"}:
		// Small addresses, assembly of its own in package unwind.
		if os.Getenv("PREMAIN_LONG") == "all" {
			p.testSection(t, r)
		}
	case platform{"linux", "s390x"}: // big-endian
		p.testSection(t, r)
	}
}

// testSection runs the tests of package section in both worlds.
func (p platform) testSection(t *testing.T, r runner) {
	for _, command := range []string{"go", tool} {
		program := filepath.Join(t.TempDir(), "section.test"+p.exe())
		if err := p.command(command, "test", "-c", "-o", program, "premain.dev/section"); err != nil {
			t.Fatal(err)
		}
		// What is skipped compares what the host's go command lists.
		got := r.run(t, program, "-test.v", "-test.skip=TestWorldsImportTheSame")
		if got.status != 0 || !strings.Contains(got.output, "PASS: TestZeroSize") {
			t.Errorf("%s test: status %d\n%s", filepath.Base(command), got.status, got.output)
		}
		if linked := strings.Contains(got.output, "PASS: TestLinkedLayout"); linked != (command == tool) {
			t.Errorf("%s test: of the other world\n%s", filepath.Base(command), got.output)
		}
	}
}

// build builds programs below testdata with the build command of go or of the tool.
func (p platform) build(command, dir string, programs ...string) error {
	args := []string{"build", "-o", dir + string(filepath.Separator)}
	for _, name := range programs {
		args = append(args, "./testdata/"+name)
	}
	return p.command(command, args...)
}

// command runs the go command or the tool for p.
func (p platform) command(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch, "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// result is what a program has printed, and how it has ended.
type result struct {
	output string
	status int
}

// expected returns what a program is to print, on all platforms.
func expected(t *testing.T, program string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", program, "want.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// patience is how long a program may take. None of them waits for anything.
const patience = 2 * time.Minute

func (r runner) run(t *testing.T, program string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	args = append(append(r.command[:len(r.command):len(r.command)], program), args...)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(append(os.Environ(), "GOTRACEBACK=", "PREMAIN_TRACE="), r.env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if ctx.Err() != nil {
		t.Errorf("%s has not ended in %v", cmd, patience)
	} else if err != nil && !errors.As(err, &exit) {
		return result{err.Error(), -1}
	}
	return result{string(out), cmd.ProcessState.ExitCode()}
}
