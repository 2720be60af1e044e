//go:build linux && (amd64 || arm64 || riscv64)

// Package earlyenvtest tests earlyenv as its users run it. It is a package of its own because the test binary of the program's, if
// plain Go builds it, refuses to start as the program does.
package earlyenvtest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"premain.dev/examples/worlds"
)

func TestEarlyenv(t *testing.T) {
	t.Chdir("..")
	programs := worlds.Build(t)
	testPlain(t, programs.Plain)
	test(t, programs.Linked)
	t.Run("cgroup", func(t *testing.T) { testCgroup(t, programs.Linked) })
}

// TestEmulated runs the program on other processors.
func TestEmulated(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("PREMAIN_LONG is not set")
	}
	t.Chdir("..")
	for arch, emulator := range map[string]string{"arm64": "qemu-aarch64", "riscv64": "qemu-riscv64"} {
		t.Run(arch, func(t *testing.T) {
			if _, err := exec.LookPath(emulator); err != nil {
				t.Skip(err)
			}
			t.Setenv("CGO_ENABLED", "0")
			t.Setenv("GOARCH", arch)
			programs := worlds.Build(t)
			testPlain(t, emulator, programs.Plain)
			test(t, emulator, programs.Linked)
		})
	}
}

// testPlain checks that the program of plain Go says what it lacks.
func testPlain(t *testing.T, program ...string) {
	t.Helper()
	o := run(t, nil, program...)
	if !regexp.MustCompile(`^\S+main\.go:\d+: plain Go cannot run a function before its runtime; build the program with premain build.*\n$`).
		MatchString(o.stderr) || o.status != 101 || o.stdout != "" {
		t.Errorf("plain: got %+v", o)
	}
}

type outcome struct {
	stdout, stderr string
	status         int
}

