package linkstep

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/confine"
	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/registration"
)

// run runs the evaluation program twice and keeps what it computes.
func (e *evaluator) run() error {
	var runs [2]*evaluation.Run
	var read []string // of the environment, by initialisers
	for i := range runs {
		start := time.Now()
		var err error
		if runs[i], err = e.once(i, read); err != nil {
			return err
		}
		e.took[i] = time.Since(start)
		read = runs[i].Environment()
	}
	result, list := evaluation.Compare(runs[0], runs[1])
	list = append(list, result.Unmade(e)...)
	var out problems
	const most = 10 // of one value
	seen := make(map[int]int)
	for _, p := range list {
		b := e.bakes[p.ID]
		text, path := p.Text, p.Path
		if b.Order != "" {
			path, text = "", "Compare orders its items differently in two evaluations; it must not depend on time, random numbers, the environment or the order of a map"
		}
		if b.Named { // by someone who does not want to change how the package computes it
			text, _, _ = strings.Cut(text, "; ")
			text += "; leave " + b.name + " out of -bake"
		}
		if seen[p.ID]++; seen[p.ID] <= most {
			out = append(out, fmt.Sprintf("%s: %s%s: %s", b.Place, b.Name, path, text))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if b := e.bakes[id]; seen[id] > most {
			out = append(out, fmt.Sprintf("%s: %s: %d more places like these", b.Place, b.Name, seen[id]-most))
		}
	}
	out = append(out, e.unknownCaches()...)
	for _, x := range runs[0].Effects() {
		if !x.Changed {
			continue
		}
		if id, path, ok := result.Refers(x.Symbol); ok {
			b := e.bakes[id]
			out = append(out, fmt.Sprintf("%s: %s%s: a pointer to what %s holds, which the function has changed and the program would miss; let the value hold its own", b.Place, b.Name, path, e.symbols[x.Symbol].Name))
		}
	}
	effects, err := e.effects(runs[0])
	if err != nil {
		return err
	}
	out = append(out, effects...)
	if len(out) > 0 {
		return out
	}
	if len(e.printed) > 0 {
		fmt.Fprintf(os.Stdout, printedText, e.program.path, e.printed)
	}
	e.result, e.values.tables = result, e
	return nil
}

const printedText = "premain: %s: printed while its link-time values were computed:\n%s"

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

// once runs the evaluation program for the i-th time. Of the environment, initialisers have read the given variables in an earlier
// run, which now have a value, or another one.
func (e *evaluator) once(i int, read []string) (*evaluation.Run, error) {
	goos, goarch := e.program.target()
	foreign := goos != runtime.GOOS || goarch != runtime.GOARCH
	around := surroundings[i]
	dir := filepath.Join(e.dir, around.name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	path := e.executable()
	if i > 0 { // by which a program may know itself
		other := filepath.Join(dir, "other.exe")
		if err := os.Link(path, other); err == nil {
			path = other
		}
	}
	if e.program.isTest() { // whose initialisers may read files of the package
		if source := filepath.Dir(e.firstPlace()); isDir(source) {
			dir = source
		}
	}
	// The collector must not free what the walker compares with; it may where memory gets scarce.
	env := append([]string{"GOGC=off", "GOMEMLIMIT=3GiB", "GODEBUG=invalidptr=0", "GORACE=atexit_sleep_ms=0", "ASAN_OPTIONS=detect_leaks=0"}, around.env...)
	if path := os.Getenv("PATH"); i == 0 || foreign { // an emulator has to be found
		env = append(env, "PATH="+path)
	} else {
		env = append(env, "PATH=/bin")
	}
	for _, name := range read {
		if !slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, name+"=") }) {
			env = append(env, name+"=premain")
		}
	}
	results, printed := limitedBuffer{most: 1 << 30}, limitedBuffer{most: 64 << 10}
	p := confine.Program{
		Path: path, Args: around.args, Dir: dir, Env: env, GOOS: goos, GOARCH: goarch,
		Results: &results, Stdout: &printed, Stderr: &printed,
		Time: cmp.Or(e.options.Timeout, DefaultTimeout), Memory: evaluationMemory,
	}
	if slices.ContainsFunc(e.args, func(a string) bool { return a == "-race" || a == "-asan" || a == "-msan" }) {
		p.Memory = 0 // they reserve more than there is
	}
	err := p.Run(context.Background())
	ptrSize, order := e.program.host().object.Machine()
	end := evaluation.ReadEnd(results.data, ptrSize)
	switch {
	case err == nil && end.Done:
		if i == 0 {
			e.printed = printed.data
		}
		return evaluation.ReadRun(results.data, e.symbols, ptrSize, order)
	case errors.Is(err, confine.ErrCannotRun):
		return nil, err
	case end.ID < 0 && len(read) > 0:
		return e.once(i, nil) // an initialiser does not accept what it has read
	case end.ID < 0 && len(results.data) == 0 && foreign:
		line, _, _ := strings.Cut(strings.TrimSpace(string(printed.data)), "\n")
		return nil, fmt.Errorf("%w: %v: %s", confine.ErrCannotRun, err, line)
	case end.ID < 0:
		return nil, fmt.Errorf("the packages with values to compute do not get so far as to compute them all: %w\n%s", cmp.Or(err, errors.New("exit status 0")), firstGoroutine(string(printed.data)))
	}
	b := e.bakes[end.ID]
	what := ""
	switch {
	case errors.Is(err, confine.ErrTime):
		what = fmt.Sprintf("has not returned after %v; compute less, or give it longer with -bake-timeout", p.Time)
	case errors.Is(err, confine.ErrMemory):
		what = fmt.Sprintf("needs more than %d MiB of memory; compute less", evaluationMemory>>20)
	case end.Goexit:
		what = "ends its goroutine (runtime.Goexit) and returns no value"
	case bytes.Contains(printed.data, []byte(refused)):
		what = cmp.Or(opened(end.File), "does what a value must not depend on, like using files, the network, other processes or the time zones of the system")
		what += "\n" + e.trace(b, printed.data)
	default:
		what = cmp.Or(failure(printed.data), fmt.Sprintf("ends the program (os.Exit, %v) and returns no value", cmp.Or(err, errors.New("exit status 0"))))
		what += "\n" + e.trace(b, printed.data)
	}
	return nil, problems{b.blame() + strings.TrimRight(what, "\n")}
}

