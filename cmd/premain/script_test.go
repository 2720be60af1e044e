package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	repository string // the root of the module
	binDir     string // where the tool is
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
	if binDir, err = os.MkdirTemp("", "premain-bin"); err != nil {
		return fatal(err)
	}
	defer os.RemoveAll(binDir)
	// The tool itself, not this test binary: what the go command starts must be what users have.
	if out, err := exec.Command("go", "build", "-o", filepath.Join(binDir, "premain"+exe()), ".").CombinedOutput(); err != nil {
		return fatal(fmt.Errorf("%w\n%s", err, out))
	}
	// The scripts have no proxy. A module of its own may want other versions of what we require than the workspace does.
	download := exec.Command("go", "mod", "download")
	download.Dir = repository
	download.Env = append(os.Environ(), "GOWORK=off")
	if out, err := download.CombinedOutput(); err != nil {
		return fatal(fmt.Errorf("%w\n%s", err, out))
	}
	return m.Run()
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// TestScripts runs testdata/script. Each script says at its top what it is about.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup:               setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"publish": publish,
			"size":    size,
			"worlds":  worlds,
		},
		Condition: condition,
	})
}

// size checks that a file is smaller than a number of bytes.
func size(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: size file bytes")
	}
	limit, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if info.Size() >= limit {
		ts.Fatalf("%s has %d bytes, want fewer than %d", args[0], info.Size(), limit)
	}
}

// condition tells scripts what there is:
//
//	cgo       a C compiler
//	asan      one with the address sanitizer, for a system of which Go knows that it has one
//	mount     the right to mount something for a program and its children
//	releases  both supported Go releases
//	long      the time for slow tests
//	all       the time for every script, if only for its short part
func condition(name string) (bool, error) {
	switch name {
	case "cgo":
		_, err := exec.LookPath("gcc")
		return err == nil, nil
	case "asan":
		cmd := exec.Command("gcc", "-fsanitize=address", "-x", "c", "-o", os.DevNull, "-")
		cmd.Stdin = strings.NewReader("int main(void) { return 0; }")
		return cmd.Run() == nil && exec.Command("go", "list", "-asan", "runtime").Run() == nil, nil
	case "mount":
		return exec.Command("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", os.TempDir()).Run() == nil, nil
	case "releases":
		older, newer := releases()
		return version.Lang(older.version) != version.Lang(newer.version), nil
	case "long":
		return os.Getenv("PREMAIN_LONG") != "", nil
	case "matrix":
		return os.Getenv("PREMAIN_LONG") == "all", nil
	case "all":
		return os.Getenv("PREMAIN_LONG") != "" || os.Getenv("PREMAIN_SCRIPTS") == "all", nil
	}
	return false, fmt.Errorf("no condition %q", name)
}

// TestLibrary runs the tests of the library in the linked world.
func TestLibrary(t *testing.T) {
	modes := [][]string{nil}
	if os.Getenv("PREMAIN_LONG") != "" {
		modes = append(modes, []string{"-race"})
	}
	for _, flags := range modes {
		args := append([]string{"test", "-vet=off", "-v", "-count=1", "-run=."}, flags...)
		cmd := exec.Command(filepath.Join(binDir, "premain"+exe()), append(args, "premain.dev/section")...)
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("PASS: TestLinkedLayout")) {
			t.Errorf("%s: %v\n%s", cmd, err, out)
		}
	}
}

// setup gives a script the caches of the host, so that the standard library is compiled once, and leads every
// go.mod that names premain.dev to this repository. It finds
//
//	$REPOSITORY                   the root of the module
//	$TOOL                         the tool
//	$OLDER $NEWER $NEWER_VERSION  the Go releases of release_test.go
func setup(env *testscript.Env) error {
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOROOT").Output()
	if err != nil {
		return err
	}
	vars := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, name := range []string{"GOCACHE", "GOMODCACHE", "GOROOT"} {
		env.Setenv(name, vars[i])
	}
	env.Setenv("PATH", strings.Join([]string{binDir, filepath.Join(vars[2], "bin"), env.Getenv("PATH")}, string(filepath.ListSeparator)))
	env.Setenv("GOPROXY", "off")
	env.Setenv("GOFLAGS", "")
	env.Setenv("GOENV", "off")
	env.Setenv("GOTOOLCHAIN", "local")
	env.Setenv("REPOSITORY", repository)
	older, newer := releases()
	env.Setenv("OLDER", older.root)
	env.Setenv("NEWER", newer.root)
	env.Setenv("NEWER_VERSION", newer.version)
	env.Setenv("TOOL", filepath.Join(binDir, "premain"+exe()))
	env.Setenv("HOME", env.WorkDir)
	return filepath.WalkDir(env.WorkDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "go.mod" && d.Name() != "go.work" && d.Name() != "modules.txt" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, bytes.ReplaceAll(data, []byte("$REPOSITORY"), []byte(repository)), 0o666)
	})
}

