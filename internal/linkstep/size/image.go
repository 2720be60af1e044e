package size

import (
	"debug/elf"
	"io"

	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/memorymap"
)

// Written is what has been written of an image into a file without symbols.
type Written struct {
	File   []byte
	Pieces []image.Piece // of the image, those in the file

	Sections []image.Section   // besides the linker's
	Layout   *memorymap.Layout // nil if a system places the program
	Start    image.Segment     // what a process begins with; see image.Process
}

// Image measures an image of what the linker has written.
func Image(program string, file *image.File, m *image.Image, w Written) (*Program, error) {
	x := executable{file: uint64(len(w.File)), symbols: fromELF(file.Symbols()), layout: w.Layout}
	held := func(from, to uint64) (n uint64) {
		for _, p := range w.Pieces {
			if begin, end := max(from, p.Addr), min(to, p.Addr+uint64(len(p.Data))); begin < end {
				n += end - begin
			}
		}
		return n
	}
	load := func(addr uint64) uint64 {
		for _, s := range m.Segments {
			if s.Addr <= addr && addr-s.Addr < s.Size {
				return s.Load + addr - s.Addr
			}
		}
		return addr
	}
	for _, c := range file.Loaded() {
		for _, s := range m.Segments {
			from, to := max(c.Addr, s.Addr), min(c.Addr+c.Size, s.Addr+s.Size)
			if from >= to {
				continue // a compact image has none of it
			}
			filled := to - from
			if c.Type == elf.SHT_NOBITS {
				filled = 0
			}
			s := Section{Name: c.Name, Address: from, Load: load(from), Memory: to - from, File: held(from, to)}
			x.add(s, kindOf(c), filled, io.NewSectionReader(c, int64(from-c.Addr), int64(filled)))
		}
	}
	for _, s := range w.Sections {
		if s.Flags&elf.SHF_ALLOC == 0 {
			continue
		}
		n := uint64(len(s.Data))
		k := constants
		if s.Flags&elf.SHF_EXECINSTR != 0 {
			k = code
		}
		x.add(Section{Name: s.Name, Address: s.Addr, Load: load(s.Addr), Memory: s.Size, File: n}, k, n, nil)
	}
	if s := w.Start; s.Size > 0 {
		code := uint64(len(s.Pieces[0].Data))
		x.add(Section{Name: startSection, Address: s.Addr, Load: s.Addr, Memory: s.Size, File: code}, constants, s.Size, nil)
	}
	return x.measure(program)
}
