package linkstep

import (
	"debug/elf"
	"fmt"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/memorymap"
)

// lay lays a small program out.
func lay(t *testing.T, text string) *memorymap.Layout {
	t.Helper()
	m, err := memorymap.Parse("map.ld", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Place([]memorymap.Input{
		{Name: ".text", Size: 0x40, Align: 16}, {Name: ".rodata", Size: 0x40, Align: 16}, {Name: ".data", Size: 0x40, Align: 16}, {Name: ".bss", Size: 0x40, Align: 16, Bss: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestJoined looks at which bytes of a map share a program header.
func TestJoined(t *testing.T) {
	for _, test := range []struct{ sections, want string }{
		{`.x 0x1000 : { BYTE(1) SHORT(2) } .y : { BYTE(3) }`, "0x1000 010200 0x1003 03"},
		{`.x 0x1000 : { BYTE(1) . = ALIGN(4); BYTE(2) }`, "0x1000 0100000002"},
		{`.x 0x1000 : { BYTE(1) . = ALIGN(4); BYTE(2) . = ALIGN(8); } =0xff`, "0x1000 01ffffff02ffffff"},
		{`.x 0x1000 : { BYTE(1) . += 4095; BYTE(2) . += 4096; BYTE(3) }`, "0x1000 01" + strings.Repeat("00", 4095) + "02 0x3001 03"},
		{`.x 0x1000 : { BYTE(1) *(.other) BYTE(2) *(.data) BYTE(3) *(.bss) BYTE(4) }`, "0x1000 0102 0x1050 03 0x10a0 04"},
		{`.x 0x1000 : AT(0x9000) { BYTE(1) *(.data) BYTE(2) BYTE(3) }`, "0x1000 01 0x1050 0203"},
		{`.x 0x1000 : {` + strings.Repeat(" BYTE(1) . = ALIGN(2);", 4000) + `}`, "0x1000 " + strings.Repeat("0100", 3999) + "01"},
	} {
		l := lay(t, "SECTIONS { "+test.sections+" .rest 0x100000 : AT(0x100000) { *(.text .rodata .data .bss) } }")
		var got []string
		for _, d := range joined(l) {
			got = append(got, fmt.Sprintf("%#x %x", d.Addr, d.Bytes))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%.80s\ngot\n%.200s\nwant\n%.200s", test.sections, got, test.want)
		}
	}
}

// TestWords checks that what the start code copies and clears is words, and that nothing else is in them.
func TestWords(t *testing.T) {
	for _, test := range []struct{ data, want string }{
		{`*(.data)`, ""},
		{`BYTE(1) *(.data) BYTE(2) . = ALIGN(8);`, ""},
		{`*(.data) BYTE(2)`, "map.ld:3:4: the section .data has 17 bytes in the image, and the start code copies words of 8 bytes; end it with . = ALIGN(8);"},
	} {
		m, err := memorymap.Parse("map.ld", []byte(`MEMORY { ROM (rx) : ORIGIN = 0x1000, LENGTH = 64K  RAM (rw) : ORIGIN = 0x80000, LENGTH = 64K }
			SECTIONS { .text : { *(.text) *(.rodata) } > ROM
			.data : { `+test.data+` } > RAM AT> ROM
			.tail : { BYTE(3) } > ROM
			.bss : { *(.bss) } > RAM
			.behind (NOLOAD) : { . += 1; } > RAM }`))
		if err != nil {
			t.Fatal(err)
		}
		p := placement{text: m, machine: elf.EM_RISCV}
		l, err := p.layout(image.Parts{Text: image.Part{Size: 5}, Rodata: image.Part{Size: 6}, Data: image.Part{Size: 13}, Bss: image.Part{Size: 7}})
		if err != nil {
			t.Fatal(err)
		}
		if err := checkCopied(l); err != nil || test.want != "" {
			if fmt.Sprint(err) != test.want {
				t.Errorf("%s: %v", test.data, err)
			}
			continue
		}
		data, load, _ := copied(l)
		tail, _ := section(l, ".tail")
		bss, _ := section(l, ".bss")
		behind, _ := section(l, ".behind")
		if data.Size%8 != 0 || bss.Size%8 != 0 || load+data.Size > tail.Addr || data.Addr+data.Size > bss.Addr || bss.Addr+bss.Size > behind.Addr {
			t.Errorf("%s: %+v at %#x, %+v, %+v, %+v", test.data, data, load, tail, bss, behind)
		}
	}
}
