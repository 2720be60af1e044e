package memorymap

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is what the maps of the tests lay out, in the order that sections have in objects of GNU as.
var program = []Input{
	{Name: ".text", Size: 0x123, Align: 16},
	{Name: ".data", Size: 0x55, Align: 16},
	{Name: ".bss", Size: 0x99, Align: 32, Bss: true},
	{Name: ".reset", Size: 0x24, Align: 4},
	{Name: ".rodata", Size: 0x77, Align: 32},
}

// assemble makes an object of the program that refers to the symbols, for PROVIDE.
func assemble(t *testing.T, dir string, refer []string) string {
	var text strings.Builder
	for _, in := range program {
		kind := map[string]string{".reset": `"ax",@progbits`, ".text": `"ax",@progbits`, ".rodata": `"a",@progbits`, ".data": `"aw",@progbits`, ".bss": `"aw",@nobits`}[in.Name]
		fmt.Fprintf(&text, ".section %s,%s\n.balign %d\n.space %d\n", in.Name, kind, in.Align, in.Size)
	}
	for _, s := range refer {
		fmt.Fprintf(&text, ".globl %q\n", s)
	}
	source, object := filepath.Join(dir, "program.s"), filepath.Join(dir, "program.o")
	if err := os.WriteFile(source, []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("as", "--64", "-o", object, source).CombinedOutput(); err != nil {
		t.Skipf("as does not assemble for amd64: %v\n%s", err, out)
	}
	return object
}

// Every map of the table of layouts is laid out by GNU ld too. Addresses, load addresses, sizes and symbols must be the same, and so
// must be the bytes that the map puts into the image.
func TestLikeLD(t *testing.T) {
	for _, tool := range []string{"as", "ld"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	if out, err := exec.Command("ld", "-V").Output(); err != nil || !strings.Contains(string(out), "elf_x86_64") {
		t.Skip("ld is not GNU ld for amd64")
	}
	for _, test := range layouts {
		if test.notLD {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			likeLD(t, test.text)
		})
	}
}

func likeLD(t *testing.T, text string) {
	m, err := Parse("map.ld", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	layout, err := m.Place(program)
	if err != nil {
		t.Fatal(err)
	}
	var refer []string
	for name := range m.assigned {
		if name != "." {
			refer = append(refer, name)
		}
	}
	dir := t.TempDir()
	object, script, linked := assemble(t, dir, refer), filepath.Join(dir, "map.ld"), filepath.Join(dir, "linked")
	if err := os.WriteFile(script, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ld", "-static", "-nostdlib", "-z", "max-page-size=4", "-e", "0", "-T", script, "-o", linked, object).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := elf.Open(linked)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()

	for _, s := range layout.Sections {
		of := f.Section(s.Name)
		if of == nil || of.Flags&elf.SHF_ALLOC == 0 {
			if s.Size > 0 {
				t.Errorf("section %s, of %d bytes: ld has none", s.Name, s.Size)
			}
			continue
		}
		if of.Addr != s.Addr || of.Size != s.Size {
			t.Errorf("section %s is at %#x, of %#x bytes; in ld's program at %#x, of %#x bytes", s.Name, s.Addr, s.Size, of.Addr, of.Size)
		}
		if (of.Type == elf.SHT_NOBITS) != (s.FileSize == 0) {
			t.Errorf("section %s has %#x bytes in the image; in ld's program it is of type %v", s.Name, s.FileSize, of.Type)
		}
		if s.FileSize == 0 {
			continue
		}
		found := false
		for _, p := range f.Progs {
			if p.Type == elf.PT_LOAD && p.Off <= of.Offset && of.Offset+of.Size <= p.Off+p.Filesz {
				found = true
				if load := p.Paddr + of.Offset - p.Off; load != s.Load {
					t.Errorf("section %s is loaded at %#x, by ld at %#x", s.Name, s.Load, load)
				}
			}
		}
		if !found {
			t.Errorf("section %s is in no segment of ld's", s.Name)
		}
		contents, err := of.Data()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range layout.Data {
			if s.Addr <= d.Addr && d.Addr < s.Addr+s.Size {
				if theirs := contents[d.Addr-s.Addr:][:len(d.Bytes)]; string(theirs) != string(d.Bytes) {
					t.Errorf("at %#x in %s there is % x, in ld's program % x", d.Addr, s.Name, d.Bytes, theirs)
				}
			}
		}
	}

	symbols, err := f.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]uint64{}
	for _, s := range symbols {
		theirs[s.Name] = s.Value
	}
	for _, s := range layout.Symbols {
		if v, ok := theirs[s.Name]; !ok {
			t.Errorf("the symbol %s is none of ld's", s.Name)
		} else if v != s.Value {
			t.Errorf("%s = %#x, in ld's program %#x", s.Name, s.Value, v)
		}
	}
}
