// Package memorymap reads memory maps, which say where in the memory of a board the parts of a program are, and lays programs out by
// them. A memory map is written in a subset of the language of GNU ld's linker scripts, with the meaning that it has there.
//
//	ENTRY("example.com/board.start")
//	MEMORY {
//		FLASH (rx) : ORIGIN = 0x20000000, LENGTH = 4M
//		RAM (rw)   : ORIGIN = 0x80000000, LENGTH = 128M
//	}
//	SECTIONS {
//		.text   : { KEEP(*(.reset)) *(.text*) } > FLASH
//		.rodata : { *(.rodata*) } > FLASH
//		.data   : { data_start = .; *(.data*) } > RAM AT> FLASH
//		data_load = LOADADDR(.data);
//		.bss (NOLOAD)   : { *(.bss*) } > RAM
//		.stack (NOLOAD) : { . = ALIGN(16); . += 64K; stack_top = .; } > RAM
//	}
//
// # What is placed
//
// Go's linker gives a program as five parts, each in one piece: .reset, .text, .rodata, .data and .bss. These are the input sections
// of a map, all of one file that *(…) stands for. The sections that Go's linker has besides are parts of them: .noptrdata,
// .go.buildinfo, .go.module and .go.fipsinfo of .data, .noptrbss of .bss, and .typelink, .itablink and .gopclntab of .rodata. Maps need
// not name them. One that does, with the whole name, with or without a * behind it, must name them in the output section that has the
// rest. Patterns of what no program of Go has (COMMON, .eh_frame, .init_array) place nothing.
//
// Every part that has bytes needs a place, and /DISCARD/ can't take it. The start code copies .data, and the bytes that the map itself puts
// into the same output section, from where it lies in the image to where it is used; all else must run where it lies.
//
// # Commands
//
//	MEMORY { NAME (attributes) : ORIGIN = expression, LENGTH = expression … }
//	REGION_ALIAS("other name", NAME)
//	ENTRY(symbol)
//	OUTPUT_FORMAT(name, big, little)
//	OUTPUT_ARCH(name)
//	SECTIONS { statements and output sections }
//
// ORIGIN may be written org or o, LENGTH len or l. The attributes r, w, x, a, i and l, and behind a ! those that a section must not
// have, choose the first region that fits for sections without one. Of OUTPUT_FORMAT, the first name counts; of two commands of the
// same name, the second.
//
// Names with other signs than letters, digits, _, ., $, /, - and + are in quotes, where names without can be too. Comments are between
// /* and */, and from # to the end of the line.
//
// Statements, in SECTIONS, in output sections and outside:
//
//	symbol = expression;    also += -= *= /= <<= >>= &= |=
//	. = expression;
//	PROVIDE(symbol = expression); PROVIDE_HIDDEN(…); HIDDEN(…);
//	ASSERT(expression, "text")
//
// The location counter . is an address outside output sections. In one, it counts from its beginning where a number is assigned
// to it, and can't go back.
//
// Output sections:
//
//	name address (type) : AT(load address) ALIGN(n) ALIGN_WITH_INPUT { … } > REGION AT> REGION = fill
//
// All but the name, the colon and the braces can be left out. The type is NOLOAD or READONLY, the latter of which changes nothing here.
// In the braces there are, besides statements:
//
//	*(patterns)             with * ? [a-z] [!a-z]; KEEP(*(patterns)) is the same
//	BYTE(expression) SHORT(expression) LONG(expression) QUAD(expression)
//	FILL(expression)
//
// Data have the lower byte first. A section without address begins where the section before in the same region ends, aligned to what
// is in it. The load address, where neither AT nor AT> says it, is as far from the address as that of the section before.
//
// # Expressions
//
// Those of C on 64 bits without sign, with its precedence: + - * / % << >> & | ^ == != < > <= >= && || ?: ~ ! and unary + and -.
// Only / and % take their operands for signed. Numbers are decimal, octal behind 0 and hexadecimal behind 0x, with K or M behind them
// times 2¹⁰ or 2²⁰. Symbols without quotes consist of letters, digits, _, ., $ and /: a division has blanks around it. Functions:
//
//	ORIGIN(region) LENGTH(region)
//	ADDR(section) LOADADDR(section) SIZEOF(section) ALIGNOF(section)
//	ALIGN(n) ALIGN(value, n) ABSOLUTE(value) LOG2CEIL(value) MAX(a, b) MIN(a, b) DEFINED(symbol)
//
// In an output section, symbols and the location counter are relative to its beginning and numbers are neither relative nor absolute:
// assigned to a symbol, a number is relative too, which ABSOLUTE prevents.
//
// What is said below can be used above: the map is gone through until nothing changes any more, at most 50 times.
//
// # What differs from GNU ld
//
//   - There are no files, sorting and exceptions in patterns, no PHDRS, OVERLAY, INCLUDE, VERSION and so on. The error says what to do
//     instead.
//   - PROVIDE always defines the symbol, unless the map assigns to it in another way: which symbols are referred to is not known yet.
//   - An output section of the same name may not come twice. A region's ORIGIN and LENGTH can't depend on sections.
//   - What is an error here and not in GNU ld: data that do not fit, a number of more than 64 bits, a shift by more than 63 bits, a part
//     of the program without a place or in a NOLOAD section.
//   - What is an error in GNU ld and not here: using what is below in addresses and in assignments to the location counter; empty
//     statements; blanks left out around assignments; the operator ^ for those releases that lack it.
//   - The load address of a section without parts of the program follows the rule above too. GNU ld may warn that the location counter
//     has gone back and take the address.
//   - A comma right behind a pattern ends it. GNU ld takes it for a part of the pattern.
//   - && and || do not evaluate their second operand if the first decides.
//   - Gaps are in the image, and filled if there is a fill, only if they are shorter than 1 MiB or something comes behind them.
//   - A section has no bytes in the image from where there is nothing but .bss in it.
package memorymap
