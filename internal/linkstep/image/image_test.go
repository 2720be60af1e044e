package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// buildHello builds a program on the Go runtime, which looks functions up.
func buildHello(t testing.TB, flags ...string) (file []byte) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module hello\n\ngo 1.26\n",
		"main.go": "package main\n\nvar table = [...]int{1, 2, 3}\n\nfunc main() { println(\"hello\", table[2]) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", append([]string{"build", "-o", "hello"}, flags...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOOS=linux", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := os.ReadFile(filepath.Join(dir, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// start runs an executable.
func start(t *testing.T, file []byte) (output string, status int) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(name, file, 0o777); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// checkLoadable checks what every loader relies on.
func checkLoadable(t *testing.T, file []byte) *elf.File {
	t.Helper()
	f, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	page := pageSize(f.Machine)
	var end uint64
	stack := false
	for _, p := range f.Progs {
		switch p.Type {
		case elf.PT_GNU_STACK:
			stack = p.Flags&elf.PF_X == 0
			continue
		case elf.PT_LOAD:
		default:
			t.Errorf("a header of type %v", p.Type)
		}
		if p.Off%page != p.Vaddr%page {
			t.Errorf("at %#x of the file and %#x of memory, pages have %#x", p.Off, p.Vaddr, page)
		}
		if p.Off+p.Filesz > uint64(len(file)) && p.Filesz > 0 {
			t.Errorf("a segment ends behind the file")
		}
		if p.Flags&elf.PF_W == 0 && p.Memsz != p.Filesz {
			t.Errorf("%v: the system would have to clear memory that cannot be written", p.ProgHeader)
		}
		if p.Flags&elf.PF_W != 0 && p.Flags&elf.PF_X != 0 {
			t.Errorf("%v: code that can be written", p.ProgHeader)
		}
		if p.Vaddr&^(page-1) < end {
			t.Errorf("%v: a page of two segments", p.ProgHeader)
		}
		end = p.Vaddr + p.Memsz
	}
	if !stack {
		t.Error("the stack can be executed")
	}
	return f
}

// TestELF compares what the linker's file and ours put into memory, and runs ours.
func TestELF(t *testing.T) {
	file := buildHello(t)
	m, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	ours := m.ELF()
	f := checkLoadable(t, ours)
	if len(ours) > len(file)*3/4 {
		t.Errorf("%d bytes, and the linker has written %d", len(ours), len(file))
	}
	if _, err := f.Symbols(); err == nil {
		t.Error("there are symbols")
	}
	linked, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".text", ".rodata", ".gopclntab", ".go.module", ".noptrdata", ".data"} {
		c := linked.Section(name)
		want, err := c.Data()
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(f.Progs, func(p *elf.Prog) bool {
			return p.Type == elf.PT_LOAD && p.Vaddr <= c.Addr && c.Addr+c.Size <= p.Vaddr+p.Memsz
		})
		if i < 0 {
			t.Errorf("%s is in no segment", name)
			continue
		}
		p := f.Progs[i]
		got := make([]byte, p.Memsz)
		if _, err := p.ReadAt(got[:p.Filesz], 0); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got[c.Addr-p.Vaddr:][:c.Size], want) {
			t.Errorf("%s has other contents", name)
		}
		if writable, executable := p.Flags&elf.PF_W != 0, p.Flags&elf.PF_X != 0; writable != (c.Flags&elf.SHF_WRITE != 0) || executable != (name == ".text") {
			t.Errorf("%s: %v", name, p.Flags)
		}
	}
	for _, name := range []string{".bss", ".noptrbss"} {
		c := linked.Section(name)
		last := f.Progs[len(f.Progs)-2]
		if c.Addr+c.Size > last.Vaddr+last.Memsz {
			t.Errorf("%s ends behind memory", name)
		}
	}
	if copied := m.Copied(); len(copied) > len(ours) || len(ours)-len(copied) > 4*int(pageSize(m.Machine)) {
		t.Errorf("%d bytes for loaders that copy, and %d for systems", len(copied), len(ours))
	}
	if runtime.GOOS != "linux" {
		return
	}
	if out, status := start(t, ours); out != "hello 3\n" || status != 0 {
		t.Errorf("%q, status %d", out, status)
	}
}

// processes exit with what is in memory for reading, and what is in memory for writing, added; or they write where they must not.
var processes = []struct {
	name   string
	code   []byte
	status int
}{
	{"sum", []byte{
		0x8b, 0x3c, 0x25, 0x00, 0x20, 0x40, 0x00, // MOV EDI, [0x402000]
		0x03, 0x3c, 0x25, 0x08, 0x30, 0x40, 0x00, // ADD EDI, [0x403008]
		0x89, 0x3c, 0x25, 0x00, 0x40, 0x40, 0x00, // MOV [0x404000], EDI
		0x03, 0x3c, 0x25, 0x00, 0x40, 0x40, 0x00, // ADD EDI, [0x404000]
		0xb8, 60, 0, 0, 0, // MOV EAX, 60
		0x0f, 0x05, // SYSCALL
	}, 2 * (20 + 7)},
	{"write", []byte{
		0x89, 0x3c, 0x25, 0x00, 0x20, 0x40, 0x00, // MOV [0x402000], EDI
		0x31, 0xff, // XOR EDI, EDI
		0xb8, 60, 0, 0, 0,
		0x0f, 0x05,
	}, -1},
}

