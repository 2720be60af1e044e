package size

import (
	"bytes"
	"cmp"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/memorymap"
)

// MapSection is the section of an image in which premain leaves the layout of its memory map, as JSON.
const MapSection = ".premain.memory"

// ErrNoSymbols is what Read returns of an executable without symbols.
var ErrNoSymbols = errors.New("it has no symbols, which tell what its bytes are for: link it without -s, or name the package instead of the file")

// Read measures an executable: an ELF, Mach-O or PE file with symbols. ELF has their sizes; elsewhere, what has no name counts as part of
// the symbol before it.
func Read(name string) (*Program, error) {
	x, err := open(name)
	if err != nil {
		return nil, err
	}
	return x.measure(name)
}

// ReadWith measures an executable by the symbols of another one, which has the same bytes in memory.
func ReadWith(name, symbols string) (*Program, error) {
	x, err := open(name)
	if err != nil {
		return nil, err
	}
	y, err := open(symbols)
	if err != nil {
		return nil, err
	}
	if !slices.EqualFunc(x.areas, y.areas, func(a, b area) bool { return a.begin == b.begin && a.end == b.end }) {
		return nil, errors.New("it has other bytes in memory without symbols than with them, which would tell what they are for: link it without -s")
	}
	x.symbols = y.symbols
	return x.measure(name)
}

func open(name string) (*executable, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return read(text)
}

func read(text []byte) (*executable, error) {
	r := bytes.NewReader(text)
	x := &executable{file: uint64(len(text))}
	if f, err := elf.NewFile(r); err == nil {
		return x, x.readELF(f)
	} else if bytes.HasPrefix(text, []byte(elf.ELFMAG)) {
		return nil, err
	}
	if f, err := macho.NewFile(r); err == nil {
		x.readMachO(f)
		return x, nil
	}
	if f, err := pe.NewFile(r); err == nil {
		x.readPE(f)
		return x, nil
	}
	return nil, errors.New("it is no ELF, Mach-O or PE file; of a flat image for a board, name the package, with -board")
}

// executable is a file that is being read.
type executable struct {
	file     uint64 // its size
	sections []Section
	areas    []area
	symbols  []symbol
	layout   *memorymap.Layout
}

// add adds a section, of which the file has the first bytes of what is in memory; the rest begins as zero.
func (x *executable) add(s Section, k kind, filled uint64, text io.ReaderAt) {
	s.Memory = min(s.Memory, -(s.Address + 1)) // of a damaged file, up to the last address
	if s.Memory > 0 {
		x.areas = append(x.areas, area{
			section: len(x.sections), kind: k, text: text, origin: s.Address,
			begin: s.Address, end: s.Address + s.Memory, filled: s.Address + min(filled, s.Memory),
		})
	}
	x.sections = append(x.sections, s)
}

// measure finds out where the bytes of the program of a name are.
func (x *executable) measure(program string) (*Program, error) {
	if len(x.symbols) == 0 {
		return nil, ErrNoSymbols
	}
	p := &Program{Program: program, File: x.file, Rest: x.file, Sections: x.sections}
	for _, s := range x.sections {
		p.Rest -= min(s.File, p.Rest)
	}
	if x.layout != nil {
		p.addLayout(x.layout)
		x.areas = slices.DeleteFunc(x.areas, func(a area) bool { return x.sections[a.section].Reserved })
	}
	t := tally{program: p, packages: make(map[owner]*Package)}
	t.partition(x.areas, x.symbols)
	for _, k := range t.packages {
		p.Packages = append(p.Packages, *k)
	}
	slices.SortFunc(p.Packages, func(a, b Package) int {
		return cmp.Or(cmp.Compare(b.Sum, a.Sum), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Group, b.Group))
	})
	slices.SortFunc(p.Symbols, func(a, b Symbol) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Name, b.Name))
	})
	return p, nil
}

// kindOf returns what a section of an ELF file is for.
func kindOf(c *elf.Section) kind {
	switch {
	case c.Flags&elf.SHF_EXECINSTR != 0:
		return code
	case c.Flags&elf.SHF_WRITE == 0 || strings.HasPrefix(c.Name, ".data.rel.ro"):
		return constants // these are written only while the program is loaded
	}
	return data
}

func (x *executable) readELF(f *elf.File) error {
	if f.Type != elf.ET_EXEC && f.Type != elf.ET_DYN {
		return fmt.Errorf("it is no program, but a file of the type %v", f.Type)
	}
	if c := f.Section(MapSection); c != nil {
		text, err := c.Data()
		if err == nil {
			err = json.Unmarshal(text, &x.layout)
		}
		if err != nil {
			return fmt.Errorf("section %s: %w", c.Name, err)
		}
	}
	for _, c := range f.Sections {
		if c.Type == elf.SHT_NULL {
			continue
		}
		s := Section{Name: c.Name, Address: c.Addr, Load: c.Addr}
		filled := c.FileSize
		if c.Type == elf.SHT_NOBITS {
			filled = 0
		}
		s.File = filled
		in := c.Type == elf.SHT_NOBITS && c.Flags&elf.SHF_TLS == 0
		for _, p := range f.Progs {
			if p.Type == elf.PT_LOAD && p.Filesz > 0 && p.Vaddr <= c.Addr && c.Addr-p.Vaddr < p.Memsz && filled > 0 {
				in = c.Type != elf.SHT_NOTE || x.layout == nil // an image has none, though its address may be in it
				s.Load = p.Paddr + (c.Addr - p.Vaddr)
			}
		}
		if c.Flags&elf.SHF_ALLOC != 0 && in {
			s.Memory = c.Size
		}
		if x.layout != nil && s.Memory > 0 {
			for _, part := range x.layout.Inputs {
				if part.Optional && part.Name == c.Name {
					s.Memory = max(s.Memory, part.Size) // with what its instructions clear
				}
			}
		}
		x.add(s, kindOf(c), filled, c.ReaderAt)
	}
	symbols, err := f.Symbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return err
	}
	x.symbols = fromELF(symbols)
	return nil
}