// run runs a program with an environment of these variables.
func run(t *testing.T, env []string, command ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env, cmd.Stdout, cmd.Stderr = append([]string{}, env...), &stdout, &stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

const settingsFile = "settings.conf"

// test runs the program with limits that stand in files of ours.
func test(t *testing.T, program ...string) {
	none, outer, both := t.TempDir(), t.TempDir(), t.TempDir()
	limit(t, outer, false, "200000000\n")
	limit(t, both, false, "9223372036854771712\n")
	limit(t, both, true, "100000000\n")
	noLimit := t.TempDir()
	limit(t, noLimit, false, "max\n")

	wrong := filepath.Join(t.TempDir(), "wrong.conf")
	if err := os.WriteFile(wrong, []byte("GOGC=7\nGOGC 8\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	const (
		most     = "9223372036854775807"
		rest     = "GOGC=: 100%\nGODEBUG=: a panic with nil is *runtime.PanicNilError\n"
		settings = "GOMAXPROCS=3: 3\nGOGC=50: 50%\nGODEBUG=inittrace=1,panicnil=1: a panic with nil is <nil>\n"
	)
	processors := regexp.MustCompile(`(?m)^GOMAXPROCS=: \d+\n`) // are those of the machine
	for _, c := range []struct {
		name, env, args string
		stdout          string
		trace           bool
		stderr          string
	}{
		{"nothing", "", "-cgroups=" + none + " a b", "GOMEMLIMIT=: " + most + " bytes\n" + rest + `["a" "b"], chosen: []`, false, ""},
		{"max", "", "-cgroups=" + noLimit, "GOMEMLIMIT=: " + most + " bytes\n" + rest + `[], chosen: []`, false, ""},
		{"outer", "", "-cgroups=" + outer, "GOMEMLIMIT=180000000: 180000000 bytes\n" + rest + `[], chosen: ["GOMEMLIMIT"]`, false, ""},
		{"both", "", "-cgroups=" + both, "GOMEMLIMIT=90000000: 90000000 bytes\n" + rest + `[], chosen: ["GOMEMLIMIT"]`, false, ""},
		{"user", "GOMEMLIMIT=5MiB", "-cgroups=" + outer, "GOMEMLIMIT=5MiB: 5242880 bytes\n" + rest + `[], chosen: []`, false, ""},
		{
			"settings", "", "-settings=" + settingsFile + " -cgroups=" + outer + " -settings",
			"GOMEMLIMIT=150000000: 150000000 bytes\n" + settings + `["-settings"], chosen: ["GOMEMLIMIT" "GOMAXPROCS" "GOGC" "GODEBUG"]`, true, "",
		},
		{
			"settings of the user", "GOGC=70 GODEBUG= A=B", "-settings=" + settingsFile + " -cgroups=" + outer,
			"GOMEMLIMIT=150000000: 150000000 bytes\nGOMAXPROCS=3: 3\nGOGC=70: 70%\nGODEBUG=: a panic with nil is *runtime.PanicNilError\n" +
				`[], chosen: ["GOMEMLIMIT" "GOMAXPROCS"]`, false, "",
		},
		{"no settings", "", "-settings=/nowhere", "", false, "earlyenv: /nowhere: ENOENT\n"},
		{"wrong settings", "", "-settings=" + wrong, "", false, "earlyenv: " + wrong + ": a line is not NAME=VALUE: GOGC 8\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := run(t, strings.Fields(c.env), append(program, strings.Fields(c.args)...)...)
			if c.stderr != "" {
				if o != (outcome{"", c.stderr, 1}) {
					t.Errorf("got %+v", o)
				}
				return
			}
			// The runtime traces its own initialisation, which comes before that of every package.
			if trace := strings.Contains(o.stderr, "init runtime @"); trace != c.trace || !trace && o.stderr != "" || o.status != 0 {
				t.Errorf("got %+v", o)
			}
			if got := processors.ReplaceAllString(o.stdout, ""); got != c.stdout+"\n" {
				t.Errorf("got\n%s\nwant\n%s", got, c.stdout)
			}
		})
	}
}

// limit writes limits of memory, of both versions of cgroups, into directories as the kernel has them, for the cgroup of the test, or the
// outermost one.
func limit(t *testing.T, root string, inner bool, bytes string) {
	t.Helper()
	for file, tree := range trees(t) {
		dir := filepath.Join(root, tree.dir)
		if inner {
			dir = filepath.Join(dir, tree.path)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(bytes), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// tree is where the cgroup of the test is.
type tree struct{ dir, path string }

// trees returns the trees in which the test has a cgroup with memory, by the names of their files.
func trees(t *testing.T) map[string]tree {
	t.Helper()
	content, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Skip(err)
	}
	found := map[string]tree{}
	for line := range strings.Lines(string(content)) {
		switch part := strings.SplitN(strings.TrimSpace(line), ":", 3); {
		case part[1] == "":
			found["memory.max"] = tree{"", part[2]}
		case part[1] == "memory":
			found["memory.limit_in_bytes"] = tree{"memory", part[2]}
		}
	}
	if len(found) == 0 {
		t.Skip("this machine has no cgroups with memory")
	}
	return found
}

// testCgroup runs the program in a cgroup of the kernel's.
func testCgroup(t *testing.T, program string) {
	for file, tree := range trees(t) {
		root := filepath.Join("/sys/fs/cgroup", tree.dir)
		if _, err := os.Stat(filepath.Join(root, "cgroup.procs")); err != nil {
			t.Log("no cgroups are there: ", err)
			continue
		}
		dir, err := os.MkdirTemp(root, "earlyenv")
		if err != nil {
			t.Log("this machine forbids to make a cgroup: ", err)
			continue
		}
		t.Cleanup(func() { os.Remove(dir) })
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
			t.Log("no limits of memory are there: ", err)
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte("67108864"), 0); err != nil {
			t.Fatal(err)
		}
		o := run(t, nil, "/bin/sh", "-c", `echo $$ >"$0/cgroup.procs" && exec "$@"`, dir, program)
		if !strings.HasPrefix(o.stdout, "GOMEMLIMIT=60397920: 60397920 bytes\n") || o.stderr != "" || o.status != 0 {
			t.Errorf("%s: got %+v", file, o)
		}
	}
}
