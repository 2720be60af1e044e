package lifetest

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	_ "premain.dev" // so that go test knows when a result that it has kept is of no use any more
)

// world is a way to build programs.
type world struct {
	name string
	dir  string // where the programs are
}

var worlds = []world{{name: "plain"}, {name: "linked"}}

// tool is premain.
var tool string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "premain-life")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "premain"+exe())
	for i := range worlds {
		worlds[i].dir = filepath.Join(dir, worlds[i].name)
	}
	// The tool itself, not this test binary: what the go command starts must be what users have.
	err = command("", "go", "build", "-o", tool, "premain.dev/cmd/premain")
	if err == nil {
		programs, _ := filepath.Glob("testdata/*") // which "./..." passes over
		for i, p := range programs {
			programs[i] = "./" + p
		}
		err = build("", programs...)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	noCoreDumps()
	return m.Run()
}

// build builds programs in both worlds.
func build(dir string, packages ...string) error {
	errs := make(chan error)
	for _, w := range worlds {
		go func() {
			run := []string{"go", "build"}
			if w.name == "linked" {
				run = []string{tool, "build"}
			}
			if err := os.MkdirAll(w.dir, 0o777); err != nil {
				errs <- err
				return
			}
			errs <- command(dir, append(append(run, "-o", w.dir+string(filepath.Separator)), packages...)...)
		}()
	}
	return errors.Join(<-errs, <-errs)
}