// differences are what programs with and without the Go runtime write differently: their names, and what the Go runtime alone knows of a
// stack.
var differences = regexp.MustCompile(`(?m)^\w+: |^goroutine \d+ \[running\]:\n| \+0x[0-9a-f]+$|\([^()]*\)$`)

// sameElsewhere returns what a program has written to standard error, without those.
func sameElsewhere(stderr string) string {
	return differences.ReplaceAllString(stderr, "")
}

// worlds builds a program in both worlds and runs it,
//
//	[!] worlds [-stderr] [-board BOARD] [-build FLAG]... package [argument]...
//
// fails where the two worlds differ in standard output or exit status (with -stderr, in standard error, too), and
// leaves the output for the commands that look at it. With !, the status must not be 0. The programs are named by
// $PLAIN and $LINKED afterwards. With -board, the program is also built for that board of the system, as $BOARD, and must leave the same
// status and the same standard error, but for names of programs and what only the Go runtime tells of stacks; a program that writes to it by
// println is the same source everywhere. The other way to a linked build, go build -toolexec, must make the same program; to save
// time, only the first one of a script is built so, and all if there is time for slow tests.
func worlds(ts *testscript.TestScript, neg bool, args []string) {
	var flags []string
	compareStderr, board := false, ""
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch {
		case args[0] == "-stderr":
			compareStderr = true
			args = args[1:]
		case args[0] == "-board" && len(args) > 1:
			board = args[1]
			args = args[2:]
		case args[0] == "-build" && len(args) > 1:
			flags = append(flags, args[1])
			args = args[2:]
		default:
			ts.Fatalf("usage: [!] worlds [-stderr] [-board BOARD] [-build FLAG]... package [argument]...")
		}
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	dir := ts.MkAbs(filepath.Join(ts.Getenv("WORK"), ".worlds"))
	plain, linked, toolexec := filepath.Join(dir, "plain"+exe()), filepath.Join(dir, "linked"+exe()), filepath.Join(dir, "toolexec"+exe())
	build := func(out string, command ...string) {
		command = append(append(command, flags...), "-o", out, args[0])
		ts.Check(ts.Exec(command[0], command[1:]...))
	}
	build(plain, "go", "build")
	build(linked, "premain", "build")
	if ts.Getenv("LINKED") == "" || os.Getenv("PREMAIN_LONG") != "" {
		build(toolexec, "go", "build", "-toolexec=premain", "-tags=premain")
		a, err := os.ReadFile(linked)
		ts.Check(err)
		b, err := os.ReadFile(toolexec)
		ts.Check(err)
		if !bytes.Equal(a, b) {
			ts.Fatalf("premain build and go build -toolexec=premain -tags=premain make different programs")
		}
	}
	ts.Setenv("PLAIN", plain)
	ts.Setenv("LINKED", linked)

	type result struct {
		stdout, stderr string
		status         int
	}
	run := func(program string) (r result) {
		cmd := exec.Command(program, args[1:]...)
		cmd.Dir = ts.MkAbs(".")
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			ts.Check(err)
		}
		return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	}
	p, l := run(plain), run(linked)
	if p.stdout != l.stdout || p.status != l.status || compareStderr && p.stderr != l.stderr {
		ts.Fatalf("the worlds differ\nplain: status %d\n%s%s\nlinked: status %d\n%s%s", p.status, p.stdout, p.stderr, l.status, l.stdout, l.stderr)
	}
	if board != "" {
		freestanding := filepath.Join(dir, "freestanding")
		build(freestanding, "premain", "build", "-board="+board)
		ts.Setenv("BOARD", freestanding)
		b := run(freestanding)
		if b.status != l.status || sameElsewhere(b.stderr) != sameElsewhere(l.stderr) {
			ts.Fatalf("the board differs\nhosted: status %d\n%s\nboard: status %d\n%s", l.status, l.stderr, b.status, b.stderr)
		}
	}
	if neg != (p.status != 0) {
		ts.Fatalf("status %d\n%s%s", p.status, p.stdout, p.stderr)
	}
	fmt.Fprint(ts.Stdout(), l.stdout)
	fmt.Fprint(ts.Stderr(), l.stderr)
}
