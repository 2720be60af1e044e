// Package image rewrites what the Go linker has made of a program without the Go runtime, so that the file holds what the program needs.
package image

import (
	"bytes"
	"cmp"
	"debug/elf"
	"errors"
	"fmt"
	"slices"
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
	Load       uint64 // where an image that is copied has what Pieces hold; most often Addr
	Flags      elf.ProgFlag
	Pieces     []Piece // by address; the rest is zero

	offset uint64 // of Addr in the linker's file
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

// Piece returns what a file has of a segment of which it has all from the first byte of the pieces to the last.
func (s *Segment) Piece() Piece {
	addr, data := s.content()
	return Piece{addr, data}
}

// Hold lets the pieces of a segment hold all zeroes up to an address.
func (s *Segment) Hold(end uint64) {
	from := s.Addr
	if n := len(s.Pieces); n > 0 {
		from = s.Pieces[n-1].end()
	}
	if from < end {
		s.Pieces = append(s.Pieces, Piece{from, make([]byte, end-from)})
	}
}

// Add adds a segment, by its address: ELF wants program headers in that order.
func (m *Image) Add(s Segment) {
	i, _ := slices.BinarySearchFunc(m.Segments, s.Addr, func(s Segment, addr uint64) int { return cmp.Compare(s.Addr, addr) })
	m.Segments = slices.Insert(m.Segments, i, s)
}

// mostMemory is more than any board has, and less than what would overflow.
const mostMemory = 1 << 48

// Read reads a program as the Go linker has written it, with symbols. It leaves out what no code of it reads: notes, the tables of
// functions if nothing looks functions up, and what only reflection and other commands would look for.
func Read(file []byte) (*Image, error) {
	f, err := Open(file)
	if err != nil {
		return nil, err
	}
	return f.Image(true)
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
	s.Load = s.Addr
}
