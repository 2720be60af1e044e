package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// File is a program as the Go linker has written it, with symbols.
type File struct {
	elf     *elf.File
	text    []byte
	flags   uint32
	symbols []elf.Symbol
	byName  map[string]int
}

// Open reads a file. It keeps a copy.
func Open(file []byte) (*File, error) {
	// Segments are made of sections. The linker's own are wrong if the code does not begin on a page, and so package elf must not see them.
	const flagsAt, segmentsAt = 48, 56
	if len(file) < headerSize {
		return nil, errors.New("it ends in its header")
	}
	file = bytes.Clone(file)
	binary.LittleEndian.PutUint16(file[segmentsAt:], 0)
	e, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if e.Class != elf.ELFCLASS64 || e.Data != elf.ELFDATA2LSB || e.Type != elf.ET_EXEC {
		return nil, errors.New("not a 64-bit little-endian executable")
	}
	f := &File{elf: e, text: file, flags: binary.LittleEndian.Uint32(file[flagsAt:]), byName: make(map[string]int)}
	if f.symbols, err = e.Symbols(); err != nil {
		return nil, fmt.Errorf("symbols: %w", err)
	}
	for i, s := range f.symbols {
		f.byName[s.Name] = i
	}
	for _, c := range e.Sections {
		if loaded(c) && (c.Addr >= mostMemory || c.Size >= mostMemory) {
			return nil, fmt.Errorf("section %s: at %#x, of %#x bytes", c.Name, c.Addr, c.Size)
		}
		if loaded(c) && c.Type != elf.SHT_NOBITS && (c.Type != elf.SHT_PROGBITS || c.Flags&elf.SHF_COMPRESSED != 0) {
			return nil, fmt.Errorf("section %s: %v", c.Name, c.Type)
		}
	}
	return f, nil
}

// loaded reports whether a section is in memory when the program runs.
func loaded(c *elf.Section) bool {
	return c.Flags&elf.SHF_ALLOC != 0 && c.Flags&elf.SHF_TLS == 0 && c.Size != 0 && !strings.HasPrefix(c.Name, ".note")
}

// Machine returns what the program is for.
func (f *File) Machine() elf.Machine { return f.elf.Machine }

// Symbol returns the value of a symbol.
func (f *File) Symbol(name string) (addr uint64, ok bool) {
	i, ok := f.byName[name]
	if !ok {
		return 0, false
	}
	return f.symbols[i].Value, true
}

// Loaded returns the sections that are in memory when the program runs.
func (f *File) Loaded() (list []*elf.Section) {
	for _, c := range f.elf.Sections {
		if loaded(c) {
			list = append(list, c)
		}
	}
	return list
}

// Symbols returns the symbols.
func (f *File) Symbols() []elf.Symbol { return f.symbols }

// Bytes returns what the file has of the n bytes of memory at an address, to be read or changed, or nil if it has not all of them.
func (f *File) Bytes(addr, n uint64) []byte {
	for _, c := range f.elf.Sections {
		if loaded(c) && c.Type == elf.SHT_PROGBITS && addr >= c.Addr && n <= c.Size && addr-c.Addr <= c.Size-n {
			if at := c.Offset + addr - c.Addr; at <= uint64(len(f.text)) && n <= uint64(len(f.text))-at {
				return f.text[at : at+n]
			}
		}
	}
	return nil
}

// Part is what the linker places as a whole.
type Part struct{ Addr, Size, Align uint64 }

// end returns the address behind the part.
func (p Part) end() uint64 { return p.Addr + p.Size }

func (p *Part) add(c *elf.Section) {
	if p.Align == 0 {
		p.Addr, p.Align = c.Addr, max(c.Addralign, 1)
	}
	p.Size = c.Addr + c.Size - p.Addr
}

// Parts are the code, the constants, the variables that begin with other values than zero, and those that begin as zero.
type Parts struct{ Text, Rodata, Data, Bss Part }

// Parts returns where the linker has put the parts.
func (f *File) Parts() (p Parts) {
	for _, c := range f.elf.Sections {
		switch {
		case !loaded(c):
		case c.Flags&elf.SHF_EXECINSTR != 0:
			p.Text.add(c)
		case c.Flags&elf.SHF_WRITE == 0:
			p.Rodata.add(c)
		case c.Type == elf.SHT_PROGBITS:
			p.Data.add(c)
		default:
			p.Bss.add(c)
		}
	}
	return p
}

// Image returns the program as it is in memory. A compact one has nothing that no code of it reads; see Read.
func (f *File) Image(compact bool) (*Image, error) {
	unread := map[string]bool{".go.buildinfo": true, ".go.fipsinfo": true, ".typelink": true, ".gopclntab": true}
	for name := range f.byName {
		switch name {
		case "runtime.findfunc": // by it alone the runtime finds the tables
			unread[".gopclntab"] = false
		case "runtime.typelinksinit", "runtime.reflect_typelinks", "reflect.typelinks":
			unread[".typelink"] = false
		}
	}
	m := &Image{Machine: f.elf.Machine, Flags: f.flags, Entry: f.elf.Entry}
	for _, c := range f.elf.Sections {
		if !loaded(c) {
			continue
		}
		flags := elf.PF_R
		if c.Flags&elf.SHF_WRITE != 0 {
			flags |= elf.PF_W
		}
		if c.Flags&elf.SHF_EXECINSTR != 0 {
			flags |= elf.PF_X
		}
		if n := len(m.Segments); n == 0 || m.Segments[n-1].Flags != flags {
			m.Segments = append(m.Segments, Segment{Addr: c.Addr, Load: c.Addr, Flags: flags, offset: c.Offset})
		}
		s := &m.Segments[len(m.Segments)-1]
		if c.Addr < s.end() {
			return nil, fmt.Errorf("section %s: it overlaps another one, or is not in order", c.Name)
		}
		s.Size = c.Addr + c.Size - s.Addr
		if c.Type == elf.SHT_NOBITS || compact && unread[c.Name] {
			continue
		}
		data, err := c.Data()
		if err != nil {
			return nil, fmt.Errorf("section %s: %w", c.Name, err)
		}
		s.Pieces = append(s.Pieces, Piece{c.Addr, data})
	}
	for i := range m.Segments {
		s := &m.Segments[i]
		if compact {
			s.tidy()
		}
		if n := len(s.Pieces); n > 0 && s.Pieces[n-1].end()-s.Pieces[0].Addr > 2*uint64(len(f.text)) {
			return nil, errors.New("sections that belong together are far apart")
		}
	}
	return m, m.check()
}
