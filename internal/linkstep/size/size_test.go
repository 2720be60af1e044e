package size

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/memorymap"
)

func TestOwnerOf(t *testing.T) {
	for name, want := range map[string]owner{
		"main.main":                               {path: "main"},
		"main.main.func1":                         {path: "main"},
		"main..inittask":                          {path: "main"},
		"internal/strconv.(*decimal).Assign":      {path: "internal/strconv"},
		"premain.dev/bare.Trapped":                {path: "premain.dev/bare"},
		"premain.dev/bare/board/virt-arm64.start": {path: "premain.dev/bare/board/virt-arm64"},
		"example.com/a/b%2ev2.F":                  {path: "example.com/a/b.v2"},
		"example.com/a/b%zz.F":                    {path: "example.com/a/b%zz"},
		"slices.Sort[go.shape.[]example.com/p.T]": {path: "slices"},
		"sync/atomic.(*Pointer[go.shape.struct { example.com/p.x int }]).Load": {path: "sync/atomic"},
		"slices..dict.Sort[example.com/p.T]":                                   {path: "slices"},
		"type:.eq.example.com/p.T":                                             {group: Types},
		"typerel.*":                                                            {group: Types},
		"go:itab.*os.File,io.Reader":                                           {group: Itabs},
		"go:string.\"a.b\"":                                                    {group: Strings},
		"go:func.*":                                                            {group: Functions},
		"go:buildinfo.ref":                                                     {group: Build},
		"go:main.inittasks":                                                    {group: Linker},
		"go:struct { sync.Mutex }.Lock":                                        {group: Linker},
		"struct { example.com/p.T }.M":                                         {group: Linker},
		"runtime.findfunctab":                                                  {group: Functions},
		"runtime.gcdata":                                                       {group: Pointers},
		"runtime.firstmoduledata":                                              {path: "runtime"},
		"$f64.3ff0000000000000":                                                {group: Unnamed},
		"_rt0_arm64_linux":                                                     {group: Foreign},
		".L1":                                                                  {group: Foreign},
		"":                                                                     {group: Foreign},
	} {
		if got := ownerOf(symbol{name: name}); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if got := (owner{group: Foreign}); ownerOf(symbol{name: "completed.0", foreign: true}) != got {
		t.Errorf("a static variable of C: %+v", ownerOf(symbol{name: "completed.0", foreign: true}))
	}
}

// TestPartition looks at who gets which bytes.
func TestPartition(t *testing.T) {
	text := make([]byte, 0x200)
	text[0x48] = 1
	for _, c := range []struct {
		name    string
		section string
		kind    kind
		filled  uint64
		symbols []symbol
		want    map[owner]Package
	}{
		{"nothing but code", ".text", code, 0x200, nil, map[owner]Package{{group: Alignment}: {Code: 0x100}}},
		{"functions", ".text", code, 0x200, []symbol{
			{name: "a.F", begin: 0x100, end: 0x130}, {name: "a.G", begin: 0x140, end: 0x180}, {name: "b", begin: 0x180, end: 0x200}, {name: "runtime.etext", begin: 0x200, end: 0x200},
		}, map[owner]Package{{path: "a"}: {Code: 0x70}, {group: Foreign}: {Code: 0x80}, {group: Alignment}: {Code: 0x10}}},
		{"a section that nobody knows", ".plt", code, 0x200, nil, map[owner]Package{{group: ".plt"}: {Code: 0x100}}},
		{"two names, one in another, and one that is longer than the section", ".text", code, 0x200, []symbol{
			{name: "alias", begin: 0x100, end: 0x180}, {name: "a.F", begin: 0x100, end: 0x180}, {name: "b.F", begin: 0x120, end: 0x190}, {name: "b.G", begin: 0x190, end: 0x1000},
		}, map[owner]Package{{path: "a"}: {Code: 0x80}, {path: "b"}: {Code: 0x80}}},
		{"out of the section", ".text", code, 0x200, []symbol{
			{name: "a.F", begin: 0x10, end: 0x180}, {name: "b.F", begin: 0x300, end: 0x400},
		}, map[owner]Package{{group: Alignment}: {Code: 0x100}}},
		{"variables, some of them without names, or with values that begin behind the file", ".data", data, 0x180, []symbol{
			{name: "a.x", begin: 0x100, end: 0x104}, // 4 for b.y to begin at a multiple of 8
			{name: "b.y", begin: 0x108, end: 0x110}, // 12, which are more than a multiple of 4 needs
			{name: "b.z", begin: 0x11c, end: 0x144}, // 12, which would be alignment, but are not all zero
			{name: "a.z", begin: 0x150, end: 0x1f0}, // 16 at the end
		}, map[owner]Package{
			{path: "a"}: {Data: 0x34, Zero: 0x70}, {path: "b"}: {Data: 0x30}, {group: Unnamed}: {Data: 0x18, Zero: 0x10}, {group: Alignment}: {Data: 4},
		}},
		{"groups that begin with a marker, up to the next symbol at another address", ".rodata", constants, 0x200, []symbol{
			{name: "runtime.rodata", begin: 0x100, end: 0x100}, {name: "type:*", begin: 0x100, end: 0x100}, {name: "a.odd", begin: 0x100, end: 0x100},
			{name: "go:string.*", begin: 0x140, end: 0x140}, {name: "a.x", begin: 0x180, end: 0x190}, {name: "runtime.gcbits.*", begin: 0x190, end: 0x190},
			{name: "a.zero", begin: 0x1a0, end: 0x1a0}, {name: "a.y", begin: 0x1f0, end: 0x200},
		}, map[owner]Package{{group: Types}: {Constants: 0x40}, {group: Strings}: {Constants: 0x40}, {path: "a"}: {Constants: 0x20}, {group: Pointers}: {Constants: 0x10}, {group: Unnamed}: {Constants: 0x50}}},
		{"tables", ".gopclntab", constants, 0x200, []symbol{
			{name: "runtime.pclntab", begin: 0x100, end: 0x100}, {name: "go:func.*", begin: 0x180, end: 0x1c0}, {name: "runtime.findfunctab", begin: 0x1d0, end: 0x1f0},
		}, map[owner]Package{{group: Functions}: {Constants: 0x100}}},
	} {
		x := executable{sections: []Section{{Name: "before", Memory: 0x10}, {Name: c.section, Address: 0x100, Memory: 0x100}}}
		x.areas = []area{{section: 1, kind: c.kind, begin: 0x100, end: 0x200, filled: c.filled, text: bytes.NewReader(text), origin: 0x100}}
		x.symbols = append([]symbol{{name: "other.x", begin: 1, end: 2}}, c.symbols...)
		p, err := x.measure("p")
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[owner]Package)
		for _, k := range p.Packages {
			o := owner{k.Package, k.Group}
			want := c.want[o]
			want.Package, want.Group, want.Sum = k.Package, k.Group, want.Code+want.Constants+want.Data+want.Zero
			if k != want {
				t.Errorf("%s: %+v, want %+v", c.name, k, want)
			}
			got[o] = k
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestLayout looks at what is reserved, and at what belongs to which output section.
func TestLayout(t *testing.T) {
	p := Program{Sections: []Section{
		{Name: ".text", Address: 0x100, Memory: 0x70, File: 0x68}, {Name: ".more", Address: 0x170, Memory: 0x10, File: 0x10},
		{Name: ".bss", Address: 0x800, Memory: 8},
		{Name: ".heap", Address: 0x1000, Memory: 0x1000}, {Name: ".debug", File: 3},
	}}
	p.addLayout(&memorymap.Layout{
		Inputs: []memorymap.Placed{{Input: memorymap.Input{Name: ".text", Size: 0x80}, Section: ".code"}, {Input: memorymap.Input{Name: ".bss", Size: 8, Bss: true}, Section: ".bss"}},
		Sections: []memorymap.Section{
			{Name: ".code", Addr: 0x100, Load: 0x100, Size: 0x80, FileSize: 0x80, Region: "ROM"},
			{Name: ".bss", Addr: 0x800, Size: 8, NoLoad: true, Region: "RAM"},
			{Name: ".gap", Addr: 0x900, Size: 0x10, Region: "RAM"},
			{Name: ".heap", Addr: 0x1000, Size: 0x1000, NoLoad: true, Region: "RAM"},
		},
		Regions: []memorymap.Region{{Name: "ROM", Length: 0x100, Used: 0x80}, {Name: "RAM", Origin: 0x800, Length: 0x1800, Used: 0x1018}},
	})
	want := Program{
		Regions: []Region{{Name: "ROM", Length: 0x100, Used: 0x80, Free: 0x80}, {Name: "RAM", Origin: 0x800, Length: 0x1800, Used: 0x1018, Reserved: 0x1010, Free: 0x7e8}},
		Outputs: []Section{
			{Name: ".code", Address: 0x100, Load: 0x100, Memory: 0x80, File: 0x78},
			{Name: ".bss", Address: 0x800, Load: 0x800, Memory: 8},
			{Name: ".gap", Address: 0x900, Load: 0x900, Memory: 0x10, Reserved: true},
			{Name: ".heap", Address: 0x1000, Load: 0x1000, Memory: 0x1000, Reserved: true},
		},
		Sections: []Section{
			{Name: ".text", Address: 0x100, Memory: 0x70, File: 0x68, Output: ".code"},
			{Name: ".more", Address: 0x170, Memory: 0x10, File: 0x10, Output: ".code"},
			{Name: ".bss", Address: 0x800, Memory: 8, Output: ".bss"},
			{Name: ".heap", Address: 0x1000, Memory: 0x1000, Output: ".heap", Reserved: true},
			{Name: ".debug", File: 3},
		},
	}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v\nwant %+v", p, want)
	}
	if p.Memory() != 0x88 {
		t.Errorf("%#x bytes in memory", p.Memory())
	}
}

// build links a small program with the Go runtime and returns its file.
func build(t testing.TB, env ...string) string {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module example.com/small\n\ngo 1.26\n",
		"main.go": "package main\n\nvar zeroes [1 << 16]byte\n\nfunc main() { println(zeroes[0]) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-o", "small", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append([]string{"CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off"}, env...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return filepath.Join(dir, "small")
}

// TestRead compares what is told of executables with what package elf tells, and sums up.
func TestRead(t *testing.T) {
	targets := []string{"linux/amd64"}
	if os.Getenv("PREMAIN_LONG") != "" {
		targets = append(targets, "linux/arm64", "linux/mips", "windows/amd64", "darwin/arm64")
	}
	for _, target := range targets {
		t.Run(target, func(t *testing.T) {
			goos, goarch, _ := strings.Cut(target, "/")
			name := build(t, "GOOS="+goos, "GOARCH="+goarch)
			p, err := Read(name)
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			checkSums(t, p, uint64(info.Size()))
			for _, want := range []Package{{Package: "main", Zero: 1 << 16}, {Package: "runtime", Code: 1 << 17}, {Group: Functions, Constants: 1 << 17}, {Group: Strings, Constants: 1 << 12}, {Group: Types, Constants: 1 << 12}} {
				if k := find(p, want.Package, want.Group); k == nil || k.Code < want.Code || k.Constants < want.Constants || k.Zero < want.Zero {
					t.Errorf("%s%s: %+v, want at least %+v", want.Package, want.Group, k, want)
				}
			}
			f, err := elf.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			for i, c := range f.Sections[1:] {
				s := p.Sections[i]
				want := Section{Name: c.Name, Address: c.Addr, Load: c.Addr, File: c.FileSize}
				if c.Flags&elf.SHF_ALLOC != 0 && c.Flags&elf.SHF_TLS == 0 {
					want.Memory = c.Size
				}
				if c.Type == elf.SHT_NOBITS {
					want.File = 0
				}
				if s != want {
					t.Errorf("%+v, want %+v", s, want)
				}
			}
		})
	}
}

func find(p *Program, path, group string) *Package {
	for i, k := range p.Packages {
		if k.Package == path && k.Group == group {
			return &p.Packages[i]
		}
	}
	return nil
}

// checkSums checks that each byte is told of once.
func checkSums(t *testing.T, p *Program, file uint64) {
	t.Helper()
	all := p.Rest
	for _, s := range p.Sections {
		all += s.File
	}
	if p.File != file || all != file {
		t.Errorf("%d bytes in the file, %d in sections and besides, want %d", p.File, all, file)
	}
	all = 0
	for _, k := range p.Packages {
		all += k.Sum
		if k.Sum != k.Code+k.Constants+k.Data+k.Zero || k.Sum == 0 {
			t.Errorf("%+v", k)
		}
	}
	if all != p.Memory() || all == 0 {
		t.Errorf("%d bytes of packages, %d of sections", all, p.Memory())
	}
	owned := make(map[owner]uint64)
	for _, s := range p.Symbols {
		owned[owner{s.Package, s.Group}] += s.Bytes
	}
	for o, n := range owned {
		k := find(p, o.path, o.group)
		if k == nil || n > k.Sum || o.path != "" && n != k.Sum {
			t.Errorf("%+v: %d bytes of symbols, %+v", o, n, k)
		}
	}
}

// TestRefused reads files that cannot be measured.
func TestRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	for _, c := range []struct{ text, want string }{
		{"", "it is no ELF, Mach-O or PE file; of a flat image"},
		{"package main", "it is no ELF, Mach-O or PE file; of a flat image"},
		{elf.ELFMAG, "EOF"},
		{string(header(elf.ET_REL)), "it is no program, but a file of the type ET_REL"},
		{string(header(elf.ET_EXEC)), ErrNoSymbols.Error()},
	} {
		if err := os.WriteFile(name, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := Read(filepath.Join(name, "nosuch")); err == nil {
		t.Error("no file: no error")
	}
}

// header returns an ELF file without sections.
func header(kind elf.Type) []byte {
	h := elf.Header64{Type: uint16(kind), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT), Ehsize: 64, Phentsize: 56, Shentsize: 64}
	copy(h.Ident[:], elf.ELFMAG)
	h.Ident[elf.EI_CLASS], h.Ident[elf.EI_DATA], h.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, h)
	return b.Bytes()
}

// FuzzRead lets single words of an executable be others: reading it ends, with an error or without.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile(build(f, "GOOS=linux", "GOARCH=amd64"))
	if err != nil {
		f.Fatal(err)
	}
	file, err := elf.NewFile(bytes.NewReader(text))
	if err != nil {
		f.Fatal(err)
	}
	sections := binary.LittleEndian.Uint64(text[0x28:])
	for i := range file.Sections {
		for _, field := range []uint64{4, 8, 16, 24, 32} { // type, flags, address, offset, size
			f.Add(uint32(sections)+uint32(64*i)+uint32(field), ^uint64(0))
			f.Add(uint32(sections)+uint32(64*i)+uint32(field), uint64(1))
		}
	}
	if symbols := file.Section(".symtab"); symbols != nil {
		for i := range uint32(8) {
			f.Add(uint32(symbols.Offset)+i*24+8, ^uint64(0))
			f.Add(uint32(symbols.Offset)+i*24+16, ^uint64(0))
		}
	}
	f.Add(uint32(0x10), uint64(0))
	f.Fuzz(func(t *testing.T, at uint32, word uint64) {
		if int(at)+8 > len(text) {
			return
		}
		damaged := bytes.Clone(text)
		binary.LittleEndian.PutUint64(damaged[at:], word)
		x, err := read(damaged)
		if err != nil {
			return
		}
		if _, err := x.measure("damaged"); err != nil && err != ErrNoSymbols {
			t.Errorf("%#x at %#x: %v", word, at, err)
		}
	})
}
