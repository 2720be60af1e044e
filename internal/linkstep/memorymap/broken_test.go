package memorymap

import (
	"slices"
	"strings"
	"testing"
)

// broken are maps with what is wrong with them, a message a line.
var broken = []struct{ text, want string }{
	// What can't be read.
	{"\x00", `
		map.ld:1:1: the file has a byte of value 0: it is no text`},
	{`a`, `
		map.ld:1:2: expected an assignment to a, but found the end of the file`},
	{`a = 1`, `
		map.ld:1:6: expected ; behind the assignment, but found the end of the file`},
	{`= 1;`, `
		map.ld:1:1: expected a command or an assignment, but found "="`},
	{`INPUT(a "b" (c`, `
		map.ld:1:1: INPUT is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out`},
	{`a.o (.text)`, `
		map.ld:1:5: expected an assignment to a.o, but found "("`},
	{`a == 1;`, `
		map.ld:1:4: expected a number, a symbol or another expression, but found "="`},
	{`a ^= 1;`, `
		map.ld:1:3: expected an assignment to a, but found "^"`},
	{`}`, `
		map.ld:1:1: there is no { to this }: leave it out`},
	{`SECTIONS {`, `
		map.ld:1:11: expected } at the end of SECTIONS, but found the end of the file`},
	{`SECTIONS { .text : { *(.text)`, `
		map.ld:1:30: expected } at the end of the section .text, but found the end of the file
		map.ld:1:30: expected } at the end of SECTIONS, but found the end of the file`},
	{`SECTIONS { .text { *(.text) } }`, `
		map.ld:1:18: expected a number, a symbol or another expression, but found "{"`},
	{`SECTIONS { .text : *(.text) }`, `
		map.ld:1:20: expected { or AT(address), ALIGN(n), ALIGN_WITH_INPUT, but found "*"`},
	{`SECTIONS { .text : }`, `
		map.ld:1:20: expected { or AT(address), ALIGN(n), ALIGN_WITH_INPUT, but found "}"`},
	{`SECTIONS { . : { } }`, `
		map.ld:1:14: expected an assignment to the location counter, but found ":"`},
	{`SECTIONS { .text : { *(.text) } AT> R > R }`, `
		map.ld:1:37: there is no region R: there are none at all, write MEMORY { … }
		map.ld:1:39: expected the next statement, but found >: write > REGION before AT> REGION`},
	{`SECTIONS { .text : { a = 1 } b = 2; }`, `
		map.ld:1:28: expected ; behind the assignment, but found "}"`},
	{`/* no end`, `
		map.ld:1:1: the comment has no end: write */`},
	{"a = 1; // one\nb = 2;", `
		map.ld:1:8: GNU ld has no comments with //: write /* … */ or #`},
	{`"a = 1;`, `
		map.ld:1:1: the quote has no end: write " on the same line`},
	{`"" = 1;`, `
		map.ld:1:1: the name in the quotes is empty: write one`},
	{`a = "";`, `
		map.ld:1:5: the name of a symbol is empty`},
	{`SECTIONS { .text : { *(".text) } }`, `
		map.ld:1:24: the quote has no end: write " on the same line`},
	{`MEMORY { R : ORIGIN = 0 }`, `
		map.ld:1:25: expected LENGTH, but found "}": regions are written NAME (rwx) : ORIGIN = 0x80000000, LENGTH = 64K`},
	{`MEMORY { R : LENGTH = 0 }`, `
		map.ld:1:14: expected ORIGIN, but found "LENGTH": regions are written NAME (rwx) : ORIGIN = 0x80000000, LENGTH = 64K`},
	{`MEMORY { R ORIGIN = 0, LENGTH = 1 }`, `
		map.ld:1:12: expected : behind the name of a region, but found "ORIGIN"`},
	{`MEMORY { R (rwq) : ORIGIN = 0, LENGTH = 1 }`, `
		map.ld:1:15: "q" is no attribute of a region: there are r, w, x, a, i, l and !`},
	{`MEMORY { R : ORIGIN = ., LENGTH = SIZEOF(.text) } SECTIONS { .text : { } }`, `
		map.ld:1:23: . can't be used in MEMORY, which is there before any section is`},
	{`MEMORY { R : ORIGIN = ALIGN(8), LENGTH = 1 }`, `
		map.ld:1:23: ALIGN of the location counter can't be used in MEMORY: write ALIGN(value, alignment)`},
	{`MEMORY { R : ORIGIN = 0, LENGTH = 1 R : ORIGIN = 1, LENGTH = 1 } REGION_ALIAS("R", R)`, `
		map.ld:1:37: there is a region R already: choose another name
		map.ld:1:79: there is a region R already: choose another name`},
	{`MEMORY { INCLUDE regions.ld }`, `
		map.ld:1:10: INCLUDE is not in the subset of linker scripts that memory maps are: write here what is in that file`},
	{`MEMORY R`, `
		map.ld:1:8: expected { behind MEMORY, but found "R"`},
	{`REGION_ALIAS("A", R)`, `
		map.ld:1:19: there is no region R above: there are none at all, write MEMORY { … }`},
	{`MEMORY { R : ORIGIN = 0, LENGTH = 1 } REGION_ALIAS("A", Q) SECTIONS { .text : { } > Q .data : { } > R AT> Z a = ORIGIN(Y); }`, `
		map.ld:1:57: there is no region Q above: there are R
		map.ld:1:85: there is no region Q: there are R
		map.ld:1:107: there is no region Z: there are R
		map.ld:1:120: there is no region Y: there are R`},
	{`SECTIONS { a = ADDR(.data) + SIZEOF(.bss); .text : { } .rodata : { } }`, `
		map.ld:1:21: there is no output section .data: there are .text, .rodata
		map.ld:1:37: there is no output section .bss: there are .text, .rodata`},
	{`a = SIZEOF(.bss);`, `
		map.ld:1:12: there is no output section .bss: there are none at all, write SECTIONS { … }`},
	{`SECTIONS { .text : { } .text : { } }`, `
		map.ld:1:24: there is a section .text already, in line 1: write all its statements there`},
	{`SECTIONS { .text : AT(0) { } > R AT> R } MEMORY { R : ORIGIN = 0, LENGTH = 1 }`, `
		map.ld:1:34: the section .text has both a load address and a load region: leave AT(…) or AT> out`},
	{`SECTIONS { .text : ALIGN(4) ALIGN_WITH_INPUT { } }`, `
		map.ld:1:12: ALIGN_WITH_INPUT and ALIGN(n) contradict each other: leave one of them out`},
	{`SECTIONS { .text : SUBALIGN(4) { } }`, `
		map.ld:1:20: SUBALIGN is not in the subset of linker scripts that memory maps are: Go's linker decides how its parts are aligned, so leave it out`},
	{`SECTIONS { .text : ONLY_IF_RO { } }`, `
		map.ld:1:20: ONLY_IF_RO is not in the subset of linker scripts that memory maps are: leave the section out if it is not for the program`},
	{`SECTIONS { .text BLOCK(4) : { } }`, `
		map.ld:1:18: BLOCK is not in the subset of linker scripts that memory maps are: write ALIGN behind the colon`},
	{`SECTIONS { .text (COPY) : { } .data (TYPE=SHT_PROGBITS) : { } }`, `
		map.ld:1:19: a section of type COPY takes no memory: Go's parts need theirs, so leave it out
		map.ld:1:38: the image writer decides the type of a section: leave TYPE out`},
	{`SECTIONS { .text : { } :text .data : { } }`, `
		map.ld:1:24: the image writer makes the program headers: leave the colon and the name behind it out`},
	{`SECTIONS { .text : { *.o(.text) } .data : { start.o(.data); } .bss : { *lib.a:x.o(.bss) } .a : { x.o } }`, `
		map.ld:1:22: behind * there is ".o", not (: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:45: start.o names files: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:72: behind * there is "lib.a:x.o", not (: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:98: x.o names files: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions`},
	{`SECTIONS { .text : { *(SORT(.text)) } .data : { *(EXCLUDE_FILE(x.o) .data) } .bss : { KEEP(SORT_NONE(*)(.bss)) } .a : { SORT(x)(.a) } .b : { * } }`, `
		map.ld:1:24: SORT( is no pattern of names of sections: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:51: EXCLUDE_FILE( is no pattern of names of sections: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:92: expected *(…), but found "SORT_NONE": Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:121: SORT is not in the subset of linker scripts that memory maps are: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions
		map.ld:1:142: behind * there is "}", not (: Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions`},
	{`SECTIONS { .text : { *() } .data : { *(.te[xt) } .bss : { *(.t%) } }`, `
		map.ld:1:22: there are no patterns of names between the parentheses: write *(.text*)
		map.ld:1:40: the pattern .te[xt has a [ without a ]: write the ]
		map.ld:1:63: expected a pattern of names, but found "%"`},
	{`SECTIONS { .text : { CONSTRUCTORS CREATE_OBJECT_SYMBOLS } .data : { INCLUDE x } .bss : { SQUAD(1) } }`, `
		map.ld:1:22: CONSTRUCTORS is not in the subset of linker scripts that memory maps are: constructors of Go's programs are items of sections: leave it out
		map.ld:1:69: INCLUDE is not in the subset of linker scripts that memory maps are: write here what is in that file
		map.ld:1:90: SQUAD is not in the subset of linker scripts that memory maps are: write QUAD`},
	{`PHDRS { text PT_LOAD; } VERSION { } INCLUDE other.ld`, `
		map.ld:1:1: PHDRS is not in the subset of linker scripts that memory maps are: the image writer makes the program headers: leave it out
		map.ld:1:25: VERSION is not in the subset of linker scripts that memory maps are: the image has no dynamic symbols: leave it out
		map.ld:1:37: INCLUDE is not in the subset of linker scripts that memory maps are: write here what is in that file`},
	{`INPUT(a.o b.o) GROUP(-lc) STARTUP(a.o) SEARCH_DIR("/lib") OUTPUT(a.out) TARGET(elf) EXTERN(a)`, `
		map.ld:1:1: INPUT is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out
		map.ld:1:16: GROUP is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out
		map.ld:1:27: STARTUP is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out
		map.ld:1:40: SEARCH_DIR is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out
		map.ld:1:59: OUTPUT is not in the subset of linker scripts that memory maps are: the name of the image is the option -o: leave it out
		map.ld:1:73: TARGET is not in the subset of linker scripts that memory maps are: the go command decides what is linked: leave it out
		map.ld:1:85: EXTERN is not in the subset of linker scripts that memory maps are: Go's linker decides what is kept: refer to the symbol in Go`},
	{`SECTIONS { OVERLAY 0x1000 : { .a { *(.a) } .b { *(.b) } } > R AT> R .text : { } } INSERT AFTER .text;`, `
		map.ld:1:12: OVERLAY is not in the subset of linker scripts that memory maps are: parts of Go's programs can't share addresses: give each section its own
		map.ld:1:83: INSERT is not in the subset of linker scripts that memory maps are: there is no other script: write the sections in their order`},
	{`SECTIONS { MEMORY { } }`, `
		map.ld:1:12: MEMORY can't be in SECTIONS: write it before`},
	{`ENTRY start`, `
		map.ld:1:7: expected ( behind ENTRY, but found "start"`},
	{`ENTRY()`, `
		map.ld:1:7: expected the name of a symbol, but found ")"`},
	{`OUTPUT_FORMAT(a, b, c, d)`, `
		map.ld:1:22: expected ) behind OUTPUT_FORMAT, but found ","`},
	{`PROVIDE(. = 1);`, `
		map.ld:1:9: the location counter can't be assigned in PROVIDE: write . = …`},
	{`PROVIDE(a);`, `
		map.ld:1:10: expected = behind the name of the symbol, but found ")"`},
	{`PROVIDE(a = 1)`, `
		map.ld:1:15: expected ; behind PROVIDE, but found the end of the file`},
	{`ASSERT(1)`, `
		map.ld:1:9: expected , and the text of the error, but found ")"`},
	{`ASSERT(1, text)`, `
		map.ld:1:11: expected a text in quotes, but found "text"`},
	// Expressions.
	{`a = ;`, `
		map.ld:1:5: expected a number, a symbol or another expression, but found ";"`},
	{`a = 1 +;`, `
		map.ld:1:8: expected a number, a symbol or another expression, but found ";"`},
	{`a = (1;`, `
		map.ld:1:7: expected ) behind the expression, but found ";"`},
	{`a = 1 ? 2;`, `
		map.ld:1:10: expected : of ?:, but found ";"`},
	{`a = MAX(1);`, `
		map.ld:1:10: expected , and a second argument of MAX, but found ")"`},
	{`a = ALIGN();`, `
		map.ld:1:11: expected a number, a symbol or another expression, but found ")"`},
	{`a = ADDR();`, `
		map.ld:1:10: expected the name of a section, but found ")"`},
	{`a = 4G;`, `
		map.ld:1:5: GNU ld has no suffix G: write 4 * 1024M`},
	{`a = 08;`, `
		map.ld:1:5: 08 is no number: write a decimal one, an octal one as 0…, a hexadecimal one as 0x…, each with K or M if you like`},
	{`a = 0x;`, `
		map.ld:1:5: 0x is no number: write a decimal one, an octal one as 0…, a hexadecimal one as 0x…, each with K or M if you like`},
	{`a = 12H;`, `
		map.ld:1:5: 12H is no number: write a decimal one, an octal one as 0…, a hexadecimal one as 0x…, each with K or M if you like`},
	{`a = $10;`, `
		map.ld:1:5: names in expressions do not begin with $: write a hexadecimal number as 0x…, and such a name in quotes`},
	{`a = 0x10000000000000000;`, `
		map.ld:1:5: 0x10000000000000000 is more than 64 bits can hold`},
	{`a = 18014398509481984K;`, `
		map.ld:1:5: 18014398509481984K is more than 64 bits can hold`},
	{`a = NEXT(4); b = SIZEOF_HEADERS; c = SEGMENT_START("text", 4); d = CONSTANT(MAXPAGESIZE); e = BLOCK(4); . = ASSERT(1, "a");`, `
		map.ld:1:5: NEXT is not in the subset of linker scripts that memory maps are: write ALIGN
		map.ld:1:18: SIZEOF_HEADERS is not in the subset of linker scripts that memory maps are: the image does not load its headers: leave it out
		map.ld:1:38: SEGMENT_START is not in the subset of linker scripts that memory maps are: there are no options that set segments: write its second argument
		map.ld:1:68: CONSTANT is not in the subset of linker scripts that memory maps are: there are no pages: write the number
		map.ld:1:95: BLOCK is not in the subset of linker scripts that memory maps are: write ALIGN
		map.ld:1:109: ASSERT is not in the subset of linker scripts that memory maps are: write it as a statement of its own`},
	{`a = 'a';`, `
		map.ld:1:5: expected a number, a symbol or another expression, but found "'"`},
	{"a = 1;\nb = ;\n\tSECTIONS {\n\t\t.text : { c = ; *(.text) }\n\t\td = ; }\n e = ;", `
		map.ld:2:5: expected a number, a symbol or another expression, but found ";"
		map.ld:4:17: expected a number, a symbol or another expression, but found ";"
		map.ld:5:7: expected a number, a symbol or another expression, but found ";"
		map.ld:6:6: expected a number, a symbol or another expression, but found ";"`},
	{strings.Repeat(`= ;`, 20), `
		map.ld:1:1: expected a command or an assignment, but found "="
		map.ld:1:4: expected a command or an assignment, but found "="
		map.ld:1:7: expected a command or an assignment, but found "="
		map.ld:1:10: expected a command or an assignment, but found "="
		map.ld:1:13: expected a command or an assignment, but found "="
		map.ld:1:16: expected a command or an assignment, but found "="
		map.ld:1:19: expected a command or an assignment, but found "="
		map.ld:1:22: expected a command or an assignment, but found "="
		map.ld:1:25: expected a command or an assignment, but found "="
		map.ld:1:28: expected a command or an assignment, but found "="`},

	// What can't be laid out.
	{``, `
		map.ld:1:1: .text, of 291 bytes, has no place: add *(.text*) to an output section of SECTIONS
		map.ld:1:1: .data, of 85 bytes, has no place: add *(.data*) to an output section of SECTIONS
		map.ld:1:1: .bss, of 153 bytes, has no place: add *(.bss*) to an output section of SECTIONS
		map.ld:1:1: .reset, of 36 bytes, has no place: add *(.reset*) to an output section of SECTIONS
		map.ld:1:1: .rodata, of 119 bytes, has no place: add *(.rodata*) to an output section of SECTIONS`},
	{`SECTIONS { .text : { *(.text) *(.reset) } .bss : { *(.bss) } }`, `
		map.ld:1:1: .data, of 85 bytes, has no place: add *(.data*) to an output section of SECTIONS
		map.ld:1:1: .rodata, of 119 bytes, has no place: add *(.rodata*) to an output section of SECTIONS`},
	{`SECTIONS { .text : { *(.text .reset .rodata) } .data : { *(.data) } /DISCARD/ : { *(.bss) } }`, `
		map.ld:1:85: .bss, of 153 bytes, can't be discarded: add *(.bss*) to an output section`},
	{`SECTIONS { .text : { *(.text .reset) } .tables : { *(.typelink*) } .rodata : { *(.rodata) } .data : { *(.data .bss) } }`, `
		map.ld:1:82: .rodata places .rodata in the section .rodata, but it is in one piece with .typelink, which is in .tables: write both in the same section`},
	{`SECTIONS { .text (NOLOAD) : { *(.text .reset .rodata) BYTE(1) } .data : { *(.data .bss) } }`, `
		map.ld:1:33: .text, of 291 bytes, would not be in the image, for the section .text is NOLOAD: leave NOLOAD out
		map.ld:1:39: .reset, of 36 bytes, would not be in the image, for the section .text is NOLOAD: leave NOLOAD out
		map.ld:1:46: .rodata, of 119 bytes, would not be in the image, for the section .text is NOLOAD: leave NOLOAD out
		map.ld:1:55: BYTE would not be in the image, for the section .text is NOLOAD: leave one of them out`},
	{`MEMORY { F : ORIGIN = 0x1000, LENGTH = 0x200 R : ORIGIN = 0x8000, LENGTH = 0x80 } SECTIONS { .text : { *(.text .reset .rodata) } > F .data : { *(.data) } > R AT> F .bss : { *(.bss) } > R }`, `
		map.ld:1:134: the section .data, of 85 bytes at 0x11d7 in the image, is 44 bytes too long for its region F, of 512 bytes at 0x1000: make the program smaller, or the region larger if there is more memory
		map.ld:1:165: the section .bss, of 153 bytes at 0x8060, is 121 bytes too long for its region R, of 128 bytes at 0x8000: make the program smaller, or the region larger if there is more memory`},
	{`MEMORY { R : ORIGIN = 0x1000, LENGTH = 0x80 } SECTIONS { .text : { *(.text .reset .rodata) } > R .data : { *(.data) } > R .bss : { *(.bss) } > R .x 0x3000 : { BYTE(1) } > R }`, `
		map.ld:1:58: the section .text, of 471 bytes at 0x1000, is 343 bytes too long (with what follows it there, 601 bytes) for its region R, of 128 bytes at 0x1000: make the program smaller, or the region larger if there is more memory
		map.ld:1:146: the section .x, of 1 byte at 0x3000, is not in its region R, of 128 bytes at 0x1000: choose another region or another address`},
	{`MEMORY { F : ORIGIN = 0x1000, LENGTH = 0x1d8 } SECTIONS { .text : { ` + all + ` BYTE(1) } > F }`, `
		map.ld:1:59: the section .text, of 730 bytes at 0x1000, is 258 bytes too long for its region F, of 472 bytes at 0x1000: make the program smaller, or the region larger if there is more memory`},
	{`MEMORY { F : ORIGIN = 0x1000, LENGTH = 64K R : ORIGIN = 0x80000, LENGTH = 64K } SECTIONS { .text 0x80000 : { *(.text .reset .rodata) } > F .data 0x7ffff : { *(.data .bss) } > R AT> F }`, `
		map.ld:1:92: the section .text, of 471 bytes at 0x80000, is not in its region F, of 65536 bytes at 0x1000: choose another region or another address
		map.ld:1:92: the sections .data, of 250 bytes at 0x7ffff, and .text, of 471 bytes at 0x80000, overlap by 249 bytes: choose other addresses
		map.ld:1:140: the section .data, of 250 bytes at 0x7ffff, is not in its region R, of 65536 bytes at 0x80000: choose another region or another address`},
	{`MEMORY { F (x) : ORIGIN = 0x1000, LENGTH = 64K } SECTIONS { .text : { *(.text .reset .rodata) } .data : { *(.data .bss) } }`, `
		map.ld:1:97: the section .data, of 249 bytes, has no region, and none has attributes that choose it: add > REGION behind its }; there are F`},
	{`SECTIONS { .text 0x1000 : { *(.text .reset .rodata) } .data 0x11d0 : { *(.data) } .bss 0x1100 (NOLOAD) : { *(.bss) } }`, `
		map.ld:1:55: the sections .text, of 471 bytes at 0x1000, and .data, of 85 bytes at 0x11d0, overlap by 7 bytes: choose other addresses
		map.ld:1:55: the sections .text, of 471 bytes at 0x1000, and .data, of 85 bytes at 0x11d0, overlap in the image by 7 bytes: choose other addresses
		map.ld:1:83: the sections .text, of 471 bytes at 0x1000, and .bss, of 153 bytes at 0x1100, overlap by 153 bytes: choose other addresses`},
	{`SECTIONS { .text 0x1000 : { *(.text .reset .rodata) } .data 0x8000 : AT(0x1180) { *(.data) } .bss : { *(.bss) } }`, `
		map.ld:1:55: the sections .text, of 471 bytes at 0x1000, and .data, of 85 bytes at 0x1180, overlap in the image by 85 bytes: choose other addresses`},
	{`SECTIONS { .text 0x1000 : AT(0x2000) { *(.text .rodata) } .data 0x4000 : AT(0x8000) { *(.reset .data) } .bss : { *(.bss) } .x 0x9000 : AT(0) { BYTE(1) } }`, `
		map.ld:1:12: the section .text, with .rodata, runs at 0x1000, but lies in the image at 0x2000: the start code copies the section of .data alone, so place it where it lies
		map.ld:1:59: .reset runs at 0x4058, but lies in the image at 0x8058: it is what copies .data, so place it where it lies
		map.ld:1:124: the section .x, with what the map itself puts there, runs at 0x9000, but lies in the image at 0x0: the start code copies the section of .data alone, so place it where it lies`},
	{`MEMORY { F : ORIGIN = 0x1000, LENGTH = 64K R : ORIGIN = 0x80000, LENGTH = 64K } SECTIONS { .reset : { *(.reset) } > F .all : { BYTE(1) *(.text) *(.rodata) *(.data .bss) BYTE(2) } > R AT> F }`, `
		map.ld:1:136: .text, in the section .all with .data, runs at 0x80010, but lies in the image at 0x1034: the start code copies .data alone, so place .text in a section of its own, where it lies
		map.ld:1:145: .rodata, in the section .all with .data, runs at 0x80140, but lies in the image at 0x1164: the start code copies .data alone, so place .rodata in a section of its own, where it lies`},
	{`SECTIONS { .text 0x1000 : { *(.reset .text .rodata) } .data 0x8000 : AT(0x7fc0) { *(.data) } .bss : { *(.bss) } }`, `
		map.ld:1:55: the section .data, of 85 bytes at 0x8000, lies in the image at 0x7fc0: the start code copies upwards and would overwrite its last 21 bytes before it has copied them, so choose a load address that is at least 85 bytes lower than the address, or higher`},
	{`SECTIONS { .text 0x1000 : { *(.reset .text .rodata) } .data 0x8000 : AT(0x7fac) { *(.data) } .bss : { *(.bss) } }`, `
		map.ld:1:55: the section .data, of 85 bytes at 0x8000, lies in the image at 0x7fac: the start code copies upwards and would overwrite its last 1 byte before it has copied them, so choose a load address that is at least 85 bytes lower than the address, or higher`},
	{`SECTIONS { .text 0x1000 : { ` + all + ` . = 0x100; . -= 4; . = ABSOLUTE(0); } }`, `
		map.ld:1:80: the location counter would move backwards, by 473 bytes from 0x12d9 to 0x1100: in a section it goes up, and a number in its assignment counts from the section's beginning
		map.ld:1:91: the location counter would move backwards, by 4 bytes from 0x12d9 to 0x12d5: in a section it goes up, and a number in its assignment counts from the section's beginning
		map.ld:1:99: the location counter would move backwards, by 4825 bytes from 0x12d9 to 0x0: in a section it goes up, and a number in its assignment counts from the section's beginning`},
	{`SECTIONS { .text : { ` + all + ` } a = b; c = d/2; e = d + f; . = g; }`, `
		map.ld:1:79: the symbol b is not defined: assign to it in the memory map, from where symbols of Go can't be seen
		map.ld:1:86: the symbol d/2 is not defined: if a division is meant, write blanks around the /
		map.ld:1:95: the symbol d is not defined: assign to it in the memory map, from where symbols of Go can't be seen
		map.ld:1:106: the symbol g is not defined: assign to it in the memory map, from where symbols of Go can't be seen`},
	{`a = a + 1; b += 1; c = d; d = c; SECTIONS { .text : { ` + all + ` } }`, `
		map.ld:1:5: the symbol a has no value before this assignment: give it one above
		map.ld:1:12: the symbol b has no value before this assignment: give it one above`},
	{`c = d; d = c; e = c; SECTIONS { .text : { ` + all + ` } }`, `
		map.ld:1:5: the symbol d depends on itself: give it a value that does not
		map.ld:1:12: the symbol c depends on itself: give it a value that does not
		map.ld:1:19: the symbol c depends on itself: give it a value that does not`},
	{`SECTIONS { .text : { ` + all + ` . += a; } a = SIZEOF(.text); }`, `
		map.ld:1:83: the layout does not settle: after 50 passes the symbol a still changes, on which its own value depends; take that dependence away`},
	{`SECTIONS { .text : { ` + all + ` } .a : { . += 0x100 - SIZEOF(.a); } }`, `
		map.ld:1:75: the layout does not settle: after 50 passes the section .a still changes, on which its own value depends; take that dependence away`},
	{`a = 1 / 0; b = 1 % (2 - 2); c = 1 << 64; d = ALIGN(-1, 16); SECTIONS { .text -8 : { ` + all + ` e = ALIGN(16); } }`, `
		map.ld:1:7: division by zero
		map.ld:1:18: division by zero
		map.ld:1:35: a shift by 64 bits: 63 is the most
		map.ld:1:46: ALIGN(0xffffffffffffffff, 0x10) is more than 64 bits can hold
		map.ld:1:85: .reset, of 36 bytes at 0xfffffffffffffff8, goes beyond 64 bits: choose a lower address
		map.ld:1:95: .text, of 291 bytes at 0xfffffffffffffff8, goes beyond 64 bits: choose a lower address
		map.ld:1:105: .rodata, of 119 bytes at 0xfffffffffffffff8, goes beyond 64 bits: choose a lower address
		map.ld:1:117: .data, of 85 bytes at 0xfffffffffffffff8, goes beyond 64 bits: choose a lower address
		map.ld:1:127: .bss, of 153 bytes at 0xfffffffffffffff8, goes beyond 64 bits: choose a lower address
		map.ld:1:140: ALIGN(0x10) of 0xfffffffffffffff8 is more than 64 bits can hold`},
	{`SECTIONS { .text 0 : { ` + all + ` } .a -1 : { LONG(1) } .b -8 : ALIGN(16) { BYTE(1) } }`, `
		map.ld:1:87: LONG at 0xffffffffffffffff goes beyond 64 bits: choose a lower address
		map.ld:1:97: the section .b can't begin behind 0xfffffffffffffff8, aligned to 16, in 64 bits: choose a lower address`},
	{`SECTIONS { .text 0 : { ` + all + ` } .a 0x5000 : AT(-1) { SHORT(1) } }`, `
		map.ld:1:77: the section .a, with what the map itself puts there, runs at 0x5000, but lies in the image at 0xffffffffffffffff: the start code copies the section of .data alone, so place it where it lies
		map.ld:1:77: the section .a, of 2 bytes at 0xffffffffffffffff in the image, goes beyond 64 bits: choose a lower address`},
	{`MEMORY { R : ORIGIN = -8, LENGTH = 16 } SECTIONS { .text 0 : { ` + all + ` } }`, `
		map.ld:1:10: the region R, of 16 bytes at 0xfffffffffffffff8, goes beyond 64 bits: make LENGTH smaller`},
	{`SECTIONS { .text : ALIGN(24) { ` + all + ` BYTE(256) SHORT(-32769) LONG(0x100000000) } }`, `
		map.ld:1:26: the section .text can't be aligned to 24, which is no power of two
		map.ld:1:83: 0x100 does not fit into BYTE of 1 byte
		map.ld:1:93: 0xffffffffffff7fff does not fit into SHORT of 2 bytes
		map.ld:1:107: 0x100000000 does not fit into LONG of 4 bytes`},
	{`SECTIONS { .text : { ` + all + ` } ASSERT(SIZEOF(.text) < 0x100, "too large") ASSERT(0, "never") }`, `
		map.ld:1:75: assertion failed: too large
		map.ld:1:118: assertion failed: never`},
	{`SECTIONS { .text : { ` + all + strings.Repeat(` . += 1M - 1; BYTE(1)`, 17) + ` } =0xff }`, `
		map.ld:1:388: the gaps that are to be filled are more than 16777216 bytes together: leave the fill out`},
}

