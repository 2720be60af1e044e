package platformtest

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

const (
	testdata = "premain.dev/internal/platformtest/testdata/"
	items    = testdata + "registry.Items"
)

// itemsOfTables are the items of that section in the program tables, in order.
var itemsOfTables = []string{
	testdata + "fixed.premain_item_0",
	testdata + "fixed.premain_item_1",
	testdata + "fixed.premain_item_2",
	testdata + "made.premain_item_0",
	testdata + "made.premain_item_1",
	testdata + "made.premain_item_3",
	"main.premain_item_0",
	"main.premain_item_1",
	"main.premain_item_2",
}

// checkTables looks into the file of the linked program tables, which need not run here: there has to be a table of the
// addresses of the items, and the variable of the section has to hold the address of the table and its length.
func (p platform) checkTables(program string) error {
	address, err := symbols(program)
	if err != nil {
		return err
	}
	var table []byte
	for _, name := range itemsOfTables {
		a, ok := address[name]
		if !ok {
			return fmt.Errorf("%s: no symbol %s", program, name)
		}
		table = append(table, p.word(a)...)
	}
	file, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	if n := bytes.Count(file, table); n != 1 {
		return fmt.Errorf("%s: the table % x is there %d times", program, table, n)
	}
	if p.os == "aix" || p.os == "plan9" {
		return nil // no package of the standard library says what is at an address
	}
	segments := segments(file)
	length := p.word(uint64(len(itemsOfTables)))
	slice := segments.at(address[items], 3*len(length))
	if slice == nil {
		return fmt.Errorf("%s: %s has no content", program, items)
	}
	pointer, lengths := slice[:len(length)], slice[len(length):]
	if !bytes.Equal(lengths, slices.Concat(length, length)) || !bytes.Equal(segments.at(p.number(pointer), len(table)), table) {
		return fmt.Errorf("%s: %s begins with % x", program, items, slice)
	}
	return nil
}

// symbols returns the addresses of a program's symbols.
func symbols(program string) (map[string]uint64, error) {
	cmd := exec.Command("go", "tool", "nm", program)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmd, err)
	}
	address := make(map[string]uint64)
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 3 {
			if address[f[2]], err = strconv.ParseUint(f[0], 16, 64); err != nil {
				return nil, fmt.Errorf("%s: %w", cmd, err)
			}
		}
	}
	return address, nil
}

// word returns an address or an integer of its size as it is in the memory of p.
func (p platform) word(n uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, n)
	if slices.Contains([]string{"386", "arm", "mips", "mipsle"}, p.arch) {
		b = b[4:]
	}
	if !p.bigEndian() {
		slices.Reverse(b)
	}
	return b
}

// number is the inverse of word.
func (p platform) number(word []byte) (n uint64) {
	if word = slices.Clone(word); !p.bigEndian() {
		slices.Reverse(word)
	}
	for _, b := range word {
		n = n<<8 | uint64(b)
	}
	return n
}

func (p platform) bigEndian() bool {
	return slices.Contains([]string{"mips", "mips64", "ppc64", "s390x"}, p.arch)
}

// memory is what is in a program's memory when it starts.
type memory []segment

type segment struct {
	address, size uint64
	content       io.ReaderAt
}

// at returns what is at an address, or nil if the file has nothing for it.
func (m memory) at(address uint64, size int) []byte {
	for _, s := range m {
		if s.address <= address && address+uint64(size) <= s.address+s.size {
			b := make([]byte, size)
			if _, err := s.content.ReadAt(b, int64(address-s.address)); err == nil {
				return b
			}
		}
	}
	return nil
}

// segments reads a file in one of the formats ELF, Mach-O and PE.
func segments(file []byte) (m memory) {
	r := bytes.NewReader(file)
	if f, err := elf.NewFile(r); err == nil {
		for _, s := range f.Progs {
			if s.Type == elf.PT_LOAD {
				m = append(m, segment{s.Vaddr, s.Filesz, s})
			}
		}
	} else if f, err := macho.NewFile(r); err == nil {
		for _, l := range f.Loads {
			if s, ok := l.(*macho.Segment); ok {
				m = append(m, segment{s.Addr, s.Filesz, s})
			}
		}
	} else if f, err := pe.NewFile(r); err == nil {
		var base uint64
		switch h := f.OptionalHeader.(type) {
		case *pe.OptionalHeader32:
			base = uint64(h.ImageBase)
		case *pe.OptionalHeader64:
			base = h.ImageBase
		}
		for _, s := range f.Sections {
			m = append(m, segment{base + uint64(s.VirtualAddress), uint64(s.Size), s})
		}
	}
	return m
}