// TestProcess runs programs of which most is copied at the start, and the same in the other form.
func TestProcess(t *testing.T) {
	for _, p := range processes {
		m := &Image{Machine: elf.EM_X86_64, Entry: 0x400120, Segments: []Segment{
			{Addr: 0x400120, Flags: elf.PF_R | elf.PF_X, Pieces: []Piece{{0x400120, p.code}}},
			{Addr: 0x402000, Flags: elf.PF_R, Pieces: []Piece{{0x402000, []byte{20, 0, 0, 0}}}},
			{Addr: 0x403000, Size: 0x2000, Flags: elf.PF_R | elf.PF_W, Pieces: []Piece{{0x403000, append(make([]byte, 8), 7)}}},
		}}
		for i := range m.Segments {
			m.Segments[i].tidy()
		}
		if err := m.check(); err != nil {
			t.Fatal(err)
		}
		process := m.Process()
		small := process.File
		held := len(process.Start.Pieces[0].Data)
		for _, piece := range append(process.Pieces, process.Start.Pieces...) {
			if len(piece.Data) == 0 || !bytes.Contains(small, piece.Data) {
				t.Errorf("%s: the file does not have what is at %#x", p.name, piece.Addr)
			}
		}
		for _, piece := range process.Pieces {
			held += len(piece.Data)
		}
		if headers := headerSize + 4*programSize; held > len(small)-headers || held < len(small)-headers-8 {
			t.Errorf("%s: %d bytes of pieces, %d of headers, %d in the file", p.name, held, headers, len(small))
		}
		if len(small) > 500 {
			t.Errorf("%s: %d bytes", p.name, len(small))
		}
		for form, file := range map[string][]byte{"process": small, "ELF": m.ELF()} {
			checkLoadable(t, file)
			if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
				continue
			}
			if out, status := start(t, file); out != "" || status != p.status {
				t.Errorf("%s, %s: %q, status %d, want %d", p.name, form, out, status, p.status)
			}
		}
	}
}

// TestAdd checks that segments are by address.
func TestAdd(t *testing.T) {
	m := Image{Segments: []Segment{{Addr: 0x200}, {Addr: 0x400}}}
	for _, addr := range []uint64{0x300, 0x500, 0x100} {
		m.Add(Segment{Addr: addr})
	}
	if len(m.Segments) != 5 || !slices.IsSortedFunc(m.Segments, func(a, b Segment) int { return int(a.Addr) - int(b.Addr) }) {
		t.Errorf("%+v", m.Segments)
	}
}

// TestSplit checks that nothing but zeroes is left out.
func TestSplit(t *testing.T) {
	data := make([]byte, 800)
	for _, at := range []int{8, 100, 130, 400, 792} {
		data[at] = byte(at)
	}
	got := make([]byte, len(data))
	n := 0
	for _, p := range (Piece{1000, data}).split() {
		if p.Addr%8 != 0 || len(p.Data)%8 != 0 {
			t.Errorf("%d bytes at %d", len(p.Data), p.Addr)
		}
		copy(got[p.Addr-1000:], p.Data)
		n += len(p.Data)
	}
	if !bytes.Equal(got, data) {
		t.Error("other contents")
	}
	if n > 100 {
		t.Errorf("%d bytes", n)
	}
}

// TestRefused checks what is said of files that no linker makes.
func TestRefused(t *testing.T) {
	file := buildHello(t)
	if _, err := Read(file[:40]); err == nil {
		t.Error("a header was enough")
	}
	if _, err := Read(file[:len(file)/2]); err == nil {
		t.Error("half a file was enough")
	}
	stripped := buildHello(t, "-ldflags=-s")
	if _, err := Read(stripped); err == nil {
		t.Error("without symbols nothing can be known")
	}
	shared := bytes.Clone(file)
	binary.LittleEndian.PutUint16(shared[16:], uint16(elf.ET_DYN))
	if _, err := Read(shared); err == nil {
		t.Error("a file of another type was taken")
	}
	elsewhere := bytes.Clone(file)
	binary.LittleEndian.PutUint64(elsewhere[24:], 1)
	if _, err := Read(elsewhere); err == nil {
		t.Error("an entry outside the program was taken")
	}
}

// FuzzRead changes bytes of headers: there must be an error or an image, of which files can be made.
func FuzzRead(f *testing.F) {
	file := buildHello(f)
	e, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		f.Fatal(err)
	}
	sections := int(binary.LittleEndian.Uint64(file[40:]))
	f.Add(uint16(24), uint64(1))
	for i := range e.Sections {
		for _, at := range []int{4, 8, 16, 24, 32, 40} { // type, flags, address, offset, size, link
			f.Add(uint16(64+i*64+at), uint64(1)<<(i%63))
			f.Add(uint16(64+i*64+at), ^uint64(0))
		}
	}
	f.Fuzz(func(t *testing.T, at uint16, v uint64) {
		damaged := bytes.Clone(file)
		to := int(at)
		if to >= headerSize {
			to += sections - headerSize
		}
		if to+8 > len(damaged) {
			return
		}
		binary.LittleEndian.PutUint64(damaged[to:], v)
		m, err := Read(damaged)
		if err != nil {
			return
		}
		m.ELF()
		m.Copied()
		m.Process()
	})
}