func command(dir string, args ...string) error {
	cmd := exec.Command(args[0], args[1:]...)
	if cmd.Dir = dir; dir != "" { // a module of its own
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

var seed = flag.Uint64("seed", 0, "seed of TestHammer and TestOrder; 0 takes one from the clock")

// chosenSeed returns the flag -seed, or a seed of its own, the same for all tests.
var chosenSeed = sync.OnceValue(func() uint64 {
	if *seed != 0 {
		return *seed
	}
	return uint64(time.Now().UnixNano())
})

// result is what a parent sees of a program.
type result struct {
	status string // as of [os.ProcessState]
	stdout string // the lines, with spaces between them
	stderr string // of an expected result: a regular expression
}

// ended returns an expected result, of which standard error has lines that match regular expressions. A multi-line
// one may be among them.
func ended(status, stdout string, stderr ...string) result {
	r := result{status, stdout, ""}
	for _, line := range stderr {
		r.stderr += line + "\n"
	}
	return r
}

// trace is what follows the line "panic: …" on standard error: the stack of one goroutine, with the user's frame on top
// and none of premain's.
const trace = `
goroutine \d+ \[running\]:
main\.\S+\(.*\)
	\S+/main\.go:\d+ .*(
main\.\S+\(.*\)
	\S+/main\.go:\d+.*)*`

// trace0 is what follows where a method of the user's has panicked that premain has called.
const trace0 = `
goroutine \d+ \[running\]:
main\.\S+\(.*\)
	(?s:.*)`

// rest is more of a traceback, of other goroutines or of the panic before.
const rest = `(?s:.+)`

// anything is on standard error where the end overtakes what is printed.
const anything = `(?s:.*)`

// life is a row of a table of programs' lives.
type life struct {
	name  string
	args  string                   // of the program, with spaces between them
	env   []string                 // in addition
	start func(*testing.T, *child) // changes how the program is started
	act   func(*child)             // what the parent does meanwhile
	want  result                   // in both worlds
	plain *result                  // in the plain world if it differs there, which cannot see os.Exit
	log   string                   // in the file that LIFETEST_LOG names, as stdout is in result, unless ""
}

// patience is how long a program may take. It is less than Grace and Deadline are by default: nobody waits for those.
const patience = 9 * time.Second

// test runs rows in both worlds.
func test(t *testing.T, program string, rows []life) {
	names := make(map[string]bool)
	for _, row := range rows {
		if names[row.name] {
			t.Errorf("two rows are named %q", row.name)
		}
		names[row.name] = true
		t.Run(row.name, func(t *testing.T) {
			for _, w := range worlds {
				t.Run(w.name, func(t *testing.T) {
					t.Parallel()
					row.test(t, w, program)
				})
			}
		})
	}
}

func (row *life) test(t *testing.T, w world, program string) {
	c := newChild(t, w, program, strings.Fields(row.args)...)
	c.cmd.Env = append(c.cmd.Env, row.env...)
	logFile := filepath.Join(t.TempDir(), "log")
	if row.log != "" {
		c.cmd.Env = append(c.cmd.Env, "LIFETEST_LOG="+logFile)
	}
	if row.start != nil {
		row.start(t, c)
	}
	c.start()
	if row.act != nil {
		row.act(c)
	}
	got := c.wait(patience)
	want := row.want
	if row.plain != nil && w.name == "plain" {
		want = *row.plain
	}
	if got.status != want.status {
		t.Errorf("status: %s, want %s", got.status, want.status)
	}
	if got.stdout != want.stdout {
		t.Errorf("standard output\n\t%s\nwant\n\t%s", got.stdout, want.stdout)
	}
	if row.log != "" {
		text, err := os.ReadFile(logFile)
		if got := words(string(text)); err != nil || got != row.log {
			t.Errorf("log\n\t%s\nwant\n\t%s (%v)", got, row.log, err)
		}
	}
	if !regexp.MustCompile(`\A(?:` + want.stderr + `)\z`).MatchString(got.stderr) {
		t.Errorf("standard error\n%s\nwant\n%s", got.stderr, want.stderr)
	}
	if t.Failed() {
		t.Logf("%q", c.cmd.Args[1:])
	}
}

// child is a program that runs.
type child struct {
	t       *testing.T
	cmd     *exec.Cmd
	opened  []*os.File // ends of pipes that are the program's
	started time.Time
	stderr  bytes.Buffer
	stdout  chan string // the rest of the lines, closed at the end
	lines   []string    // those that have come
}

func newChild(t *testing.T, w world, program string, args ...string) *child {
	c := &child{t: t, cmd: exec.Command(filepath.Join(w.dir, program+exe()), args...)}
	// What the tests say of tracebacks must not depend on who runs them.
	c.cmd.Env = append(os.Environ(), "GOTRACEBACK=", "PREMAIN_TRACE=")
	return c
}

// start starts the program and reads what it prints.
func (c *child) start() {
	c.t.Helper()
	c.cmd.Stderr = &c.stderr
	c.stdout = make(chan string, 1<<16)
	if c.cmd.Stdout == nil {
		stdout, err := c.cmd.StdoutPipe()
		if err != nil {
			c.t.Fatal(err)
		}
		defer func() {
			go func() {
				defer close(c.stdout)
				for s := bufio.NewScanner(stdout); s.Scan(); {
					c.stdout <- s.Text()
				}
			}()
		}()
	} else {
		close(c.stdout)
	}
	c.started = time.Now()
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	for _, f := range c.opened {
		f.Close()
	}
	c.t.Cleanup(func() { c.cmd.Process.Kill() })
}

// await waits until the program has printed a line.
func (c *child) await(line string) {
	c.t.Helper()
	for late := time.After(patience); ; {
		switch l, err := c.next(late); {
		case err != nil:
			c.t.Errorf("waiting for the line %q: %v", line, err)
			return
		case l == line:
			return
		}
	}
}

// next waits for the next line.
func (c *child) next(late <-chan time.Time) (string, error) {
	select {
	case line, ok := <-c.stdout:
		if !ok {
			return "", errors.New("the program has ended")
		}
		c.lines = append(c.lines, line)
		return line, nil
	case <-late:
		return "", fmt.Errorf("the program has not printed it in %v", patience)
	}
}

// wait waits for the end of the program.
func (c *child) wait(patience time.Duration) result {
	c.t.Helper()
	var mu sync.Mutex
	ended, late := false, false
	timer := time.AfterFunc(time.Until(c.started.Add(patience)), func() {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			late = true
			dumpStacks(c.cmd.Process)
			time.AfterFunc(time.Second, func() { c.cmd.Process.Kill() })
		}
	})
	for l := range c.stdout {
		c.lines = append(c.lines, l)
	}
	c.cmd.Wait() // its error is what ProcessState says
	mu.Lock()
	ended = true
	mu.Unlock()
	timer.Stop()
	if late {
		c.t.Errorf("the program has not ended in %v", patience)
		var ours []string // goroutines
		for _, g := range strings.Split(c.stderr.String(), "\n\n") {
			if strings.HasPrefix(g, "goroutine") && (strings.Contains(g, "\npremain") || strings.Contains(g, "\nmain.")) {
				ours = append(ours, g)
			}
		}
		c.stderr.Reset()
		c.stderr.WriteString(strings.Join(ours, "\n\n"))
	}
	status := strings.TrimSuffix(c.cmd.ProcessState.String(), " (core dumped)")
	return result{status, strings.Join(c.lines, " "), c.stderr.String()}
}

// words returns the lines of a text with spaces between them.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }

// place returns a regular expression for file and line of a program where a marker stands.
func place(program, marker string) string {
	file := filepath.Join("testdata", program, "main.go")
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	before, _, ok := strings.Cut(string(text), marker)
	if !ok || strings.Count(string(text), marker) > 1 {
		panic(fmt.Sprintf("%s: %q does not stand there once", file, marker))
	}
	return fmt.Sprintf(`\S+/testdata/%s/main\.go:%d`, program, 1+strings.Count(before, "\n"))
}
