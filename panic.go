//go:build !premain_bare

package premain

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"time"
)

// Go runs f on a goroutine of its own, whose panic ends the program like one in main: in order. A panic on a goroutine
// that was started by a go statement cannot be caught; the runtime ends the process without destructors. See
// [CrashReport]. Outside a life, a panic of f is like any other. Go panics if f is nil.
func Go(f func()) {
	if f == nil {
		panic(callerPlace() + ": Go of nil; give it a function")
	}
	go protect(func() error { f(); return nil }, func(o outcome) {
		if o.panicked != nil {
			process.panicked(process.current(), o.panicked)
		}
	})
}

// panicked ends the life after a panic, which has been recovered from on this goroutine.
func (l *life) panicked(life int, p *panicked) {
	l.mu.Lock()
	alive, s := l.alive, l.settings
	l.mu.Unlock()
	if !alive {
		panic(p.value)
	}
	e := &ending{of: life, code: s.panicStatus}
	if os.Getenv("GOTRACEBACK") == "crash" {
		e.crash = p.value
	} else {
		p.print()
	}
	if s.onPanic != nil {
		called := make(chan struct{})
		go protect(func() error { s.onPanic(p.value, p.trace()); return nil }, func(o outcome) {
			if o.panicked != nil {
				o.panicked.print()
			}
			close(called)
		})
		select {
		case <-called:
		case <-time.After(s.deadline):
			printLine(fmt.Sprintf("the function of OnPanic has not returned within %v; it is left behind", s.deadline))
		}
	}
	l.end(e)
	select {}
}

// panicked is a panic that has been recovered from.
type panicked struct {
	value any
	text  string // the value as Go prints it
	stack string // as Go prints it
}

// newPanicked is called by the deferred function that has recovered the value.
func newPanicked(value any) *panicked {
	p := &panicked{value: value, text: panicText(value)}
	level := os.Getenv("GOTRACEBACK")
	if level == "none" || level == "0" {
		return p
	}
	all := level == "all" || level == "1" || level == "system" || level == "2"
	for size := 1 << 16; ; size *= 4 {
		b := make([]byte, size)
		if n := runtime.Stack(b, all); n < size || size >= 64<<20 {
			p.stack = trimStack(string(b[:n]))
			return p
		}
	}
}

// trace returns what is printed of a panic.
func (p *panicked) trace() []byte {
	text := "panic: " + strings.ReplaceAll(p.text, "\n", "\n\t") + "\n"
	if p.stack != "" {
		text += "\n" + p.stack
	}
	return []byte(text)
}

func (p *panicked) print() { printText(string(p.trace())) }

// trimStack removes from the first goroutine of a stack the frames above the one that has panicked, and all frames of
// this package, and of what calls it in a linked test binary.
func trimStack(stack string) string {
	first, rest, more := strings.Cut(stack, "\n\n")
	lines := strings.SplitAfter(first, "\n")
	kept := lines[:1]
	frames := lines[1:]
	for i := 0; i+1 < len(frames); i += 2 {
		if strings.HasPrefix(frames[i], "panic(") {
			frames = frames[i+2:]
			break
		}
	}
	for i := 0; i+1 < len(frames); i += 2 {
		name := strings.TrimPrefix(frames[i], "created by ")
		if !ownFunction(name) && !strings.HasPrefix(name, "premain.dev/section.") && !strings.Contains(frames[i+1], "premain_testmain.go") {
			kept = append(kept, frames[i], frames[i+1])
		}
	}
	trimmed := strings.TrimSuffix(strings.Join(kept, ""), "\n") + "\n"
	if more {
		trimmed += "\n" + rest
	}
	return trimmed
}

// panicText returns the value of a panic as Go prints it. Of values of most types, Go prints the address; this gives
// the value.
func panicText(v any) (text string) {
	defer func() {
		if recover() != nil { // in the value's own method
			text = fmt.Sprintf("(%T) whose method panics when it is printed", v)
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	case string:
		return v
	}
	switch k := reflect.TypeOf(v); {
	case k == nil:
		return "nil"
	case k.Kind() == reflect.String:
		return fmt.Sprintf("%T(%q)", v, v)
	case k.Kind() > reflect.Complex128:
		return fmt.Sprintf("(%T) %+v", v, v)
	case k.PkgPath() != "": // a type that has a name of its own
		return fmt.Sprintf("%T(%v)", v, v)
	}
	return fmt.Sprint(v)
}
