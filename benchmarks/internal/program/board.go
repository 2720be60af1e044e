package program

import (
	"cmp"
	"debug/elf"
	"embed"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Board is one of the boards of module premain.dev that are machines.
type Board struct {
	Name   string
	arch   string // GOARCH
	boot   []string
	origin string // of its memory, as a linker script spells it
}

// FindBoard reads what the package of a board says of it.
func (b *Builder) FindBoard(name string) (Board, error) {
	dir := filepath.Join(b.root, "bare", "board", name)
	doc, err := os.ReadFile(filepath.Join(dir, "doc.go"))
	if err != nil {
		return Board{}, err
	}
	script, err := os.ReadFile(filepath.Join(dir, "memory.ld"))
	if err != nil {
		return Board{}, err
	}
	board := Board{Name: name}
	for line := range strings.Lines(string(doc)) {
		switch directive, rest, _ := strings.Cut(strings.TrimSpace(line), " "); directive {
		case "//premain:board":
			board.arch = rest
		case "//premain:boot":
			board.boot = strings.Fields(rest)
		}
	}
	_, origin, _ := strings.Cut(string(script), "ORIGIN = ")
	board.origin, _, _ = strings.Cut(origin, ",")
	if board.arch == "" || len(board.boot) == 0 || board.origin == "" {
		return Board{}, fmt.Errorf("the package of the board %s does not say for what architecture it is, how it is started, or where its memory begins", name)
	}
	return board, nil
}

// Has reports whether the board is for an architecture.
func (b Board) Has(goarch string) bool { return b.arch == goarch }

// Emulator returns the name of what the board runs on, and whether that is here.
func (b Board) Emulator() (name string, found bool) {
	_, err := exec.LookPath(b.boot[0])
	return b.boot[0], err == nil
}

// Boot returns the command that starts a machine with an image.
func (b Board) Boot(image string) []string {
	var command []string
	for _, arg := range b.boot {
		command = append(command, strings.ReplaceAll(arg, "{image}", image))
	}
	return command
}

// BoardGo returns the image of a program for a board, of the text of its file.
func (b *Builder) BoardGo(board Board, main string) (image string, err error) {
	dir, err := os.MkdirTemp(b.dir, "board")
	if err != nil {
		return "", err
	}
	if err := writeFiles(dir, map[string]string{"go.mod": goMod(b.root), "main.go": main}); err != nil {
		return "", err
	}
	image = filepath.Join(dir, "image")
	_, err = output(dir, outside, b.tool, "build", "-board="+board.Name, "-trimpath", "-o", image, ".")
	return image, err
}

//go:embed board
var boardC embed.FS

// compilersC are the prefix of the name of a cross compiler, and what it takes for code that runs anywhere, with no floating point enabled.
var compilersC = map[string]struct {
	prefix string
	flags  []string
}{
	"amd64":   {"x86_64-linux-gnu-", []string{"-mgeneral-regs-only", "-mno-red-zone", "-fcf-protection=none"}},
	"arm64":   {"aarch64-linux-gnu-", []string{"-mgeneral-regs-only"}},
	"riscv64": {"riscv64-linux-gnu-", []string{"-mcmodel=medany"}},
}

// CompilerC returns the name of the C compiler for a board, and whether it is here.
func (b Board) CompilerC() (name string, found bool) {
	name = compilersC[b.arch].prefix + "gcc"
	_, err := exec.LookPath(name)
	if err != nil && b.arch == runtime.GOARCH {
		name = "gcc"
		_, err = exec.LookPath(name)
	}
	return name, err == nil
}

// BoardC returns the image of a program for a board in C, of the text of its file. What comes before main clears .bss, with a stack, and that is all.
func (b *Builder) BoardC(board Board, main string) (image string, err error) {
	dir, err := os.MkdirTemp(b.dir, "board-c")
	if err != nil {
		return "", err
	}
	files := map[string]string{"main.c": main}
	for _, name := range []string{"memory.ld", "entry_" + board.arch + ".S", "clear.c"} {
		text, err := boardC.ReadFile("board/" + name)
		if err != nil {
			return "", err
		}
		files[name] = strings.ReplaceAll(string(text), "{origin}", board.origin)
	}
	if err := writeFiles(dir, files); err != nil {
		return "", err
	}
	compiler, _ := board.CompilerC()
	args := append([]string{"-O2", "-ffreestanding", "-fno-tree-loop-distribute-patterns", "-fno-pic", "-fno-stack-protector", "-fno-asynchronous-unwind-tables"},
		compilersC[board.arch].flags...)
	args = append(args, "-nostdlib", "-static", "-no-pie", "-Wl,--build-id=none,-T,memory.ld", "-o", "image", "entry_"+board.arch+".S", "clear.c", "main.c")
	_, err = output(dir, nil, compiler, args...)
	return filepath.Join(dir, "image"), err
}

// Loaded says where the code of an image is.
type Loaded struct {
	Entry     uint64       // of PVH, if the image has one
	From, To  uint64       // where there is code
	Zero      uint64       // bytes of .bss, which Go's linker has two of
	functions []elf.Symbol // in the order of addresses
}

// ReadLoaded reads an image.
func ReadLoaded(image string) (Loaded, error) {
	f, err := elf.Open(image)
	if err != nil {
		return Loaded{}, err
	}
	defer f.Close()
	l := Loaded{Entry: f.Entry, From: ^uint64(0)}
	for _, p := range f.Progs {
		switch {
		case p.Type == elf.PT_LOAD && p.Flags&elf.PF_X != 0 && p.Filesz > 0:
			l.From, l.To = min(l.From, p.Vaddr), max(l.To, p.Vaddr+p.Filesz)
		case p.Type == elf.PT_NOTE:
			note := make([]byte, p.Filesz)
			if _, err := p.ReadAt(note, 0); err != nil {
				return Loaded{}, err
			}
			// The size of the name, that of the entry, the number of the note, and both.
			if order := binary.LittleEndian; len(note) >= 20 && order.Uint32(note[8:]) == 18 && string(note[12:16]) == "Xen\x00" {
				l.Entry = uint64(order.Uint32(note[16:]))
			}
		}
	}
	for _, s := range f.Sections {
		if s.Name == ".bss" || s.Name == ".noptrbss" {
			l.Zero += s.Size
		}
	}
	symbols, err := f.Symbols()
	if err != nil {
		return Loaded{}, err
	}
	for _, s := range symbols {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC {
			l.functions = append(l.functions, s)
		}
	}
	slices.SortFunc(l.functions, func(a, b elf.Symbol) int { return cmp.Compare(a.Value, b.Value) })
	return l, nil
}

// Function returns where a function begins. Of one in assembly, that is not what Go code calls it by.
func (l Loaded) Function(name string) (uint64, error) {
	for _, n := range []string{name + ".abi0", name} {
		for _, s := range l.functions {
			if s.Name == n {
				return s.Value, nil
			}
		}
	}
	return 0, fmt.Errorf("the image has no function %s", name)
}

// FunctionAt returns the name of the function that an address belongs to, or "".
func (l Loaded) FunctionAt(pc uint64) string {
	i, found := slices.BinarySearchFunc(l.functions, pc, func(s elf.Symbol, pc uint64) int { return cmp.Compare(s.Value, pc) })
	if !found {
		i--
	}
	if i < 0 || pc >= l.functions[i].Value+l.functions[i].Size {
		return ""
	}
	return l.functions[i].Name
}
