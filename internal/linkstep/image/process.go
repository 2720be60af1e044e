package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"slices"
)

// most is how many bytes a process may copy at its start rather than map them.
const most = 128 << 10

// Process is an executable for Linux.
type Process struct {
	File   []byte
	Pieces []Piece // of the image, those that are in the file
	Start  Segment // the instructions that it begins with, behind the bytes that they copy; of size 0 if the system maps all segments
}

// whole returns the executable of which the system maps all segments.
func (m *Image) whole() Process {
	p := Process{File: m.ELF()}
	for _, s := range m.Segments {
		p.Pieces = append(p.Pieces, s.Piece())
	}
	return p
}

// Process returns an executable for Linux. In a small one, only the code is mapped where it belongs. What else the file has is mapped
// behind the program, as it is in the file, with some instructions that copy it to where it belongs, take the right to write from what is
// for reading alone, and jump to the entry. So no byte of the file is there for pages: each of three segments would have to
// begin on one.
func (m *Image) Process() Process {
	var text *Segment
	var others []Segment
	size := 0
	for i, s := range m.Segments {
		if s.Flags&elf.PF_X != 0 {
			if text != nil || i > 0 {
				return m.whole()
			}
			text = &m.Segments[i]
			continue
		}
		for _, p := range s.Pieces {
			size += len(p.Data)
		}
		others = append(others, s)
	}
	code := loaders[m.Machine]
	page := pageSize(m.Machine)
	if code == nil || text == nil || len(text.Pieces) != 1 || len(others) == 0 || size > most || others[0].Addr%page != 0 {
		return m.whole()
	}
	var rest []Piece
	var fixed []Segment // for reading alone
	for i, s := range others {
		for _, p := range s.Pieces {
			rest = append(rest, p.split()...)
		}
		if s.Flags&elf.PF_W == 0 {
			s.Size = (s.Size + page - 1) &^ (page - 1)
			if i+1 < len(others) && others[i+1].Addr < s.end() {
				return m.whole() // they share a page, so it would have to be the system's doing
			}
			fixed = append(fixed, s)
		}
	}
	end := others[len(others)-1].end()
	if n := len(fixed); n > 0 {
		end = max(end, fixed[n-1].end())
	}

	w := m.begin(3, page)
	t := text.Pieces[0]
	w.load(text.Flags, t.Addr, t.Addr, uint64(len(t.Data)), t.Data)
	w.load(elf.PF_R|elf.PF_W, others[0].Addr, others[0].Addr, end-others[0].Addr, nil)
	w.file = append(w.file, make([]byte, -len(w.file)&7)...)
	addr := (end+page-1)&^(page-1) + page + uint64(len(w.file))%page
	var data []byte
	for _, p := range rest {
		data = append(data, p.Data...)
	}
	entry := addr + uint64(len(data))
	instructions := code(addr, rest, fixed, m.Entry)
	data = append(data, instructions...)
	w.load(elf.PF_R|elf.PF_X, addr, addr, uint64(len(data)), data)
	start := Segment{Addr: addr, Load: addr, Size: uint64(len(data)), Flags: elf.PF_R | elf.PF_X, Pieces: []Piece{{entry, instructions}}}
	return Process{File: w.finish(entry), Pieces: append([]Piece{t}, rest...), Start: start}
}

// split leaves runs of zeroes out, where that makes the file smaller. What the system gives is zero.
func (p Piece) split() (parts []Piece) {
	const word, run = 8, 48 // more than another piece takes in the instructions
	zero := make([]byte, run)
	for from := 0; from < len(p.Data); {
		if bytes.HasPrefix(p.Data[from:], zero[:word]) && (len(parts) == 0 || bytes.HasPrefix(p.Data[from:], zero)) {
			from += word
			for from < len(p.Data) && bytes.HasPrefix(p.Data[from:], zero[:word]) {
				from += word
			}
			parts = append(parts, Piece{Addr: p.Addr + uint64(from)})
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, Piece{Addr: p.Addr})
		}
		last := &parts[len(parts)-1]
		last.Data = append(last.Data, p.Data[from:from+word]...)
		from += word
	}
	return slices.DeleteFunc(parts, func(p Piece) bool { return len(p.Data) == 0 })
}

// loaders return the instructions of a machine that copy pieces, which are one behind the other from an address on, protect segments against
// writing, and jump to an entry.
var loaders = map[elf.Machine]func(from uint64, pieces []Piece, fixed []Segment, entry uint64) []byte{
	elf.EM_X86_64:  loadAMD64,
	elf.EM_AARCH64: loadARM64,
	elf.EM_RISCV:   loadRISCV64,
}

