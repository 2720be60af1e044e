package debugtest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "premain.dev" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
)

// world is a way to build programs.
type world struct {
	name string
	app  string // the program of testdata/app
	slow string // the same for debuggers, without optimisation, once unoptimized has been called
}

var worlds = []world{{name: "plain"}, {name: "linked"}}

// tool is premain.
var tool string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "premain-debug")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "premain"+exe())
	for i, w := range worlds {
		worlds[i].app = filepath.Join(dir, w.name+exe())
		worlds[i].slow = filepath.Join(dir, w.name+"-slow"+exe())
	}
	// The tool itself, not this test binary: what the go command starts must be what users have.
	_, err = command("go", "build", "-o", tool, "premain.dev/cmd/premain")
	if err == nil {
		err = both(func(w world) error { return w.build(w.app, "./testdata/app") })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// goCommand returns what builds programs in a world: the go command, or what takes its place.
func (w world) goCommand() string {
	if w.name == "linked" {
		return tool
	}
	return "go"
}

func (w world) build(out, program string, flags ...string) error {
	_, err := command(w.goCommand(), slices.Concat([]string{"build"}, flags, []string{"-o", out, program})...)
	return err
}

// unoptimized builds testdata/app in both worlds as debuggers like it best.
var unoptimized = sync.OnceValue(func() error {
	return both(func(w world) error { return w.build(w.slow, "./testdata/app", "-gcflags=all=-N -l") })
})

// both does something in both worlds at once.
func both(do func(w world) error) error {
	errs := make(chan error)
	for _, w := range worlds {
		go func() { errs <- do(w) }()
	}
	return errors.Join(<-errs, <-errs)
}

// command runs a command that must succeed, and returns what it prints.
func command(name string, args ...string) (string, error) { return run(exec.Command(name, args...)) }

func run(cmd *exec.Cmd) (string, error) {
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

// place is a line of a program below testdata.
type place struct {
	file string // below testdata
	line int
	text string
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// at returns the line of a program that ends with a comment.
func at(t *testing.T, program, comment string) place {
	t.Helper()
	var found []place
	for _, file := range sources(t, program) {
		text, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasSuffix(line, "// "+comment) {
				found = append(found, place{file, i + 1, line})
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s: the comment %q stands at %v", program, comment, found)
	}
	return found[0]
}

// sources returns the files of a program and its packages, with slashes and below testdata.
func sources(t *testing.T, program string) []string {
	t.Helper()
	files := goFiles(t, filepath.Join("testdata", program))
	for i, file := range files {
		files[i] = strings.TrimPrefix(filepath.ToSlash(file), "testdata/")
	}
	return files
}

// goFiles returns all Go files in a directory and those below it.
func goFiles(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".go" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// below takes what precedes testdata off the name of a file that lies there.
func below(file string) string {
	if _, rest, ok := strings.Cut(filepath.ToSlash(file), "/internal/debugtest/testdata/"); ok {
		return rest
	}
	return file
}

// shorten takes the import path of testdata/app off the names of functions and types.
func shorten(name string) string {
	return strings.ReplaceAll(name, "premain.dev/internal/debugtest/testdata/app/", "")
}

// rewritten is the name of a file that the rewriting makes.
var rewritten = regexp.MustCompile(`[/\\]premain[/\\]\d+_`)
