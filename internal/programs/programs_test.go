package programs

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// chosen names the programs of PREMAIN_PROGRAMS, a list with commas. They are large: a build takes minutes.
var chosen = strings.FieldsFunc(os.Getenv("PREMAIN_PROGRAMS"), func(r rune) bool { return r == ',' })

var scratch string // for sources and what is made of them

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	flag.Parse()
	var err error
	if scratch, err = os.MkdirTemp("", "premain-programs"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	status := m.Run()
	if status == 0 && *write {
		if err := page.write(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return status
}

// need skips a test unless the program that it is about has been chosen or, if the test is short enough for every
// change, the slow tests run.
func need(t *testing.T, name string, short bool) {
	t.Helper()
	switch {
	case slices.Contains(chosen, name), short && os.Getenv("PREMAIN_LONG") != "":
	case short:
		t.Skipf("slow; PREMAIN_LONG=1 or PREMAIN_PROGRAMS=%s runs it", name)
	default:
		t.Skipf("takes many minutes; PREMAIN_PROGRAMS=%s runs it", name)
	}
}

// premain returns the tool.
func premain(t *testing.T) string {
	t.Helper()
	tool, err := builtTool()
	if err != nil {
		t.Fatal(err)
	}
	return tool
}

var builtTool = sync.OnceValues(func() (string, error) {
	tool := filepath.Join(scratch, "premain"+exe())
	cmd := exec.Command("go", "build", "-o", tool, "premain.dev/cmd/premain")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return tool, nil
})

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// module is a module of the module proxy.
type module struct{ path, version string }

// sources returns a directory with the module in it, which can be changed. The test is about the named program.
func (m module) sources(t *testing.T, program string) string {
	t.Helper()
	out, err := command(scratch, "go", "mod", "download", "-json", m.path+"@"+m.version).Output()
	var downloaded struct{ Dir, Error string }
	if e := json.Unmarshal(out, &downloaded); e != nil || err != nil || downloaded.Error != "" {
		missing(t, program, fmt.Sprintf("%s@%s: %v %s", m.path, m.version, err, downloaded.Error))
	}
	dir, err := os.MkdirTemp(scratch, "src")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.CopyFS(dir, os.DirFS(downloaded.Dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// fetch downloads what packages and their tests import, and no more.
func fetch(t *testing.T, program, dir string, packages ...string) {
	t.Helper()
	if out, err := command(dir, "go", append([]string{"list", "-deps", "-test"}, packages...)...).CombinedOutput(); err != nil {
		missing(t, program, string(out))
	}
}

// missing ends a test for which something cannot be downloaded. It only fails if its program was asked for.
func missing(t *testing.T, program, reason string) {
	t.Helper()
	if slices.Contains(chosen, program) {
		t.Fatalf("%s cannot be downloaded:\n%s", program, reason)
	}
	lines := strings.Split(strings.TrimSpace(reason), "\n")
	t.Skipf("skip: %s (it cannot be downloaded here: %s)", program, lines[len(lines)-1])
}

// command is a command that runs in a module of its own.
func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
	return cmd
}

// run runs a command and returns its standard output and standard error.
func run(t *testing.T, dir, name string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := command(dir, name, args...)
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	if e := cmd.Run(); e != nil {
		t.Fatalf("%s: %v\n%s%s", cmd, e, &out, &err)
	}
	return out.String(), err.String()
}