// firstGoroutine cuts what the runtime prints of a failure behind the first goroutine, whose it is.
func firstGoroutine(printed string) string {
	first := strings.Index(printed, "\ngoroutine ")
	if first < 0 {
		return printed
	}
	if end := strings.Index(printed[first+1:], "\n\n"); end >= 0 {
		return printed[:first+1+end+1]
	}
	return printed
}

// firstPlace returns the file in which the first value is.
func (e *evaluator) firstPlace() string {
	for _, b := range e.bakes {
		if b.wanted() {
			file, _, _ := strings.Cut(b.Place, ".go:")
			return file
		}
	}
	return ""
}

func isDir(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir() && filepath.IsAbs(name)
}

// opened says that a function opens a file, if it does.
func opened(file string) string {
	if file == "" {
		return ""
	}
	return "opens the file " + file + "; put files into the program by //go:embed, so that the value depends on its sources alone"
}

// failure returns what the runtime has said of the end of a program, if anything.
func failure(printed []byte) string {
	for line := range strings.Lines(string(printed)) {
		for prefix, verb := range map[string]string{"panic: ": "panics: ", "fatal error: ": "fails: "} {
			if text, ok := strings.CutPrefix(line, prefix); ok {
				return verb + strings.TrimSpace(strings.ReplaceAll(text, repanicked, ""))
			}
		}
	}
	return ""
}

// refused is what the runtime prints of a system call that a program must not make, and repanicked of a panic that the walker has seen.
const (
	refused    = "SIGSYS"
	repanicked = " [recovered, repanicked]"
)

// trace returns what a program has printed before its end, and the frames of its function, without arguments. The functions of the
// rewriting have the name of the variable.
func (e *evaluator) trace(b *bake, printed []byte) string {
	const most = 8 // frames
	var out strings.Builder
	frames, inTrace, skip := 0, false, false
	for line := range strings.Lines(string(printed)) {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "goroutine "):
			if inTrace {
				return out.String()
			}
			inTrace = true
		case !inTrace:
			if text != "" && !strings.HasPrefix(line, "panic: ") && !strings.HasPrefix(line, "fatal error: ") && !strings.HasPrefix(line, refused) &&
				!strings.HasPrefix(line, "PC=") && !strings.HasPrefix(line, "[signal") {
				out.WriteString("\t" + text + "\n")
			}
		case strings.HasPrefix(line, "\t"):
			if place, _, _ := strings.Cut(text, " +0x"); !skip {
				out.WriteString("\t\t" + place + "\n")
			}
		case strings.Contains(line, "."+b.Run+"("), frames == most:
			return out.String()
		default:
			name := text
			if i := strings.LastIndexByte(name, '('); i > 0 {
				name = name[:i]
			}
			skip = name == "" || strings.HasPrefix(name, registration.BakePath+".") || strings.HasPrefix(name, walkerPath) || strings.HasPrefix(name, "main.evaluate.") || // the walker as the main package
				name == "panic" || strings.HasPrefix(name, "runtime.") || strings.HasPrefix(name, "internal/runtime/") || strings.HasPrefix(name, "syscall.")
			if !skip {
				frames++
				out.WriteString("\t" + strings.ReplaceAll(name, b.Run, b.Name) + "\n")
			}
		}
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
