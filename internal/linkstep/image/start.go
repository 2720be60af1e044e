package image

import (
	"debug/elf"
	"encoding/binary"
)

// Reset returns instructions that jump to an entry, wherever they are. They change one register (RAX, X16, T1), and on amd64 they are in 64-bit mode.
func Reset(m elf.Machine, entry uint64) []byte {
	var code []byte
	word := func(instructions ...uint32) {
		for _, i := range instructions {
			code = binary.LittleEndian.AppendUint32(code, i)
		}
	}
	switch m {
	case elf.EM_X86_64:
		code = append(code, 0x48, 0xb8) // MOV RAX, of the next 8 bytes
		code = binary.LittleEndian.AppendUint64(code, entry)
		return append(code, 0xff, 0xe0) // JMP RAX
	case elf.EM_AARCH64:
		word(0x58000050, // LDR X16, of what is 8 bytes further
			0xd61f0200) // BR X16
	case elf.EM_RISCV:
		word(0x00000317, // AUIPC T1, 0
			0x01033303, // LD T1, 16(T1)
			0x00030067, // JR T1
			0x00000013) // NOP
	}
	return binary.LittleEndian.AppendUint64(code, entry)
}

// PVHSize is how much memory the instructions of PVHStart need, at a page: themselves, and tables of addresses that they fill, of which two lead to
// one for each GiB.
const PVHSize = (1 + 2 + PVHLimit>>30) << 12

// PVHLimit is what addresses must be below that the instructions of PVHStart map.
const PVHLimit = 4 << 30

// PVHStart returns instructions for an address below PVHLimit that bring a processor from 32-bit mode without paging into 64-bit mode, with the addresses
// up to an end mapped to themselves, and the rest of its GiB, and jump to an entry with what EBX holds in RDI. There is no stack, and interrupts are
// masked. The selectors of code and data are 8 and 16. What is far below the end takes no more instructions than it needs: a table has 512 entries.
func PVHStart(at uint32, entry, end uint64) []byte {
	const page = 4 << 10
	const present, large = 3, 1 << 7 // and writable
	gigabytes := uint32((min(max(end, 1), PVHLimit) + 1<<30 - 1) >> 30)
	first, second, third := at+page, at+2*page, at+3*page
	var code []byte
	add := func(b ...byte) { code = append(code, b...) }
	imm := func(v uint32) { code = binary.LittleEndian.AppendUint32(code, v) }
	here := func() uint32 { return at + uint32(len(code)) }

	add(0xfa, 0xfc) // CLI; CLD
	add(0xbf)       // MOV EDI, the tables
	imm(first)
	add(0xb9) // MOV ECX, their words
	imm((2 + gigabytes) * page / 4)
	add(0x31, 0xc0, 0xf3, 0xab) // XOR EAX, EAX; REP STOSD
	links := [][2]uint32{{first, second}}
	for i := range gigabytes {
		links = append(links, [2]uint32{second + 8*i, third + page*i})
	}
	for _, link := range links {
		add(0xc7, 0x05) // MOV a word, an entry
		imm(link[0])
		imm(link[1] | present)
	}
	add(0xbf) // MOV EDI, the third table, which the others follow
	imm(third)
	add(0xb8) // MOV EAX, its first entry
	imm(large | present)
	add(0xb9) // MOV ECX, how many they have
	imm(512 * gigabytes)
	loop := here()
	add(0x89, 0x07, 0x05) // MOV [EDI], EAX; ADD EAX, 2 MiB
	imm(2 << 20)
	add(0x83, 0xc7, 8, 0x49)                // ADD EDI, 8; DEC ECX
	add(0x75, byte(loop-(here()+2)))        // JNZ loop
	add(0x0f, 0x20, 0xe0, 0x83, 0xc8, 1<<5) // MOV EAX, CR4; OR EAX, PAE
	add(0x0f, 0x22, 0xe0, 0xb8)             // MOV CR4, EAX; MOV EAX, the first table
	imm(first)                              //
	add(0x0f, 0x22, 0xd8, 0xb9)             // MOV CR3, EAX; MOV ECX, EFER
	imm(0xc0000080)                         //
	add(0x0f, 0x32, 0x0d)                   // RDMSR; OR EAX, LME
	imm(1 << 8)                             //
	add(0x0f, 0x30, 0x0f, 0x20, 0xc0, 0x0d) // WRMSR; MOV EAX, CR0; OR EAX, PG
	imm(1 << 31)                            //
	add(0x0f, 0x22, 0xc0, 0x0f, 0x01, 0x15) // MOV CR0, EAX; LGDT of what is at
	descriptor := len(code)                 //
	imm(0)                                  //
	add(0xea)                               // JMP 8:long
	imm(here() + 6)                         //
	add(8, 0)                               //
	add(0xb8)                               // long: MOV EAX, 16
	imm(16)                                 //
	add(0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0) // MOV DS, EAX; MOV ES, EAX; MOV SS, EAX
	add(0x89, 0xdf, 0x48, 0xb8)             // MOV EDI, EBX; MOV RAX, the entry
	code = binary.LittleEndian.AppendUint64(code, entry)
	add(0xff, 0xe0) // JMP RAX
	add(make([]byte, -len(code)&7)...)
	table := here()
	for _, d := range []uint64{0, 0x00af9a000000ffff, 0x00cf92000000ffff} { // nothing, 64-bit code, data
		code = binary.LittleEndian.AppendUint64(code, d)
	}
	binary.LittleEndian.PutUint32(code[descriptor:], here())
	code = binary.LittleEndian.AppendUint16(code, 3*8-1)
	imm(table)
	return code
}
