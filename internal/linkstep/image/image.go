// Package image rewrites what the Go linker has made of a program without the Go runtime, so that the file holds what the program needs.
package image

import (
	"bytes"
	"cmp"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Image is a program as it is in memory.
type Image struct {
	Machine  elf.Machine
	Flags    uint32 // of the machine, as ELF has them
	Entry    uint64
	Segments []Segment // by address, with different pages
}

// Segment is a range of memory with one protection.
type Segment struct {
	Addr, Size uint64
	Flags      elf.ProgFlag
	Pieces     []Piece // by address; the rest is zero
}

// Piece is what some of a segment holds.
type Piece struct {
	Addr uint64
	Data []byte
}

// end returns the address behind the segment.
func (s *Segment) end() uint64 { return s.Addr + s.Size }

// end returns the address behind the piece.
func (p *Piece) end() uint64 { return p.Addr + uint64(len(p.Data)) }

// mostMemory is more than any board has, and less than what would overflow.
const mostMemory = 1 << 48

// Read reads a program as the Go linker has written it, with symbols. It leaves out what no code of it reads: notes, the tables of
// functions if nothing looks functions up, and what only reflection and other commands would look for.
func Read(file []byte) (*Image, error) {
	// Segments are made of sections. The linker's own are wrong if the code does not begin on a page, and so package elf must not see them.
	const flagsAt, segmentsAt = 48, 56
	if len(file) < headerSize {
		return nil, errors.New("it ends in its header")
	}
	file = bytes.Clone(file)
	binary.LittleEndian.PutUint16(file[segmentsAt:], 0)
	f, err := elf.NewFile(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if f.Class != elf.ELFCLASS64 || f.Data != elf.ELFDATA2LSB || f.Type != elf.ET_EXEC {
		return nil, errors.New("not a 64-bit little-endian executable")
	}
	symbols, err := f.Symbols()
	if err != nil {
		return nil, fmt.Errorf("symbols: %w", err)
	}
	unread := map[string]bool{".go.buildinfo": true, ".go.fipsinfo": true, ".typelink": true, ".gopclntab": true}
	for _, s := range symbols {
		switch s.Name {
		case "runtime.findfunc": // by it alone the runtime finds the tables
			unread[".gopclntab"] = false
		case "runtime.typelinksinit", "runtime.reflect_typelinks", "reflect.typelinks":
			unread[".typelink"] = false
		}
	}
	m := &Image{Machine: f.Machine, Flags: binary.LittleEndian.Uint32(file[flagsAt:]), Entry: f.Entry}
	for _, c := range f.Sections {
		if c.Flags&elf.SHF_ALLOC == 0 || c.Flags&elf.SHF_TLS != 0 || c.Size == 0 || strings.HasPrefix(c.Name, ".note") {
			continue
		}
		if c.Addr >= mostMemory || c.Size >= mostMemory {
			return nil, fmt.Errorf("section %s: at %#x, of %#x bytes", c.Name, c.Addr, c.Size)
		}
		flags := elf.PF_R
		if c.Flags&elf.SHF_WRITE != 0 {
			flags |= elf.PF_W
		}
		if c.Flags&elf.SHF_EXECINSTR != 0 {
			flags |= elf.PF_X
		}
		if n := len(m.Segments); n == 0 || m.Segments[n-1].Flags != flags {
			m.Segments = append(m.Segments, Segment{Addr: c.Addr, Flags: flags})
		}
		s := &m.Segments[len(m.Segments)-1]
		if c.Addr < s.end() {
			return nil, fmt.Errorf("section %s: it overlaps another one, or is not in order", c.Name)
		}
		s.Size = c.Addr + c.Size - s.Addr
		if c.Type == elf.SHT_NOBITS || unread[c.Name] {
			continue
		}
		if c.Type != elf.SHT_PROGBITS || c.Flags&elf.SHF_COMPRESSED != 0 {
			return nil, fmt.Errorf("section %s: %v", c.Name, c.Type)
		}
		data, err := c.Data()
		if err != nil {
			return nil, fmt.Errorf("section %s: %w", c.Name, err)
		}
		s.Pieces = append(s.Pieces, Piece{c.Addr, data})
	}
	for i := range m.Segments {
		s := &m.Segments[i]
		s.tidy()
		if n := len(s.Pieces); n > 0 && s.Pieces[n-1].end()-s.Pieces[0].Addr > 2*uint64(len(file)) {
			return nil, errors.New("sections that belong together are far apart")
		}
	}
	return m, m.check()
}

// check refuses what no linker makes.
func (m *Image) check() error {
	const most = 16
	if n := len(m.Segments); n == 0 || n > most {
		return fmt.Errorf("%d segments to load", n)
	}
	slices.SortFunc(m.Segments, func(a, b Segment) int { return cmp.Compare(a.Addr, b.Addr) })
	entry := false
	for i, s := range m.Segments {
		if i > 0 && s.Addr < m.Segments[i-1].end() {
			return errors.New("segments overlap")
		}
		entry = entry || s.Flags&elf.PF_X != 0 && s.Addr <= m.Entry && m.Entry < s.end()
	}
	if !entry {
		return fmt.Errorf("the entry %#x is in no segment of code", m.Entry)
	}
	return nil
}

// tidy cuts the zeroes off at the end of what can be written, lets pieces begin and end at words, and joins those with little between them.
// What is for reading alone ends with its last piece.
func (s *Segment) tidy() {
	const word, little = 8, 64
	var pieces []Piece
	for i, p := range s.Pieces {
		if s.Flags&elf.PF_W != 0 && i == len(s.Pieces)-1 {
			p.Data = bytes.TrimRight(p.Data, "\x00")
		}
		before := p.Addr % word
		if n := len(pieces); n > 0 && p.Addr-before < pieces[n-1].end()+little {
			last := &pieces[n-1]
			last.Data = append(append(last.Data, make([]byte, p.Addr-last.end())...), p.Data...)
		} else {
			pieces = append(pieces, Piece{p.Addr - before, append(make([]byte, before), p.Data...)})
		}
		last := &pieces[len(pieces)-1]
		last.Data = append(last.Data, make([]byte, -last.end()%word)...)
	}
	s.Pieces = pieces
	n := len(pieces)
	if n == 0 {
		return
	}
	end := pieces[n-1].end()
	if s.Flags&elf.PF_W != 0 {
		end = max(end, s.end())
	}
	s.Addr = min(s.Addr, pieces[0].Addr)
	s.Size = end - s.Addr
}
