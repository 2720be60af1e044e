package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

const (
	headerSize  = 64
	programSize = 56
)

// pageSize returns the size of the largest pages that systems have on a machine.
func pageSize(m elf.Machine) uint64 {
	if m == elf.EM_X86_64 {
		return 4 << 10
	}
	return 64 << 10
}

// writer puts a file together.
type writer struct {
	image *Image
	page  uint64
	progs []elf.Prog64
	file  []byte // without what is before the first program header
}

// begin reserves the place of headers.
func (m *Image) begin(progs int, page uint64) *writer {
	return &writer{image: m, page: page, file: make([]byte, headerSize+(progs+1)*programSize)}
}

// load appends data as a segment. The data begins in the file where it begins in a page.
func (w *writer) load(flags elf.ProgFlag, addr, load, size uint64, data []byte) {
	off := uint64(0)
	if len(data) > 0 {
		w.file = append(w.file, make([]byte, (addr-uint64(len(w.file)))%w.page)...)
		off = uint64(len(w.file))
		w.file = append(w.file, data...)
	} else {
		off = addr % w.page
	}
	w.progs = append(w.progs, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(flags), Off: off, Vaddr: addr, Paddr: load, Filesz: uint64(len(data)), Memsz: size, Align: w.page})
}

// finish writes the headers of the file. Without the last one, Linux would let the stack be executed.
func (w *writer) finish(entry uint64) []byte {
	w.progs = append(w.progs, elf.Prog64{Type: uint32(elf.PT_GNU_STACK), Flags: uint32(elf.PF_R | elf.PF_W), Align: 8})
	h := elf.Header64{
		Type: uint16(elf.ET_EXEC), Machine: uint16(w.image.Machine), Version: uint32(elf.EV_CURRENT), Entry: entry, Flags: w.image.Flags,
		Phoff: headerSize, Ehsize: headerSize, Phentsize: programSize, Phnum: uint16(len(w.progs)),
	}
	copy(h.Ident[:], elf.ELFMAG)
	h.Ident[elf.EI_CLASS], h.Ident[elf.EI_DATA], h.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	var head bytes.Buffer
	binary.Write(&head, binary.LittleEndian, h)
	binary.Write(&head, binary.LittleEndian, w.progs)
	copy(w.file, head.Bytes())
	return w.file
}

// ELF returns an executable of which the system maps all segments with their protections.
func (m *Image) ELF() []byte {
	page := pageSize(m.Machine)
	for _, s := range m.Segments {
		// What the linker has put into different smaller pages fits no system with larger ones anyway.
		for i := range m.Segments {
			if o := &m.Segments[i]; o.Addr > s.Addr {
				for page > 4<<10 && o.Addr&^(page-1) < s.end() {
					page /= 2
				}
			}
		}
	}
	w := m.begin(len(m.Segments), page)
	m.loadAll(w)
	return w.finish(m.Entry)
}

// loadAll appends all segments.
func (m *Image) loadAll(w *writer) {
	for _, s := range m.Segments {
		addr, data := s.content()
		w.load(s.Flags, addr, s.Load+addr-s.Addr, s.memory(addr, len(data)), data)
	}
}

// memory returns the size of the segment in memory, from an address on. What is copied from elsewhere is cleared by the program itself.
func (s *Segment) memory(addr uint64, data int) uint64 {
	if s.Load != s.Addr {
		return uint64(data)
	}
	return s.end() - addr
}

// content returns what the pieces of the segment hold, as one.
func (s *Segment) content() (addr uint64, data []byte) {
	n := len(s.Pieces)
	if n == 0 {
		return s.Addr, nil
	}
	addr = s.Pieces[0].Addr
	data = make([]byte, s.Pieces[n-1].end()-addr)
	for _, p := range s.Pieces {
		copy(data[p.Addr-addr:], p.Data)
	}
	return addr, data
}