func TestBroken(t *testing.T) {
	for _, test := range broken {
		m, err := Parse("map.ld", []byte(test.text))
		if err == nil {
			_, err = m.Place(program)
		}
		if err == nil {
			t.Errorf("%.200s\nno error", test.text)
		} else if got, want := err.Error(), strings.ReplaceAll(strings.TrimSpace(test.want), "\t", ""); got != want {
			t.Errorf("%.200s\ngot\n%s\nwant\n%s", test.text, got, want)
		}
	}
}

// The errors of Place are as few as those of Parse, and a program must be one.
func TestFaultyPrograms(t *testing.T) {
	m, err := Parse("map.ld", []byte("# a\nSECTIONS { .a : { *(.a) } }"))
	if err != nil {
		t.Fatal(err)
	}
	many := []Input{{Name: ".a", Size: 1, Align: 12}, {Name: ".a"}, {Name: ".b", Size: 1}}
	want := "map.ld:2:1: .a has the alignment 12, which is no power of two\n" +
		"map.ld:2:1: there are two parts .a\n" +
		"map.ld:2:1: .b, of 1 byte, has no place: add *(.b*) to an output section of SECTIONS"
	if _, err = m.Place(many); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	for i := range 100 {
		many = append(many, Input{Name: string(rune('A' + i)), Size: 1})
	}
	if _, err = m.Place(many); err == nil || strings.Count(err.Error(), "\n") != maxFaults-1 {
		t.Errorf("not %d errors, but\n%v", maxFaults, err)
	}
}