func loadAMD64(from uint64, pieces []Piece, fixed []Segment, entry uint64) []byte {
	var code []byte
	const rax, rcx, rdx, rsi, rdi = 0, 1, 2, 6, 7
	set := func(register byte, v uint64) {
		if v < 1<<32 {
			code = binary.LittleEndian.AppendUint32(append(code, 0xb8+register), uint32(v))
		} else {
			code = binary.LittleEndian.AppendUint64(append(code, 0x48, 0xb8+register), v)
		}
	}
	set(rsi, from)
	for _, p := range pieces {
		set(rdi, p.Addr)
		set(rcx, uint64(len(p.Data)/8))
		code = append(code, 0xf3, 0x48, 0xa5) // REP MOVSQ
	}
	for _, s := range fixed {
		set(rdi, s.Addr)
		set(rsi, s.Size)
		set(rdx, 1)                     // PROT_READ
		set(rax, 10)                    // mprotect
		code = append(code, 0x0f, 0x05) // SYSCALL
	}
	set(rax, entry)
	return append(code, 0xff, 0xe0) // JMP RAX
}

// literals are instructions of four bytes, and constants behind them that they load.
type literals struct {
	code   []uint32
	values []uint64
	loads  []int // where in the code
}

func (l *literals) add(instructions ...uint32) { l.code = append(l.code, instructions...) }

// set loads a constant; the instruction is completed by bytes.
func (l *literals) set(instruction uint32, v uint64) {
	l.loads = append(l.loads, len(l.code))
	l.values = append(l.values, v)
	l.add(instruction)
}

// bytes returns it all. The function returns the bits of an instruction that say how many bytes from it, and from the beginning, a constant is.
func (l *literals) bytes(distance func(from, at int) uint32) []byte {
	if len(l.code)%2 != 0 {
		l.add(0) // never reached
	}
	for i, at := range l.loads {
		to := 4*len(l.code) + 8*i
		l.code[at] |= distance(to-4*at, to)
	}
	var b []byte
	for _, c := range l.code {
		b = binary.LittleEndian.AppendUint32(b, c)
	}
	for _, v := range l.values {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

func loadARM64(from uint64, pieces []Piece, fixed []Segment, entry uint64) []byte {
	var l literals
	const load = 0x58000000 // LDR of a constant, into X0 and so on
	l.set(load|0, from)
	for _, p := range pieces {
		l.set(load|1, p.Addr)
		l.set(load|2, p.end())
		l.add(0xf8408403, // LDR X3, [X0], #8
			0xf8008423, // STR X3, [X1], #8
			0xeb02003f, // CMP X1, X2
			0x54ffffa3) // B.LO to the first of these
	}
	for _, s := range fixed {
		l.set(load|0, s.Addr)
		l.set(load|1, s.Size)
		l.add(0xd2800022, // MOV X2, #1: PROT_READ
			0xd2801c48, // MOV X8, #226: mprotect
			0xd4000001) // SVC
	}
	l.set(load|16, entry)
	l.add(0xd61f0200) // BR X16
	return l.bytes(func(from, _ int) uint32 { return uint32(from/4) << 5 })
}

func loadRISCV64(from uint64, pieces []Piece, fixed []Segment, entry uint64) []byte {
	var l literals
	const load, t1, a0, a1, a2 = 5<<15 | 3<<12 | 0x03, 6 << 7, 10 << 7, 11 << 7, 12 << 7 // LD from where T0 points
	l.add(0x00000297)                                                                    // AUIPC T0, 0
	l.set(load|a0, from)
	for _, p := range pieces {
		l.set(load|a1, p.Addr)
		l.set(load|a2, p.end())
		l.add(0x00053303, // LD T1, 0(A0)
			0x0065b023, // SD T1, 0(A1)
			0x00850513, // ADDI A0, A0, 8
			0x00858593, // ADDI A1, A1, 8
			0xfec5e8e3) // BLTU A1, A2 to the first of these
	}
	for _, s := range fixed {
		l.set(load|a0, s.Addr)
		l.set(load|a1, s.Size)
		l.add(0x00100613, // LI A2, 1: PROT_READ
			0x0e200893, // LI A7, 226: mprotect
			0x00000073) // ECALL
	}
	l.set(load|t1, entry)
	l.add(0x00030067) // JR T1
	return l.bytes(func(_, at int) uint32 { return uint32(at) << 20 })
}
