package evaluation

import (
	"embed"
	"encoding/binary"
	"errors"
	"path"
)

// File is a source file.
type File struct {
	Name string
	Text []byte
}

//go:embed walker/*.go restorer/*.go
var sources embed.FS

// Walker returns the source of the walker, for a target with the given system and, if logged, with package internal/testlog.
func Walker(goos string, logged bool) []File {
	without := map[string]bool{"files.go": !logged, "confine_linux.go": goos != "linux", "confine_other.go": goos == "linux"}
	return read("walker", without)
}

// Restorer returns the source of the package that does at the start of a program what its values need.
func (r *Result) Restorer() []File {
	files := read("restorer", nil)
	if text := r.makers(); text != "" {
		files = append(files, File{"handles.go", []byte(text)})
	}
	return files
}

func read(dir string, without map[string]bool) (files []File) {
	entries, err := sources.ReadDir(dir)
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		if without[e.Name()] {
			continue
		}
		text, err := sources.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic(err)
		}
		// The constraint keeps the go command from compiling it; the compiler does not look at it.
		files = append(files, File{e.Name(), text})
	}
	return files
}

// Run is what one run of an evaluation program has told.
type Run struct{ m *memory }

// ErrRuntime means that the Go runtime is not as the walker knows it.
var ErrRuntime = errors.New("the runtime of this release of Go is not known")

// ReadRun reads what the walker has written, about a program with the given symbols for a machine.
func ReadRun(written []byte, symbols []Symbol, ptrSize int, order binary.ByteOrder) (*Run, error) {
	s, err := decode(written, ptrSize)
	if err != nil {
		return nil, err
	}
	if s.unknown {
		return nil, ErrRuntime
	}
	if !s.done {
		return nil, errStream
	}
	return &Run{newMemory(s, symbols, ptrSize, order)}, nil
}

// End is how far an evaluation program has come.
type End struct {
	Done   bool   // it has computed all values
	ID     int    // of the value whose computation has begun last, or -1
	Goexit bool   // its function has ended its goroutine
	File   string // that it has opened last
}

// ReadEnd reads how far a program has come that may have ended early.
func ReadEnd(written []byte, ptrSize int) End {
	s, err := decode(written, ptrSize)
	if err != nil {
		return End{ID: -1}
	}
	e := End{Done: s.done || s.unknown, ID: s.begun, Goexit: s.goexit}
	for _, n := range s.notes {
		if n.id == s.begun && n.kind == noteOpen {
			e.File = n.text
		}
	}
	return e
}

// Environment returns the variables of the environment that initialisers have read.
func (r *Run) Environment() []string { return r.m.environment }

// Effect is something that a function has done besides returning a value.
type Effect struct {
	ID          int    // of the last of the values that were computed meanwhile
	Changed     bool   // a variable has changed,
	Symbol      int    // this one, or something that it leads to
	File        string // that was opened
	Looked      string // a file of which it was looked whether it is there, or what it is
	Environment string // a variable of the environment that was read
	Goroutine   bool   // one was started and goes on
	Early       bool   // nothing, but something has set the variable before its turn
}

// Effects returns what the functions have done besides returning values.
func (r *Run) Effects() []Effect {
	var list []Effect
	for _, n := range r.m.notes {
		switch n.kind {
		case noteOpen:
			list = append(list, Effect{ID: n.id, File: n.text})
		case noteStat:
			list = append(list, Effect{ID: n.id, Looked: n.text})
		case noteGetenv:
			list = append(list, Effect{ID: n.id, Environment: n.text})
		}
	}
	for _, id := range r.m.early {
		list = append(list, Effect{ID: id, Early: true})
	}
	for _, id := range r.m.left {
		list = append(list, Effect{ID: id, Goroutine: true})
	}
	for _, e := range r.m.effects {
		list = append(list, Effect{ID: e.id, Changed: true, Symbol: e.symbol})
	}
	return list
}

// Compare returns what two runs have computed, or why it cannot be laid out.
func Compare(a, b *Run) (*Result, []Problem) { return newResult(a.m, b.m) }