// fromELF returns the symbols of an ELF file that are addresses in memory.
func fromELF(symbols []elf.Symbol) (list []symbol) {
	const goFile = "go.go" // which Go's linker names
	isFile := func(s elf.Symbol) bool { return elf.ST_TYPE(s.Info) == elf.STT_FILE }
	mixed := slices.ContainsFunc(symbols, func(s elf.Symbol) bool { return isFile(s) && s.Name != goFile })
	foreign := mixed
	for _, s := range symbols {
		switch t := elf.ST_TYPE(s.Info); {
		case isFile(s):
			foreign = s.Name != goFile
		case t == elf.STT_TLS || t == elf.STT_SECTION || s.Section == elf.SHN_UNDEF || s.Section == elf.SHN_ABS || s.Value+s.Size < s.Value:
		case elf.ST_BIND(s.Info) != elf.STB_LOCAL: // which are in no file
			list = append(list, symbol{s.Name, s.Value, s.Value + s.Size, mixed})
		default:
			list = append(list, symbol{s.Name, s.Value, s.Value + s.Size, foreign})
		}
	}
	return list
}

func (x *executable) readMachO(f *macho.File) {
	for _, c := range f.Sections {
		const zeroFill, gbZeroFill, threadLocalZeroFill, someCode, pureCode = 1, 12, 18, 0x400, 0x80000000 // of mach-o/loader.h
		s := Section{Name: c.Name, Address: c.Addr, Load: c.Addr, Memory: c.Size, File: c.Size}
		k := data
		switch {
		case c.Flags&(someCode|pureCode) != 0:
			k = code
		case c.Seg == "__TEXT" || c.Seg == "__DATA_CONST":
			k = constants
		case c.Seg == "__DWARF":
			s.Memory = 0
		}
		if t := c.Flags & 0xff; t == zeroFill || t == gbZeroFill || t == threadLocalZeroFill {
			s.File = 0
		}
		x.add(s, k, s.File, c.ReaderAt)
	}
	if f.Symtab != nil {
		for _, s := range f.Symtab.Syms {
			const debug = 0xe0 // N_STAB
			if s.Type&debug == 0 && s.Sect > 0 && int(s.Sect) <= len(f.Sections) {
				name := s.Name
				if strings.ContainsAny(name, ".:") {
					name = strings.TrimPrefix(name, "_") // of C, which some names of Go have, too
				}
				x.symbols = append(x.symbols, symbol{name: name, begin: s.Value, end: s.Value})
			}
		}
	}
	x.extend()
}

func (x *executable) readPE(f *pe.File) {
	var base uint64
	switch h := f.OptionalHeader.(type) {
	case *pe.OptionalHeader64:
		base = h.ImageBase
	case *pe.OptionalHeader32:
		base = uint64(h.ImageBase)
	}
	for _, c := range f.Sections {
		s := Section{Name: c.Name, Address: base + uint64(c.VirtualAddress), Memory: uint64(c.VirtualSize), File: uint64(c.Size)}
		s.Load = s.Address
		if c.Characteristics&pe.IMAGE_SCN_CNT_UNINITIALIZED_DATA != 0 {
			s.File = 0
		}
		k := data
		switch {
		case c.Characteristics&pe.IMAGE_SCN_MEM_EXECUTE != 0:
			k = code
		case c.Characteristics&pe.IMAGE_SCN_MEM_WRITE == 0:
			k = constants
		}
		if c.Characteristics&pe.IMAGE_SCN_MEM_DISCARDABLE != 0 { // of debuggers, and relocations
			s.Memory = 0
		}
		x.add(s, k, s.File, c.ReaderAt)
	}
	for _, s := range f.Symbols {
		if n := int(s.SectionNumber); n > 0 && n <= len(f.Sections) {
			at := base + uint64(f.Sections[n-1].VirtualAddress) + uint64(s.Value)
			x.symbols = append(x.symbols, symbol{name: s.Name, begin: at, end: at})
		}
	}
	x.extend()
}

// extend lets each symbol of a format that has no sizes end where the next one begins, unless it is there for an address alone.
func (x *executable) extend() {
	slices.SortStableFunc(x.symbols, func(a, b symbol) int { return cmp.Compare(a.begin, b.begin) })
	next := ^uint64(0) // the first address behind that of the symbol
	for i := len(x.symbols) - 1; i >= 0; i-- {
		s := &x.symbols[i]
		if i+1 < len(x.symbols) && x.symbols[i+1].begin > s.begin {
			next = x.symbols[i+1].begin
		}
		if markers[s.name] == "" && !slices.Contains(ends, s.name) {
			s.end = max(next, s.begin)
		}
	}
}

// ends are the symbols of Go's linker that are there for an address alone.
var ends = []string{
	"runtime.text", "runtime.etext", "runtime.rodata", "runtime.erodata", "runtime.etypes", "runtime.eitablink", "runtime.epclntab",
	"runtime.noptrdata", "runtime.enoptrdata", "runtime.data", "runtime.edata", "runtime.bss", "runtime.ebss",
	"runtime.noptrbss", "runtime.enoptrbss", "runtime.end", "runtime.covctrs", "runtime.ecovctrs", "runtime.egcdata", "runtime.egcbss",
}
