//go:build !premain_bare

package premain

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// CrashReport keeps a report of the life of the program in a file, for the ends that no Go program can catch: a panic
// of a goroutine that was not started by [Go], a fatal error of the runtime, SIGKILL, a power failure. The report says
// how far each step had come, and so which destructors did not run; what [debug.SetCrashOutput] gives, which
// CrashReport calls, follows: the panic or the goroutines. When the program ends in order, the report is removed.
//
// A report that another process has left in the file is kept, and the new one added. Several processes must not share a
// file. Only one report is kept; an empty path ends it. The error is that of opening the file, or of a system on which
// the runtime cannot write there.
func CrashReport(path string) error {
	l := &process
	if old := l.report.Swap(nil); old != nil {
		(*old).end()
	}
	if path == "" {
		return nil
	}
	c := &crashReport{path: path}
	if err := c.open(); err != nil {
		return fmt.Errorf("premain.CrashReport: %w", err)
	}
	r := report(c)
	l.report.Store(&r)
	l.mu.Lock()
	alive, order := l.alive, l.order
	l.mu.Unlock()
	if alive {
		r.begin(order)
	}
	return nil
}

// report is kept of the life. It is an interface so that programs that want none do not contain [crashReport].
type report interface {
	begin(order []*Step)
	update(*Step, State)
	end() // in order
}

// keepReport calls f with the report, if there is one.
func (l *life) keepReport(f func(report)) {
	if r := l.report.Load(); r != nil {
		f(*r)
	}
}

// crashReport is a file that always tells the state of the life.
type crashReport struct {
	path string

	mu     sync.Mutex
	f      *os.File        // nil after the end of a life
	before int64           // where the report begins
	at     map[*Step]int64 // where the state of a step stands
}

// stateWidth is the length of the longest state.
const stateWidth = len("completed")

// open opens the file and leads the runtime to it.
func (r *crashReport) open() error {
	f, err := os.OpenFile(r.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	before, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		err = debug.SetCrashOutput(f, debug.CrashOptions{})
	}
	if err != nil {
		f.Close()
		return err
	}
	r.f, r.before = f, before
	return nil
}

// begin writes the report.
func (r *crashReport) begin(order []*Step) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.f == nil { // this is another life
		if err := r.open(); err != nil {
			printError(fmt.Errorf("premain.CrashReport: %w", err))
			return
		}
	}
	b := fmt.Appendf(nil, "premain: %s, process %d, begun %s\n", programName(), os.Getpid(), time.Now().Format(time.RFC3339))
	b = append(b, "This process has not ended in order. The destructor of a step that is completed, or dropping, has not run, or not to its end.\n"...)
	r.at = make(map[*Step]int64)
	for _, s := range order {
		r.at[s] = r.before + int64(len(b))
		b = fmt.Appendf(b, "%-*s %v, declared at %s", stateWidth, s.State(), s, s.Place())
		if s.drop == nil {
			b = append(b, ", without destructor"...)
		}
		b = append(b, '\n')
	}
	b = append(b, '\n')
	err := r.f.Truncate(r.before)
	if err == nil {
		_, err = r.f.Seek(r.before, io.SeekStart) // the runtime writes behind what we have written
	}
	if err == nil {
		_, err = r.f.Write(b)
	}
	if err != nil {
		printError(fmt.Errorf("premain.CrashReport: %w", err))
	}
}

// update notes the state of a step.
func (r *crashReport) update(s *Step, state State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.at[s]; ok && r.f != nil {
		r.f.WriteAt(fmt.Appendf(nil, "%-*s", stateWidth, state), at)
	}
}

// end removes the report.
func (r *crashReport) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.f == nil {
		return
	}
	debug.SetCrashOutput(nil, debug.CrashOptions{})
	r.f.Truncate(r.before)
	r.f.Close()
	if r.f = nil; r.before == 0 {
		os.Remove(r.path)
	}
}
