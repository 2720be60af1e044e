package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
)

// The formats of images that are copied to where they belong.
const (
	FormatELF    = "elf"    // an executable, of which a loader copies the segments
	FormatPVH    = "pvh"    // such a one for hypervisors and QEMU, which start it in 32-bit mode; see PVH
	FormatBinary = "binary" // the bytes from the lowest load address to the highest
	FormatFlash  = "flash"  // the bytes of a whole region, which begin with the lowest load address
)

// Formats are the names of the formats.
var Formats = []string{FormatELF, FormatPVH, FormatBinary, FormatFlash}

const wordSize = 8

// Copied returns an executable for loaders that copy the segments to where they belong, like that of QEMU.
func (m *Image) Copied() []byte {
	w := m.begin(len(m.Segments), wordSize)
	m.loadAll(w)
	return w.finish(m.Entry)
}

// pvhNote tells where a PVH image begins: the note XEN_ELFNOTE_PHYS32_ENTRY of Xen's public header elfnote.h.
func pvhNote(start uint64) []byte {
	const phys32Entry = 18
	note := binary.LittleEndian.AppendUint32(nil, 4) // of the name
	note = binary.LittleEndian.AppendUint32(note, 8) // of the address
	note = binary.LittleEndian.AppendUint32(note, phys32Entry)
	note = append(note, "Xen\x00"...)
	return binary.LittleEndian.AppendUint64(note, start)
}

// PVH returns an executable that is started at an address in 32-bit mode, without paging, with the address of the start info in EBX: the x86/HVM direct boot
// ABI of Xen.
func (m *Image) PVH(start uint64) []byte {
	w := m.begin(len(m.Segments)+1, wordSize)
	m.loadAll(w)
	w.note(pvhNote(start))
	return w.finish(m.Entry)
}

// note appends a note, which is not part of memory.
func (w *writer) note(note []byte) {
	w.file = append(w.file, make([]byte, -len(w.file)&(wordSize-1))...)
	w.progs = append(w.progs, elf.Prog64{Type: uint32(elf.PT_NOTE), Flags: uint32(elf.PF_R), Off: uint64(len(w.file)), Filesz: uint64(len(note)), Memsz: uint64(len(note)), Align: 4})
	w.file = append(w.file, note...)
}

// Flat returns the bytes from one load address up to another, with a byte where the program has nothing. What is loaded elsewhere is an error.
func (m *Image) Flat(from, to uint64, fill byte) ([]byte, error) {
	const most = 1 << 30
	if to < from || to-from > most {
		return nil, fmt.Errorf("it would have %d bytes, from %#x to %#x, and may have %d", to-from, from, to, most)
	}
	file := bytes.Repeat([]byte{fill}, int(to-from))
	for _, s := range m.Segments {
		addr, data := s.content()
		if len(data) == 0 {
			continue
		}
		load := s.Load + addr - s.Addr
		if load < from || load > to || uint64(len(data)) > to-load {
			return nil, fmt.Errorf("%d bytes are loaded at %#x, and it goes from %#x to %#x", len(data), load, from, to)
		}
		copy(file[load-from:], data)
	}
	return file, nil
}

// Loaded returns the lowest load address, and the one behind the highest.
func (m *Image) Loaded() (from, to uint64) {
	from = ^uint64(0)
	for _, s := range m.Segments {
		if addr, data := s.content(); len(data) > 0 {
			load := s.Load + addr - s.Addr
			from, to = min(from, load), max(to, load+uint64(len(data)))
		}
	}
	return min(from, to), to
}

// Section is a section of an executable besides those that the linker has made.
type Section struct {
	Name       string
	Addr, Size uint64
	Data       []byte // of the file; a section in memory without data begins as anything
	Flags      elf.SectionFlag
}

// Room returns how many program headers Placed can write: where the linker has written its own, before the first section.
func (f *File) Room() int {
	first := uint64(len(f.text))
	for _, c := range f.elf.Sections {
		if c.Type != elf.SHT_NULL && c.Type != elf.SHT_NOBITS {
			first = min(first, c.Offset)
		}
	}
	return (int(first) - headerSize) / programSize
}

// Placed returns the linker's file with the segments of an image of it, some of which may be added, and with more sections. A note is for PVH images; other
// ones have none. Debuggers find everything in the file that they find in the linker's.
func (f *File) Placed(m *Image, sections []Section, start uint64, pvh bool) ([]byte, error) {
	w := &writer{image: m, page: wordSize, file: bytes.Clone(f.text)}
	for _, s := range m.Segments {
		addr, data := s.content()
		if s.offset == 0 {
			w.load(s.Flags, addr, s.Load+addr-s.Addr, s.memory(addr, len(data)), data)
			continue
		}
		w.progs = append(w.progs, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(s.Flags), Off: s.offset + addr - s.Addr, Vaddr: addr, Paddr: s.Load + addr - s.Addr,
			Filesz: uint64(len(data)), Memsz: s.memory(addr, len(data)), Align: wordSize})
	}
	if pvh {
		w.note(pvhNote(start))
	}
	var h elf.Header64
	if _, err := binary.Decode(f.text, binary.LittleEndian, &h); err != nil {
		return nil, err
	}
	if err := f.addSections(w, &h, sections); err != nil {
		return nil, err
	}
	h.Phoff, h.Phnum = headerSize, uint16(len(w.progs))
	var head bytes.Buffer
	binary.Write(&head, binary.LittleEndian, h)
	binary.Write(&head, binary.LittleEndian, w.progs)
	if room := f.Room(); len(w.progs) > room {
		return nil, fmt.Errorf("%d program headers, and room for %d", len(w.progs), room)
	}
	copy(w.file, head.Bytes())
	return w.file, nil
}

// addSections appends sections and the tables that name them.
func (f *File) addSections(w *writer, h *elf.Header64, sections []Section) error {
	names := f.elf.Sections[h.Shstrndx]
	text, err := names.Data()
	if err != nil {
		return err
	}
	text = bytes.Clone(text)
	size := uint64(h.Shnum) * uint64(h.Shentsize)
	if h.Shentsize != 64 || h.Shoff > uint64(len(f.text)) || size > uint64(len(f.text))-h.Shoff {
		return fmt.Errorf("damaged section headers")
	}
	table := make([]elf.Section64, h.Shnum)
	if _, err := binary.Decode(f.text[h.Shoff:], binary.LittleEndian, table); err != nil {
		return err
	}
	for _, s := range sections {
		c := elf.Section64{Name: uint32(len(text)), Type: uint32(elf.SHT_PROGBITS), Flags: uint64(s.Flags), Addr: s.Addr, Size: s.Size, Addralign: 1}
		text = append(append(text, s.Name...), 0)
		if len(s.Data) == 0 {
			c.Type = uint32(elf.SHT_NOBITS)
		} else {
			c.Off, c.Size = uint64(len(w.file)), uint64(len(s.Data))
			w.file = append(w.file, s.Data...)
		}
		table = append(table, c)
	}
	c := &table[h.Shstrndx]
	c.Off, c.Size = uint64(len(w.file)), uint64(len(text))
	w.file = append(w.file, text...)
	w.file = append(w.file, make([]byte, -len(w.file)&(wordSize-1))...)
	h.Shoff, h.Shnum = uint64(len(w.file)), uint16(len(table))
	w.file, err = binary.Append(w.file, binary.LittleEndian, table)
	return err
}
