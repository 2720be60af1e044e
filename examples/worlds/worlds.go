// Package worlds builds a program in the plain and in the linked world and compares what the two do.
//
// Go's test cache knows the example and the library, but not the tool that the test builds: run the tests with
// -count=1 after a change to the tool.
package worlds

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Programs are the files of one program, built in both worlds.
type Programs struct {
	Plain  string // by go build
	Linked string // by premain build
}

// Build builds the program in the working directory, which is where a test finds its package. The files
// disappear with the test.
func Build(t *testing.T) Programs {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string {
		if runtime.GOOS == "windows" {
			name += ".exe"
		}
		return filepath.Join(dir, name)
	}
	p := Programs{Plain: file("plain"), Linked: file("linked")}
	tool := buildTool(t, file("premain"))
	command(t, exec.Command("go", "build", "-o", p.Plain, "."))
	command(t, exec.Command(tool, "build", "-o", p.Linked, "."))
	if tagged(t, p.Plain) || !tagged(t, p.Linked) {
		t.Fatal("want one plain program and one linked one; is there a -tags or -toolexec in GOFLAGS?")
	}
	return p
}

// Test runs tests of the package in the working directory, those that a regular expression names, in a linked test binary. A test calls it
// that is not among them.
func Test(t *testing.T, run string) {
	t.Helper()
	tool := buildTool(t, filepath.Join(t.TempDir(), "premain.exe")) // a name for every system
	out := command(t, exec.Command(tool, "test", "-count=1", "-v", "-run=^("+run+")$", "."))
	if !strings.Contains(out, "--- PASS") {
		t.Errorf("no test is called %s:\n%s", run, out)
	}
}

// Refused takes the program in a directory, which has an error that plain Go finds when the program runs and a linked build finds before
// that, and returns what each of the two says.
func Refused(t *testing.T, dir string) (plain, linked string) {
	t.Helper()
	dir = "./" + filepath.ToSlash(dir)
	file := filepath.Join(t.TempDir(), "refused.exe") // a name for every system
	tool := buildTool(t, filepath.Join(t.TempDir(), "premain.exe"))
	command(t, exec.Command("go", "build", "-o", file, dir))
	return fail(t, exec.Command(file)), fail(t, exec.Command(tool, "build", "-o", file, dir))
}

// fail runs a command that must fail and returns what it wrote to standard error.
func fail(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		t.Fatalf("%s: got %v, want a status of its own", cmd, err)
	}
	return stderr.String()
}

// buildTool builds premain where its own go.mod applies: an example requires only what the example itself imports.
func buildTool(t *testing.T, tool string) string {
	t.Helper()
	module := command(t, exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "premain.dev"))
	build := exec.Command("go", "build", "-o", tool, "premain.dev/cmd/premain")
	build.Dir = module
	build.Env = append(os.Environ(), "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH) // whatever the program is for
	command(t, build)
	return tool
}

// command runs a command that must succeed and returns what it printed, without the final newline.
func command(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.String())
	}
	return strings.TrimSpace(stdout.String())
}

// tagged reports whether a program was built with the tag of the linked world. A comparison of two plain programs
// would show nothing.
func tagged(t *testing.T, program string) bool {
	t.Helper()
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range info.Settings {
		if s.Key == "-tags" {
			return slices.Contains(strings.Split(s.Value, ","), "premain")
		}
	}
	return false
}

// Case is one run of a program and what comes of it.
type Case struct {
	Args   []string
	Stdin  string
	Stdout string
	Stderr string
	Status int // the exit status
}

// Run runs every case in both worlds.
func (p Programs) Run(t *testing.T, cases []Case) {
	for _, want := range cases {
		t.Run(cmp.Or(strings.Join(want.Args, " "), "no arguments"), func(t *testing.T) {
			plain, linked := want.run(t, p.Plain), want.run(t, p.Linked)
			Compare(t, plain, linked, want.outcome())
		})
	}
}

// Compare compares the outcomes of both worlds with each other and with what they should be.
func Compare[T comparable](t *testing.T, plain, linked, want T) {
	t.Helper()
	if plain != linked {
		t.Errorf("the worlds differ:\nplain  %#v\nlinked %#v", plain, linked)
	}
	if plain != want {
		t.Errorf("plain:\ngot  %#v\nwant %#v", plain, want)
	}
	if linked != want {
		t.Errorf("linked:\ngot  %#v\nwant %#v", linked, want)
	}
}

// outcome is the part of a case that depends on the program.
type outcome struct {
	Stdout, Stderr string
	Status         int
}

func (c Case) outcome() outcome { return outcome{c.Stdout, c.Stderr, c.Status} }

// run runs a program with the input of the case.
func (c Case) run(t *testing.T, program string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, c.Args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(c.Stdin), &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}
