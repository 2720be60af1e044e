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
	without := map[string]bool{"nofiles.go": logged, "files.go": !logged, "confine_linux.go": goos != "linux", "confine_other.go": goos == "linux"}
	return read("walker", without)
}

// Restorer returns the source of the package that does at the start of a program what its values need.
func Restorer() []File { return read("restorer", nil) }

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

// Last returns the value whose computation has begun last when the program ended, or -1, and whether its function has
// ended its goroutine.
func Last(written []byte, ptrSize int) (id int, goexit bool) {
	s, err := decode(written, ptrSize)
	if err != nil {
		return -1, false
	}
	return s.begun, s.goexit
}

// Compare returns what two runs have computed, or why it cannot be laid out.
func Compare(a, b *Run) (*Result, []Problem) { return newResult(a.m, b.m) }