// What names the map's own things comes with the place where it is written.
func TestNames(t *testing.T) {
	m, err := Parse("map.ld", []byte("ENTRY(a)\nSECTIONS { ENTRY(\"example.com/b\") }\n OUTPUT_FORMAT(elf64-littleaarch64, \"big\", little) OUTPUT_ARCH(i386:x86-64)"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		f         func() (string, string)
		name, pos string
	}{
		{m.Entry, "example.com/b", "map.ld:2:12"},
		{m.Format, "elf64-littleaarch64", "map.ld:3:2"},
		{m.Arch, "i386:x86-64", "map.ld:3:52"},
	} {
		if name, pos := test.f(); name != test.name || pos != test.pos {
			t.Errorf("%s at %s, not %s at %s", name, pos, test.name, test.pos)
		}
	}
	m, err = Parse("map.ld", []byte("MEMORY {\n R : o = 0, l = 4K }\nSECTIONS {\n .text :\n { "+all+" } > R\n a = 1;\na = 2; }"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Place(program)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{l.Regions[0].Pos, l.Sections[0].Pos, l.Symbols[0].Pos, l.Inputs[0].Pos, l.Inputs[0].Region, l.Inputs[0].LoadRegion}
	if want := []string{"map.ld:2:2", "map.ld:4:2", "map.ld:7:1", "map.ld:5:14", "R", ""}; !slices.Equal(got, want) {
		t.Errorf("the positions are %q, not %q", got, want)
	}
	m, err = Parse("map.ld", nil)
	if err != nil {
		t.Fatal(err)
	}
	if name, pos := m.Entry(); name != "" || pos != "" {
		t.Errorf("an empty map has the entry %q at %q", name, pos)
	}
}

// What would make the stack or the memory overflow, or the reader slow, is refused.
func TestLimits(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{strings.Repeat(" ", maxText+1), "map.ld:1:1: the map has 1048577 bytes, more than the 1048576 that are allowed"},
		{strings.Repeat("a = 1;\n", maxStatements+1), "map.ld:10001:1: the map has more than the 10000 statements that are allowed"},
		{"a = " + strings.Repeat("(", maxText/2), "nested more than 200 deep"},
		{"a = " + strings.Repeat("-", maxText/2), "nested more than 200 deep"},
		{"a = 1" + strings.Repeat("+1", maxText/4) + ";", "nested more than 200 deep"},
		{"a = " + strings.Repeat("1?", maxText/4), "nested more than 200 deep"},
		{"a = " + strings.Repeat("1?1:", maxText/8), "nested more than 200 deep"},
		{"a = " + strings.Repeat("ABSOLUTE(", maxText/16), "nested more than 200 deep"},
		{strings.Repeat("a = ADDR(.x);\n", maxStatements), "there is no output section .x"},
		{strings.Repeat("{", maxText/2), "expected a command or an assignment"},
	} {
		if _, err := Parse("map.ld", []byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.40s…: %v\nwant\n%s", test.text, err, test.want)
		}
	}
}

// Parse and Place come to an end for any text, and what is laid out is where it can be.
func FuzzParse(f *testing.F) {
	for _, test := range layouts {
		f.Add([]byte(test.text))
	}
	for _, test := range broken {
		f.Add([]byte(test.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Parse("map.ld", text)
		if err != nil {
			checkFaults(t, err)
			return
		}
		l, err := m.Place(program)
		if err != nil {
			checkFaults(t, err)
			return
		}
		bytes := 0
		for _, d := range l.Data {
			bytes += len(d.Bytes)
		}
		if bytes > maxFill+8*maxStatements {
			t.Errorf("%d bytes of data", bytes)
		}
		sections := map[string]Section{}
		for _, s := range l.Sections {
			sections[s.Name] = s
			if s.FileSize > s.Size || s.Size > 0 && s.Addr+(s.Size-1) < s.Addr || s.FileSize > 0 && s.Load+(s.FileSize-1) < s.Load {
				t.Errorf("a section that can't be: %+v", s)
			}
		}
		for _, in := range l.Inputs {
			s := sections[in.Section]
			offset := in.Addr - s.Addr
			if in.Align > 0 && in.Addr%in.Align != 0 || in.Addr < s.Addr || offset+in.Size > s.Size || !in.Bss && (offset+in.Size > s.FileSize || in.Load != s.Load+offset) {
				t.Errorf("%+v can't be in %+v", in, s)
			}
			for _, other := range l.Inputs {
				if other.Name != in.Name && other.Addr <= in.Addr && in.Addr < other.Addr+other.Size {
					t.Errorf("%+v overlaps %+v", in, other)
				}
			}
		}
		for _, r := range l.Regions {
			if r.Used > r.Length {
				t.Errorf("more is used than there is: %+v", r)
			}
		}
	})
}

// checkFaults checks that every line of an error begins with a position, and that there are not too many.
func checkFaults(t *testing.T, err error) {
	lines := strings.Split(err.Error(), "\nmap.ld:")
	if len(lines) > maxFaults || !strings.HasPrefix(lines[0], "map.ld:") {
		t.Errorf("%d errors:\n%v", len(lines), err)
	}
}
