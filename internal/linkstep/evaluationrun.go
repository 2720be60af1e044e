package linkstep

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/confine"
	"premain.dev/internal/linkstep/evaluation"
)

// run runs the evaluation program twice and keeps what it computes.
func (e *evaluator) run() error {
	ptrSize, order := e.program.host().object.Machine()
	var runs [2]*evaluation.Run
	for i := range runs {
		start := time.Now()
		r, err := e.once(i)
		if err != nil {
			return err
		}
		if runs[i], err = evaluation.ReadRun(r, e.symbols, ptrSize, order); err != nil {
			return err
		}
		e.took[i] = time.Since(start)
	}
	result, list := evaluation.Compare(runs[0], runs[1])
	list = append(list, result.Unmade(e)...)
	var out problems
	const most = 10 // of one value
	seen := make(map[int]int)
	for _, p := range list {
		b := e.bakes[p.ID]
		text := p.Text
		if b.Named { // by someone who does not want to change how the package computes it
			text, _, _ = strings.Cut(text, "; ")
			text += "; leave " + b.name + " out of -bake"
		}
		if seen[p.ID]++; seen[p.ID] <= most {
			out = append(out, fmt.Sprintf("%s: %s%s: %s", b.Place, b.Name, p.Path, text))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if b := e.bakes[id]; seen[id] > most {
			out = append(out, fmt.Sprintf("%s: %s: %d more places like these", b.Place, b.Name, seen[id]-most))
		}
	}
	for _, x := range runs[0].Effects() {
		if text := e.effect(x); text != "" {
			out = append(out, text)
		}
	}
	if len(out) > 0 {
		return out
	}
	e.result, e.values.tables = result, e
	return nil
}

// The surroundings of the two runs, which must not make a difference. Programs may find out more about a machine than that; what
// depends on it, on the time or on chance is found as often as it differs.
var surroundings = [2]struct {
	name string
	args []string
	env  []string
}{
	{"a", nil, []string{"TZ=UTC", "LANG=C", "LC_ALL=C", "HOME=/nonexistent", "USER=a", "GOMAXPROCS=1"}},
	{"b", []string{"b"}, []string{"TZ=Asia/Kathmandu", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8", "HOME=/home/nobody", "USER=b", "GOMAXPROCS=3", "B=b"}},
}

// once runs the evaluation program for the i-th time.
func (e *evaluator) once(i int) ([]byte, error) {
	goos, goarch := e.program.target()
	around := surroundings[i]
	dir := filepath.Join(e.dir, around.name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	var results, stderr limitedBuffer
	results.most, stderr.most = 4<<30, 64<<10
	p := confine.Program{
		Path: e.executable(), Args: around.args, Dir: dir,
		// The collector must not free what the walker compares with; it may where memory gets scarce.
		Env: append([]string{"GOGC=off", "GOMEMLIMIT=3GiB", "PATH=" + os.Getenv("PATH"),
			"GORACE=atexit_sleep_ms=0", "ASAN_OPTIONS=detect_leaks=0"}, around.env...),
		GOOS: goos, GOARCH: goarch,
		Results: &results, Stdout: io.Discard, Stderr: &stderr,
		Time: cmp.Or(e.options.Timeout, DefaultTimeout), Memory: evaluationMemory,
	}
	if slices.ContainsFunc(e.args, func(a string) bool { return a == "-race" || a == "-asan" || a == "-msan" }) {
		p.Memory = 0 // they reserve more than there is
	}
	err := p.Run(context.Background())
	ptrSize, _ := e.program.host().object.Machine()
	end := evaluation.ReadEnd(results.data, ptrSize)
	switch {
	case err == nil && end.Done:
		return results.data, nil
	case errors.Is(err, confine.ErrCannotRun):
		return nil, err
	case end.ID < 0 && len(results.data) == 0 && (goos != runtime.GOOS || goarch != runtime.GOARCH):
		line, _, _ := strings.Cut(strings.TrimSpace(string(stderr.data)), "\n")
		return nil, fmt.Errorf("%w: %v: %s", confine.ErrCannotRun, err, line)
	case end.ID < 0:
		return nil, fmt.Errorf("the packages with values to compute do not get so far as to compute them: %w\n%s", cmp.Or(err, errors.New("exit status 0")), stderr.data)
	}
	b := e.bakes[end.ID]
	what := ""
	switch {
	case errors.Is(err, confine.ErrTime):
		what = fmt.Sprintf("its function has not returned after %v; compute less, or give it longer with -bake-timeout", p.Time)
	case errors.Is(err, confine.ErrMemory):
		what = fmt.Sprintf("its function needs more than %d MiB of memory; compute less", evaluationMemory>>20)
	case end.Goexit:
		what = "its function ends its goroutine (runtime.Goexit) and returns no value"
	case end.File != "" && bytes.Contains(stderr.data, []byte(refused)):
		what = fmt.Sprintf("its function opens the file %s; put files into the program by //go:embed, so that the value depends on its sources alone\n%s", end.File, e.trace(b, stderr.data))
	case bytes.Contains(stderr.data, []byte(refused)):
		what = "its function does what a value must not depend on, like using files, the network or other processes\n" + e.trace(b, stderr.data)
	case err == nil:
		what = "its function ends the program (os.Exit) and returns no value"
	case len(stderr.data) == 0:
		what = fmt.Sprintf("its function ends the program (os.Exit, %v) and returns no value", err)
	default:
		what = "its function returns no value\n" + e.trace(b, stderr.data)
	}
	return nil, problems{fmt.Sprintf("%s: %s: %s", b.Place, b.Name, strings.TrimRight(what, "\n"))}
}

// refused is what a program prints of a system call that it must not make.
const refused = "SIGSYS"

// trace returns what a program has printed of its end, but for what is not the user's: the frames around the function, other
// goroutines.
func (e *evaluator) trace(b *bake, text []byte) string {
	var out strings.Builder
	skip := false
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.Contains(line, "."+b.Run+"("), strings.HasPrefix(line, "rax "):
			return out.String()
		case skip:
			skip = false
			continue
		case strings.HasPrefix(line, walkerPath), strings.HasPrefix(line, "main.evaluate."), // the walker as the main package
			strings.HasPrefix(line, "panic("), strings.HasPrefix(line, "runtime."), strings.HasPrefix(line, "PC="), line == "\n":
			skip = line != "\n" && !strings.HasPrefix(line, "PC=") // and its place in the next line
			continue
		}
		out.WriteString("\t" + strings.ReplaceAll(line, " [recovered, repanicked]", ""))
	}
	return out.String()
}

// DefaultTimeout is how long the values of a program may take to compute.
const DefaultTimeout = time.Minute

// evaluationMemory is how many bytes the program that computes values may have.
const evaluationMemory = 4 << 30

// limitedBuffer keeps the first bytes that are written to it.
type limitedBuffer struct {
	data []byte
	most int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	b.data = append(b.data, p[:min(len(p), b.most-len(b.data))]...)
	return len(p), nil
}
