//go:build !premain_bare

package premain

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"
	"unicode/utf8"
)

// Trace writes a line to w for each step that has run and for each destructor: what and where it is, when it began
// (since the life of the program did), how long it took, and what was allocated meanwhile, by any goroutine:
//
//	premain: constructor store.open @0.412 ms, 1.120 ms, 4128 bytes, 17 allocs, /src/app/store/store.go:12
//
// It is to be called before [Main]. The environment variable PREMAIN_TRACE=1 does the same for standard error, and
// PREMAIN_TRACE=json what [TraceJSON] does, among whatever else goes there; a call in the program counts more.
//
// Lines are written one at a time, on the goroutines of the steps, so that a writer that blocks holds them up. Tracing
// reads the memory statistics of the runtime, which takes some time itself.
func Trace(w io.Writer) { process.tracer.Store(&tracer{w: w, write: writeText}) }

// TraceJSON is [Trace] with a JSON object on each line: kind, name and place, start and duration in nanoseconds,
// bytes and allocs, and error if there was one.
func TraceJSON(w io.Writer) { process.tracer.Store(&tracer{w: w, write: writeJSON}) }

// traceByEnvironment turns on what PREMAIN_TRACE asks for.
func (l *life) traceByEnvironment() {
	switch os.Getenv("PREMAIN_TRACE") {
	case "", "0":
	case "json":
		TraceJSON(os.Stderr)
	default:
		Trace(os.Stderr)
	}
}

type tracer struct {
	mu    sync.Mutex
	w     io.Writer
	write func(io.Writer, traced)
}

// traced is what is written about a step or a destructor.
type traced struct {
	kind     string
	name     string
	place    string
	start    time.Duration
	duration time.Duration
	bytes    uint64
	allocs   uint64
	failure  string
}

func writeText(w io.Writer, t traced) {
	ms := func(d time.Duration) string { return fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond)) }
	failed := ""
	if t.failure != "" {
		failed = ", failed: " + t.failure
	}
	fmt.Fprintf(w, "premain: %s %s @%s, %s, %d bytes, %d allocs, %s%s\n", t.kind, t.name, ms(t.start), ms(t.duration), t.bytes, t.allocs, t.place, failed)
}

func writeJSON(w io.Writer, t traced) {
	b := appendJSONString([]byte(`{"kind":`), t.kind)
	b = appendJSONString(append(b, `,"name":`...), t.name)
	b = appendJSONString(append(b, `,"place":`...), t.place)
	b = fmt.Appendf(b, `,"start":%d,"duration":%d,"bytes":%d,"allocs":%d`, t.start, t.duration, t.bytes, t.allocs)
	if t.failure != "" {
		b = appendJSONString(append(b, `,"error":`...), t.failure)
	}
	w.Write(append(b, "}\n"...))
}

// appendJSONString appends a JSON string. Package encoding/json would make every program that uses premain larger by
// more than all the rest of the life cycle; see RATIONALE.md.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s { // what is not UTF-8 becomes U+FFFD
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// measurement is of one step or destructor. A nil one measures nothing.
type measurement struct {
	t                  *tracer
	life, start        time.Time
	bytes, allocations uint64
}

func (t *tracer) begin(life time.Time) *measurement {
	if t == nil {
		return nil
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return &measurement{t, life, time.Now(), m.TotalAlloc, m.Mallocs}
}

func (m *measurement) end(k kind, s *Step, o outcome) {
	if m == nil {
		return
	}
	took := time.Since(m.start)
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	t := traced{
		kind: k.String(), name: s.Name(), place: s.Place(),
		start: m.start.Sub(m.life), duration: took,
		bytes: now.TotalAlloc - m.bytes, allocs: now.Mallocs - m.allocations,
	}
	switch {
	case o.panicked != nil:
		t.failure = "panic: " + o.panicked.text
	case o.exited:
		t.failure = errGoexit.Error()
	case o.err != nil:
		t.failure = o.err.Error()
	}
	m.t.mu.Lock()
	defer m.t.mu.Unlock()
	defer func() {
		if v := recover(); v != nil {
			printLine("the writer given to premain.Trace has panicked: " + panicText(v))
		}
	}()
	m.t.write(m.t.w, t)
}
