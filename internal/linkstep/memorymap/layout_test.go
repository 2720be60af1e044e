package memorymap

import (
	"fmt"
	"strings"
	"testing"
)

// all places the whole program.
const all = `*(.reset) *(.text*) *(.rodata*) *(.data*) *(.bss*)`

// layouts are maps with the layout of program by them, as describe writes it.
var layouts = []struct {
	name, text, want string
	notLD            bool // GNU ld does not take it, or has another meaning for it, as the package's documentation says
}{
	{name: "one section", text: `SECTIONS { . = 0x10000; .text : { ` + all + ` } }`, want: `
		.text 0x10000+0x2d9 image 0x10000+0x240
		.text in .text 0x10030
		.data in .text 0x101e0
		.bss in .text 0x10240
		.reset in .text 0x10000
		.rodata in .text 0x10160`},
	{name: "flash", text: `
		OUTPUT_ARCH(i386:x86-64)
		ENTRY("example.com/board.start")
		MEMORY {
			FLASH (rx) : ORIGIN = 0x20000000, LENGTH = 64K
			RAM (rw!x) : org = 0x80000000, len = 1M
		}
		REGION_ALIAS("CODE", FLASH)
		SECTIONS {
			.text : { KEEP(*(.reset)) *(.text .text.*) . = ALIGN(16); } > CODE
			.rodata : { *(.rodata*) } > CODE
			.data : ALIGN(64) { data_start = .; *(.data) . = ALIGN(8); data_end = .; } > RAM AT> FLASH
			data_load = LOADADDR(.data);
			.bss (NOLOAD) : { bss_start = .; *(.bss) *(COMMON) bss_end = .; } > RAM
			.stack (NOLOAD) : { . = ALIGN(16); . += 4K; stack_top = .; } > RAM
			free = LENGTH(RAM) - (stack_top - ORIGIN(RAM));
			ASSERT(free > 1K, "no memory is left")
		}`, want: `
		.text 0x20000000+0x160 image 0x20000000+0x160 >FLASH
		.rodata 0x20000160+0x77 image 0x20000160+0x77 >FLASH
		.data 0x80000000+0x58 image 0x20000200+0x58 >RAM AT>FLASH
		.bss 0x80000060+0x99 noload >RAM
		.stack 0x800000f9+0x1007 noload >RAM
		.text in .text 0x20000030
		.data in .data 0x80000000 image 0x20000200
		.bss in .bss 0x80000060
		.reset in .text 0x20000000
		.rodata in .rodata 0x20000160
		region FLASH (rx) 0x20000000+0x10000 used 0x22f
		region RAM (rw!x) 0x80000000+0x100000 used 0x10f8
		data_start = 0x80000000
		data_end = 0x80000058
		data_load = 0x20000200
		bss_start = 0x80000060
		bss_end = 0x800000f9
		stack_top = 0x80001100
		free = 0xfef00`},
	{name: "relative", text: `
		MEMORY { F (rx) : o = 0x1000, l = 64K  R : org = 0x80000, len = 1M }
		k = 0x40;
		SECTIONS {
			.text : {
				i0 = 16; *(.reset) *(.text) . = 0x400; i1 = .; i2 = k; i3 = ORIGIN(R); i4 = ORIGIN(R) + LENGTH(R); i5 = ABSOLUTE(16);
				i6 = ADDR(.data); i7 = . - ADDR(.text); i8 = ALIGN(64); i9 = ALIGN(., 64); ia = SIZEOF(.data); ib = . + 4; ic = . + i1;
				id = -.; ie = i1 & ~0xff; if = ABSOLUTE(.) & 0xff; ig = MAX(., i5); ih = LOADADDR(.data); ii = . > k ? . : k;
				ij = ALIGNOF(.data); ik = k + 4; il = 1 ? ADDR(.data) : 0; im = ADDR(.data) + 1; in = DEFINED(k); io = DEFINED(zz);
				ip = ALIGN(k, 256); iq = MIN(., 5); ir = . / 16; it = . << 1; iu = . - 4; iv = 4 - .; iw = . * .;
				ix = !.; iy = LOG2CEIL(.); iz = ADDR(.data) - ADDR(.text); *(.rodata) . += 3; } >F
			.data : { d0 = .; *(.data) d1 = .; d2 = i1; d3 = ADDR(.text); d4 = LOADADDR(.data); LONG(.) LONG(d1) LONG(5) QUAD(-1) } >R AT>F
			.bss : { *(.bss) e0 = .; } >R
			. = 0x90000;
			u = .; zz = 4;
			.e : { e1 = .; } >R
			.stack (NOLOAD) : { . = ALIGN(4096); st0 = .; . += 0x100; st1 = .;} >R
			.more (NOLOAD) : { . += 0x100; } >R
			end = .; ll = SIZEOF(.stack);
			f1 = FW - 1; FW = ADDR(.bss);
			g = . / 16; h = ADDR(.text) - .; i = i1 - ADDR(.text); j = i1 + g; k2 = SIZEOF(.text) + ADDR(.text); m = ALIGN(i1, 64); n = i1 < g; o2 = ALIGN(64); p = i1 * 2; q = i1 - 1;
		}`, want: `
		.text 0x1000+0x47a image 0x1000+0x47a >F
		.data 0x80000+0x69 image 0x147a+0x69 >R AT>F
		.bss 0x80080+0x99 >R
		.e 0x80119+0x0 >R
		.stack 0x80119+0xfe7 noload >R
		.more 0x81100+0x100 noload >R
		.text in .text 0x1030
		.data in .data 0x80000 image 0x147a
		.bss in .bss 0x80080
		.reset in .text 0x1000
		.rodata in .text 0x1400
		region F (rx) 0x1000+0x10000 used 0x4e3
		region R () 0x80000+0x100000 used 0x11e9
		k = 0x40
		i0 = 0x1010
		i1 = 0x1400
		i2 = 0x1040
		i3 = 0x80000
		i4 = 0x180000
		i5 = 0x10
		i6 = 0x80000
		i7 = 0x1400
		i8 = 0x1400
		i9 = 0x1400
		ia = 0x1069
		ib = 0x1404
		ic = 0x1800
		id = 0xc00
		ie = 0x1400
		if = 0x0
		ig = 0x1400
		ih = 0x147a
		ii = 0x1400
		ij = 0x1010
		ik = 0x1044
		il = 0x80000
		im = 0x80001
		in = 0x1001
		io = 0x1000
		ip = 0x1100
		iq = 0x1005
		ir = 0x1040
		it = 0x1800
		iu = 0x13fc
		iv = 0xc04
		iw = 0x101000
		ix = 0x1000
		iy = 0x100a
		iz = 0x80000
		d0 = 0x80000
		d1 = 0x80055
		d2 = 0x1400
		d3 = 0x1000
		d4 = 0x147a
		e0 = 0x80119
		u = 0x90000
		zz = 0x4
		e1 = 0x80119
		st0 = 0x81000
		st1 = 0x81100
		end = 0x81200
		ll = 0xfe7
		f1 = 0x8007f
		FW = 0x80080
		g = 0x8120
		h = 0xfffffffffff7fe00
		i = 0x400
		j = 0x9520
		k2 = 0x147a
		m = 0x1400
		n = 0x1
		o2 = 0x81200
		p = 0x2800
		q = 0x13ff
		data 0x80055 image 0x14cf 55 00 08 00
		data 0x80059 image 0x14d3 55 00 08 00
		data 0x8005d image 0x14d7 05 00 00 00
		data 0x80061 image 0x14db ff ff ff ff ff ff ff ff`},
	{name: "numbers", text: `
		a = 12; b = 3; c = a - b; d = a / b; e = 2K; f = 1m; g = 010; h = -8 / 2; i = -9 > 1; j = 7 - 10 / 3 % 2; k = 0x10k;
		aa = 3 == 3 == 1; ab = 1 | 2 & 6; ac = 1 << 2 + 1; ad = !1 == 0; ae = - 3 + 4; af = 0x7F & ~0xF; ag = 1 ? 2 : 0 ? 3 : 4; ah = 0 ? 2 : 0 ? 3 : 4;
		ai = (1 + 2) * 3; aj = +7; ak = !0; al = -1 >> 1; am = 1 << 63; an = -9 % 4; ao = 1 && 2; ap = 0 || 0; aq = 5 >= 5; ar = 5 <= 4; as = 5 != 4;
		at = LOG2CEIL(0); au = LOG2CEIL(1); av = LOG2CEIL(9); aw = MAX(1, 2); ax = MIN(1, 2); ay = ALIGN(0x1001, 16); az = ALIGN(100, 24); ba = 100 - 10 - 1;
		SECTIONS { .text : { ` + all + ` } }`, want: `
		.text 0x0+0x2d9 image 0x0+0x240
		.text in .text 0x30
		.data in .text 0x1e0
		.bss in .text 0x240
		.reset in .text 0x0
		.rodata in .text 0x160
		a = 0xc
		b = 0x3
		c = 0x9
		d = 0x4
		e = 0x800
		f = 0x100000
		g = 0x8
		h = 0xfffffffffffffffc
		i = 0x1
		j = 0x6
		k = 0x4000
		aa = 0x1
		ab = 0x3
		ac = 0x8
		ad = 0x1
		ae = 0x1
		af = 0x70
		ag = 0x2
		ah = 0x4
		ai = 0x9
		aj = 0x7
		ak = 0x1
		al = 0x7fffffffffffffff
		am = 0x8000000000000000
		an = 0xffffffffffffffff
		ao = 0x1
		ap = 0x0
		aq = 0x1
		ar = 0x0
		as = 0x1
		at = 0x0
		au = 0x0
		av = 0x4
		aw = 0x2
		ax = 0x1
		ay = 0x1010
		az = 0x78
		ba = 0x59`},
	{name: "operators", text: `
		a = 12; a += 1; b = 3; b -= 1; c = 3; c *= 5; d = 9; d /= 2; e = 1; e <<= 4; f = 256; f >>= 4; g = 0xFF; g &= 0x3C; h = 1; h |= 6;
		SECTIONS { . = 0x100; . += 0x10; .text : { ` + all + ` . += 3; . = . + 1; } end = .; }`, want: `
		.text 0x120+0x2dd image 0x120+0x240
		.text in .text 0x150
		.data in .text 0x300
		.bss in .text 0x360
		.reset in .text 0x120
		.rodata in .text 0x280
		a = 0xd
		b = 0x2
		c = 0xf
		d = 0x4
		e = 0x10
		f = 0x10
		g = 0x3c
		h = 0x7
		end = 0x3fd`},
	{name: "exclusive or", text: `a = 6 ^ 3; b = 1 | 6 ^ 3 & 2; SECTIONS { .text : { ` + all + ` } }`, want: `
		.text 0x0+0x2d9 image 0x0+0x240
		.text in .text 0x30
		.data in .text 0x1e0
		.bss in .text 0x240
		.reset in .text 0x0
		.rodata in .text 0x160
		a = 0x5
		b = 0x5`, notLD: true},
	{name: "names", text: `
		"example.com/x.y" = 4; q = "example.com/x.y" + 1; r = example.com/x.y; a-b = 1; s = DEFINED("a-b"); u = a/b; a/b = 7; $v = 1; w_.$ = 2;
		SECTIONS { ".te xt" : { ` + all + ` } c = ADDR(".te xt"); d = SIZEOF(".te xt"); .empty-one : { x = .; } e = ADDR(.empty-one); }`, want: `
		.te xt 0x0+0x2d9 image 0x0+0x240
		.empty-one 0x2d9+0x0
		.text in .te xt 0x30
		.data in .te xt 0x1e0
		.bss in .te xt 0x240
		.reset in .te xt 0x0
		.rodata in .te xt 0x160
		example.com/x.y = 0x4
		q = 0x5
		r = 0x4
		a-b = 0x1
		s = 0x1
		u = 0x7
		a/b = 0x7
		$v = 0x1
		w_.$ = 0x2
		c = 0x0
		d = 0x2d9
		x = 0x2d9
		e = 0x2d9`},
	{name: "comments", text: `
		/* a { */ # b { "
		SECTIONS /**/{ .text /* : */: { /* } */ ` + all + ` # }
		} }`, want: `
		.text 0x0+0x2d9 image 0x0+0x240
		.text in .text 0x30
		.data in .text 0x1e0
		.bss in .text 0x240
		.reset in .text 0x0
		.rodata in .text 0x160`},
	{name: "commands", text: `
		OUTPUT_FORMAT("elf64-x86-64", "elf64-x86-64", "elf64-x86-64")
		OUTPUT_ARCH(i386:x86-64)
		ENTRY("a b")
		ASSERT(1, "never");
		SECTIONS { ENTRY(c) ASSERT(2 > 1, "never") .text : { ` + all + ` ASSERT(. > 8, "short"); } ASSERT(SIZEOF(.text) > 0x200, "never") }`, want: `
		.text 0x0+0x2d9 image 0x0+0x240
		.text in .text 0x30
		.data in .text 0x1e0
		.bss in .text 0x240
		.reset in .text 0x0
		.rodata in .text 0x160`},
	{name: "provide", text: `
		PROVIDE(a = 1); PROVIDE(a = 2); b = 1; PROVIDE(b = 2); PROVIDE(c = 3); c = 4; HIDDEN(h = 3); PROVIDE_HIDDEN(i = 5);
		SECTIONS { .text : { PROVIDE(start = .); ` + all + ` PROVIDE(end = .); } PROVIDE(after = . + 4); }
		x = a; y = b; z = c;`, want: `
		.text 0x0+0x2d9 image 0x0+0x240
		.text in .text 0x30
		.data in .text 0x1e0
		.bss in .text 0x240
		.reset in .text 0x0
		.rodata in .text 0x160
		a = 0x1
		b = 0x1
		c = 0x4
		h = 0x3
		i = 0x5
		start = 0x0
		end = 0x2d9
		after = 0x2dd
		x = 0x1
		y = 0x1
		z = 0x4`},
	{name: "twice", text: `
		SECTIONS { .text : { *(.reset .text .rodata) a = b; b = 3; } c = b; b = 5; d = b; }
		SECTIONS { .data : { *(.data) b = 1; } .bss : { *(.bss) } e = b; }`, want: `
		.text 0x0+0x1d7 image 0x0+0x1d7
		.data 0x1e0+0x55 image 0x1e0+0x55
		.bss 0x240+0x99
		.text in .text 0x0
		.data in .data 0x1e0
		.bss in .bss 0x240
		.reset in .text 0x124
		.rodata in .text 0x160
		a = 0x1e1
		b = 0x1e1
		c = 0x3
		d = 0x5
		e = 0x1e1`},
	{name: "forward", text: `
		SECTIONS {
			stack = 0x100000 - SIZEOF(.bss); top = end; f = ADDR(.bss) + 8; g = SIZEOF(.data);
			.text : { *(.reset .text) QUAD(end) LONG(SIZEOF(.data)) } .rodata : { *(.rodata) }
			.data : { *(.data) } .bss : { *(.bss) } end = .;
		}`, want: `
		.text 0x0+0x154 image 0x0+0x154
		.rodata 0x160+0x77 image 0x160+0x77
		.data 0x1e0+0x55 image 0x1e0+0x55
		.bss 0x240+0x99
		.text in .text 0x0
		.data in .data 0x1e0
		.bss in .bss 0x240
		.reset in .text 0x124
		.rodata in .rodata 0x160
		stack = 0xfff67
		top = 0x2d9
		f = 0x248
		g = 0x55
		end = 0x2d9
		data 0x148 image 0x148 d9 02 00 00 00 00 00 00
		data 0x150 image 0x150 55 00 00 00`},
	{name: "empty sections", text: `
		SECTIONS { . = 0x1000; .text : { *(.text) *(.reset) *(.rodata) }
			.e1 ALIGN(4096) : { } a1 = .;
			.e2 : ALIGN(8192) { s2 = .; } a2 = .;
			.e3 ALIGN(16384) : { s3 = .; } a3 = .;
			.e4 : ALIGN(32768) { . = .; } a4 = .;
			.e5 : ALIGN(65536) { . = ALIGN(4); } a5 = .;
			.e6 : ALIGN(0x20000) { KEEP(*(.foo)) } a6 = .;
			.data : { *(.data) } .bss : { *(.bss) }
		}`, want: `
		.text 0x1000+0x1d7 image 0x1000+0x1d7
		.e1 0x11d7+0x0
		.e2 0x2000+0x0
		.e3 0x4000+0x0
		.e4 0x8000+0x0
		.e5 0x10000+0x0
		.e6 0x10000+0x0
		.data 0x10000+0x55 image 0x10000+0x55
		.bss 0x10060+0x99
		.text in .text 0x1000
		.data in .data 0x10000
		.bss in .bss 0x10060
		.reset in .text 0x1124
		.rodata in .text 0x1160
		a1 = 0x11d7
		s2 = 0x2000
		a2 = 0x2000
		s3 = 0x4000
		a3 = 0x4000
		a4 = 0x8000
		a5 = 0x10000
		a6 = 0x10000`},
	{name: "data", text: `
		SECTIONS {
			.head 0x1000 : { BYTE(1) SHORT(0x1234) LONG(0x12345678) QUAD(0x123456789abcdef0) BYTE(-1); BYTE(255) SHORT(-32768) LONG(ADDR(.text)) QUAD(.) }
			.text : { BYTE(1) ` + all + ` LONG(2) }
		}`, want: `
		.head 0x1000+0x1f image 0x1000+0x1f
		.text 0x1020+0x2dd image 0x1020+0x2dd
		.text in .text 0x1050
		.data in .text 0x1200
		.bss in .text 0x1260
		.reset in .text 0x1024
		.rodata in .text 0x1180
		data 0x1000 image 0x1000 01
		data 0x1001 image 0x1001 34 12
		data 0x1003 image 0x1003 78 56 34 12
		data 0x1007 image 0x1007 f0 de bc 9a 78 56 34 12
		data 0x100f image 0x100f ff
		data 0x1010 image 0x1010 ff
		data 0x1011 image 0x1011 00 80
		data 0x1013 image 0x1013 20 10 00 00
		data 0x1017 image 0x1017 17 10 00 00 00 00 00 00
		data 0x1020 image 0x1020 01
		data 0x12f9 image 0x12f9 02 00 00 00`},
	{name: "fill", text: `
		SECTIONS {
			.text 0x1000 : { *(.text) BYTE(1) . = ALIGN(8); BYTE(2) FILL(0x1234) . += 5; BYTE(3) . = ALIGN(16); BYTE(4) . += 1; } =0x090
			.rodata : { *(.rodata) BYTE(1) . = ALIGN(8); BYTE(2) } =0x9
			.data : { *(.reset) BYTE(1) *(.data) BYTE(1) . += 12; } =1 + 0x8f
			.none : { . += 16; } =0xff
			.long : { BYTE(1) . += 8; } =0x0102030405060708090a
			.bss (NOLOAD) : { *(.bss) . += 4; } =0xff
		}`, want: `
		.text 0x1000+0x132 image 0x1000+0x132
		.rodata 0x1140+0x79 image 0x1140+0x79
		.data 0x11c0+0x92 image 0x11c0+0x92
		.none 0x1252+0x10
		.long 0x1262+0x9 image 0x1262+0x9
		.bss 0x1280+0x9d noload
		.text in .text 0x1000
		.data in .data 0x11f0
		.bss in .bss 0x1280
		.reset in .data 0x11c0
		.rodata in .rodata 0x1140
		data 0x1123 image 0x1123 01
		data 0x1124 image 0x1124 00 90 00 90
		data 0x1128 image 0x1128 02
		data 0x1129 image 0x1129 12 34 12 34 12
		data 0x112e image 0x112e 03
		data 0x112f image 0x112f 12
		data 0x1130 image 0x1130 04
		data 0x1131 image 0x1131 12
		data 0x11b7 image 0x11b7 01
		data 0x11b8 image 0x11b8 02
		data 0x11e4 image 0x11e4 01
		data 0x11e5 image 0x11e5 00 00 00 90 00 00 00 90 00 00 00
		data 0x1245 image 0x1245 01
		data 0x1246 image 0x1246 00 00 00 90 00 00 00 90 00 00 00 90
		data 0x1262 image 0x1262 01
		data 0x1263 image 0x1263 01 02 03 04 05 06 07 08`},
	{name: "patterns", text: `SECTIONS { .a : { *(.t[ea]x?) * ( ".ro*" ) *(.re[!z]et) } .b : { KEEP(*(.d[a]ta)) KEEP ( * ( .b* ) ) ; } }`, want: `
		.a 0x0+0x1dc image 0x0+0x1dc
		.b 0x1e0+0xf9 image 0x1e0+0x60
		.text in .a 0x0
		.data in .b 0x1e0
		.bss in .b 0x240
		.reset in .a 0x1b8
		.rodata in .a 0x140`},
	{name: "more patterns", text: `SECTIONS { .a : { *(.t[^az]x[a-z]) *(.nothing .[a-q]*t) *([.]r*) } .b : { *(*) } }`, want: `
		.a 0x0+0x1d7 image 0x0+0x1d7
		.b 0x1e0+0xf9 image 0x1e0+0x60
		.text in .a 0x0
		.data in .b 0x1e0
		.bss in .b 0x240
		.reset in .a 0x124
		.rodata in .a 0x160`},
	{name: "first match", text: `SECTIONS { .a : { *(.rodata .reset) } .b : { *(.text) *(.r* .t*) } .c : { *(.data) } .d : { *(.bss .data) } /DISCARD/ : { *(*) } }`, want: `
		.a 0x0+0xb7 image 0x0+0xb7
		.b 0xc0+0x123 image 0xc0+0x123
		.c 0x1f0+0x55 image 0x1f0+0x55
		.d 0x260+0x99
		.text in .b 0xc0
		.data in .c 0x1f0
		.bss in .d 0x260
		.reset in .a 0x0
		.rodata in .a 0x40`},
	{name: "commas", text: `SECTIONS { .a : { *(.rodata, .reset,.text) } , .b : { *(.data,.bss) } , }`, want: `
		.a 0x0+0x1d7 image 0x0+0x1d7
		.b 0x1e0+0xf9 image 0x1e0+0x60
		.text in .a 0x0
		.data in .b 0x1e0
		.bss in .b 0x240
		.reset in .a 0x124
		.rodata in .a 0x160`, notLD: true},
	{name: "parts of parts", text: `
		SECTIONS {
			.text : { *(.reset) *(.text) }
			.rodata : { *(.typelink) *(.rodata) *(.itablink) *(.gopclntab) }
			.data : { *(.go.buildinfo) *(.go.*) *(.noptrdata) *(.data) }
			.bss : { *(.noptrbss) *(.bss) *(.sbss*) }
		}`, want: `
		.text 0x0+0x153 image 0x0+0x153
		.rodata 0x160+0x77 image 0x160+0x77
		.data 0x1e0+0x55 image 0x1e0+0x55
		.bss 0x240+0x99
		.text in .text 0x30
		.data in .data 0x1e0
		.bss in .bss 0x240
		.reset in .text 0x0
		.rodata in .rodata 0x160`},
	{name: "parts of parts alone", text: `SECTIONS { .text : { *(.reset) *(.text) *(.typelink) } .data : { *(.noptrdata) *(.noptrbss) } }`, want: `
		.text 0x0+0x1d7 image 0x0+0x1d7
		.data 0x1e0+0xf9 image 0x1e0+0x60
		.text in .text 0x30
		.data in .data 0x1e0
		.bss in .data 0x240
		.reset in .text 0x0
		.rodata in .text 0x160`, notLD: true},
	{name: "attributes", text: `
		MEMORY { F (rx) : o = 0x1000, l = 64K  R (wx!r) : org = 0x80000, len = 1M }
		SECTIONS { .text : { *(.reset) *(.text) } .rodata : { *(.rodata) } .data : { *(.data) } >R .bss : { *(.bss) } .stack : { . += 16; }
			.q 0x70000 : { LONG(1) } .q2 : { LONG(1) } }`, want: `
		.text 0x1000+0x153 image 0x1000+0x153 >F
		.rodata 0x1160+0x77 image 0x1160+0x77 >F
		.data 0x80000+0x55 image 0x80000+0x55 >R
		.bss 0x80060+0x99 >R
		.stack 0x800f9+0x10 >R
		.q 0x70000+0x4 image 0x70000+0x4
		.q2 0x11d7+0x4 image 0x11d7+0x4 >F
		.text in .text 0x1030
		.data in .data 0x80000
		.bss in .bss 0x80060
		.reset in .text 0x1000
		.rodata in .rodata 0x1160
		region F (rx) 0x1000+0x10000 used 0x1ce
		region R (wx!r) 0x80000+0x100000 used 0xfe
		data 0x70000 image 0x70000 01 00 00 00
		data 0x11d7 image 0x11d7 01 00 00 00`},
	{name: "only a load region", text: `
		MEMORY { F (rx) : o = 0x1000, l = 64K  R : org = 0x80000, len = 1M }
		SECTIONS { .text : { *(.reset .text .rodata) } AT> F .data : { *(.data) *(.bss) } > R AT > F }`, want: `
		.text 0x1000+0x1d7 image 0x1000+0x1d7 >F AT>F
		.data 0x80000+0xf9 image 0x11d7+0x60 >R AT>F
		.text in .text 0x1000
		.data in .data 0x80000 image 0x11d7
		.bss in .data 0x80060
		.reset in .text 0x1124
		.rodata in .text 0x1160
		region F (rx) 0x1000+0x10000 used 0x237
		region R () 0x80000+0x100000 used 0xf9`},
	{name: "regions by expressions", text: `
		MEMORY { R : o = BASE, l = Q, F(r): ORIGIN = 0x100000 LENGTH = LENGTH(R) / 2 } MEMORY { G (!w) : o = ORIGIN(F) + LENGTH(F), l = 1 << 12 }
		REGION_ALIAS("CODE", F) REGION_ALIAS("RODATA", CODE)
		BASE = 0x1000; Q = 64K;
		SECTIONS { .text : { *(.reset .text) } >CODE .rodata : { *(.rodata) } >RODATA .data : { *(.data) } > R .bss : { *(.bss) } > R g = ORIGIN(G); }`, want: `
		.text 0x100000+0x148 image 0x100000+0x148 >F
		.rodata 0x100160+0x77 image 0x100160+0x77 >F
		.data 0x1000+0x55 image 0x1000+0x55 >R
		.bss 0x1060+0x99 >R
		.text in .text 0x100000
		.data in .data 0x1000
		.bss in .bss 0x1060
		.reset in .text 0x100124
		.rodata in .rodata 0x100160
		region R () 0x1000+0x10000 used 0xee
		region F (r) 0x100000+0x8000 used 0x1bf
		region G (!w) 0x108000+0x1000 used 0x0
		BASE = 0x1000
		Q = 0x10000
		g = 0x108000`},
	{name: "location counter beside regions", text: `
		MEMORY { F (rx) : o = 0x1000, l = 64K  R : org = 0x80000, len = 1M }
		SECTIONS { . = 0x3000; .text : { *(.reset .text) } >F . = 0x4000; .rodata . : { *(.rodata) } >F .data : { *(.data) } >R AT>F . = ALIGN(0x1000); .bss . : { *(.bss) } >R }`, want: `
		.text 0x1000+0x148 image 0x1000+0x148 >F
		.rodata 0x4000+0x77 image 0x4000+0x77 >F
		.data 0x80000+0x55 image 0x4077+0x55 >R AT>F
		.bss 0x81000+0x99 >R
		.text in .text 0x1000
		.data in .data 0x80000 image 0x4077
		.bss in .bss 0x81000
		.reset in .text 0x1124
		.rodata in .rodata 0x4000
		region F (rx) 0x1000+0x10000 used 0x214
		region R () 0x80000+0x100000 used 0xee`},
	{name: "load addresses", text: `
		SECTIONS { .text 0x1000 : AT(0x1000) { *(.reset .text .rodata) } .data 0x10000 : AT(LOADADDR(.text) + SIZEOF(.text)) ALIGN(64) { *(.data) } .bss : { *(.bss) } l1 = LOADADDR(.data); }`, want: `
		.text 0x1000+0x1d7 image 0x1000+0x1d7
		.data 0x10000+0x55 image 0x11d7+0x55
		.bss 0x10060+0x99
		.text in .text 0x1000
		.data in .data 0x10000 image 0x11d7
		.bss in .bss 0x10060
		.reset in .text 0x1124
		.rodata in .text 0x1160
		l1 = 0x11d7`},
	{name: "load addresses next to where it runs", text: `
		SECTIONS { .text 0x1000 : { *(.reset .text .rodata) } .data 0x8000 : AT(0x8001) { *(.data) } .bss : { *(.bss) } }`, want: `
		.text 0x1000+0x1d7 image 0x1000+0x1d7
		.data 0x8000+0x55 image 0x8001+0x55
		.bss 0x8060+0x99
		.text in .text 0x1000
		.data in .data 0x8000 image 0x8001
		.bss in .bss 0x8060
		.reset in .text 0x1124
		.rodata in .text 0x1160`},
	{name: "load addresses right below", text: `
		SECTIONS { .text 0x1000 : { *(.reset .text .rodata) } .data 0x8000 : AT(0x7fab) { *(.data) } .bss : { *(.bss) } }`, want: `
		.text 0x1000+0x1d7 image 0x1000+0x1d7
		.data 0x8000+0x55 image 0x7fab+0x55
		.bss 0x8060+0x99
		.text in .text 0x1000
		.data in .data 0x8000 image 0x7fab
		.bss in .bss 0x8060
		.reset in .text 0x1124
		.rodata in .text 0x1160`},
	{name: "aligned in flash", text: `
		MEMORY { F (rx) : o = 0x1001, l = 64K  R : org = 0x80004, len = 1M }
		SECTIONS { .text : { *(.reset .text .rodata) } >F .data : ALIGN_WITH_INPUT { *(.data) } >R AT>F .bss : ALIGN(256) { *(.bss) } >R }`, want: `
		.text 0x1020+0x1d7 image 0x1020+0x1d7 >F
		.data 0x80010+0x55 image 0x1203+0x55 >R AT>F
		.bss 0x80100+0x99 >R
		.text in .text 0x1020
		.data in .data 0x80010 image 0x1203
		.bss in .bss 0x80100
		.reset in .text 0x1144
		.rodata in .text 0x1180
		region F (rx) 0x1001+0x10000 used 0x22c
		region R () 0x80004+0x100000 used 0xee`},
	{name: "unaligned address", text: `SECTIONS { .text 0x1003 : { ` + all + ` } .x 0x4001 : ALIGN(8) { BYTE(1) } }`, want: `
		.text 0x1003+0x2d6 image 0x1003+0x23d
		.x 0x4008+0x1 image 0x4008+0x1
		.text in .text 0x1030
		.data in .text 0x11e0
		.bss in .text 0x1240
		.reset in .text 0x1004
		.rodata in .text 0x1160
		data 0x4008 image 0x4008 01`},
	{name: "backwards", text: `SECTIONS { . = 0x10000; .text : { *(.text .reset .rodata) } . = 0x8000; .data : { *(.data) } .bss 0x4001 : { *(.bss) } }`, want: `
		.text 0x10000+0x1d7 image 0x10000+0x1d7
		.data 0x8000+0x55 image 0x8000+0x55
		.bss 0x4001+0xb8
		.text in .text 0x10000
		.data in .data 0x8000
		.bss in .bss 0x4020
		.reset in .text 0x10124
		.rodata in .text 0x10160`},
	{name: "addresses", text: `SECTIONS { .text 1 ? 0x1000 : 0x2000 : { *(.text .reset) } .rodata (0x4000 + 8) : { *(.rodata) } .data ALIGN(4096) (READONLY) : { *(.data) } .bss ALIGN(64) (NOLOAD) : { *(.bss) } }`, want: `
		.text 0x1000+0x148 image 0x1000+0x148
		.rodata 0x4008+0x8f image 0x4008+0x8f
		.data 0x5000+0x55 image 0x5000+0x55
		.bss 0x5080+0x99 noload
		.text in .text 0x1000
		.data in .data 0x5000
		.bss in .bss 0x5080
		.reset in .text 0x1124
		.rodata in .rodata 0x4020`},
	{name: "inside", text: `SECTIONS { .text 0x1000 : { start = .; *(.text) . = 0x200; *(.reset) . = ABSOLUTE(0x1800); *(.rodata) . = start + 0x1a00; *(.data .bss) } }`, want: `
		.text 0x1000+0x1af9 image 0x1000+0x1a60
		.text in .text 0x1000
		.data in .text 0x2a00
		.bss in .text 0x2a60
		.reset in .text 0x1200
		.rodata in .text 0x1800
		start = 0x1000`},
	{name: "large", text: `SECTIONS { .text 0x1000 : { *(.text .reset .rodata .data) } .bss : { *(.bss) . += 4096M; } end = .; }`, want: `
		.text 0x1000+0x237 image 0x1000+0x237
		.bss 0x1240+0x100000099
		.text in .text 0x1000
		.data in .text 0x1130
		.bss in .bss 0x1240
		.reset in .text 0x1188
		.rodata in .text 0x11c0
		end = 0x1000012d9`},
	{name: "large in the image", text: `SECTIONS { .text 0x1000 : { *(.text) . += 4096M; } =0x90 .data : { *(.reset .rodata .data .bss) } end = .; }`, want: `
		.text 0x1000+0x100000123 image 0x1000+0x123
		.data 0x100001140+0x197 image 0x100001140+0x197
		.text in .text 0x1000
		.data in .data 0x100001140
		.bss in .data 0x1000011a0
		.reset in .data 0x10000123c
		.rodata in .data 0x100001260
		end = 0x1000012d7`, notLD: true},
	{name: "top of memory", text: `MEMORY { R : o = 0xffffffff80000000, l = 2048M } SECTIONS { .text : { ` + all + ` . = LENGTH(R) - 8; LONG(1) } > R }`, want: `
		.text 0xffffffff80000000+0x7ffffffc image 0xffffffff80000000+0x7ffffffc >R
		.text in .text 0xffffffff80000030
		.data in .text 0xffffffff800001e0
		.bss in .text 0xffffffff80000240
		.reset in .text 0xffffffff80000000
		.rodata in .text 0xffffffff80000160
		region R () 0xffffffff80000000+0x80000000 used 0x7ffffffc
		data 0xfffffffffffffff8 image 0xfffffffffffffff8 01 00 00 00`, notLD: true},
	{name: "loosely written", text: `a=1;;b=a+1;SECTIONS{.=0x1000;.text:{` + all + ` c=.;.+=4;}d=.;;}`, want: `
		.text 0x1000+0x2dd image 0x1000+0x240
		.text in .text 0x1030
		.data in .text 0x11e0
		.bss in .text 0x1240
		.reset in .text 0x1000
		.rodata in .text 0x1160
		a = 0x1
		b = 0x2
		c = 0x12d9
		d = 0x12dd`, notLD: true},
	{name: "bytes behind .bss", text: `SECTIONS { .text : { *(.reset .text .rodata) } .data : { *(.data .bss) BYTE(1) } }`, want: `
		.text 0x0+0x1d7 image 0x0+0x1d7
		.data 0x1e0+0xfa image 0x1e0+0xfa
		.text in .text 0x0
		.data in .data 0x1e0
		.bss in .data 0x240
		.reset in .text 0x124
		.rodata in .text 0x160
		data 0x2d9 image 0x2d9 01`},
	{name: "nothing", text: `MEMORY { R : o = 0, l = 0 } SECTIONS { } SECTIONS { .text 0x1000 : { ` + all + ` } .x : { } }`, want: `
		.text 0x1000+0x2d9 image 0x1000+0x240
		.x 0x12d9+0x0
		.text in .text 0x1030
		.data in .text 0x11e0
		.bss in .text 0x1240
		.reset in .text 0x1000
		.rodata in .text 0x1160
		region R () 0x0+0x0 used 0x0`},
}

// describe writes a layout.
func describe(l *Layout) string {
	var b strings.Builder
	for _, s := range l.Sections {
		fmt.Fprintf(&b, "%s %#x+%#x", s.Name, s.Addr, s.Size)
		if s.FileSize > 0 {
			fmt.Fprintf(&b, " image %#x+%#x", s.Load, s.FileSize)
		}
		if s.NoLoad {
			b.WriteString(" noload")
		}
		if s.Region != "" {
			fmt.Fprintf(&b, " >%s", s.Region)
		}
		if s.LoadRegion != "" {
			fmt.Fprintf(&b, " AT>%s", s.LoadRegion)
		}
		b.WriteString("\n")
	}
	for _, i := range l.Inputs {
		if i.Section != "" {
			fmt.Fprintf(&b, "%s in %s %#x", i.Name, i.Section, i.Addr)
			if i.Load != i.Addr {
				fmt.Fprintf(&b, " image %#x", i.Load)
			}
			b.WriteString("\n")
		}
	}
	for _, r := range l.Regions {
		fmt.Fprintf(&b, "region %s (%s) %#x+%#x used %#x\n", r.Name, r.Attributes, r.Origin, r.Length, r.Used)
	}
	for _, s := range l.Symbols {
		fmt.Fprintf(&b, "%s = %#x\n", s.Name, s.Value)
	}
	for _, d := range l.Data {
		fmt.Fprintf(&b, "data %#x image %#x % x\n", d.Addr, d.Load, d.Bytes)
	}
	return b.String()
}

func TestLayouts(t *testing.T) {
	for _, test := range layouts {
		t.Run(test.name, func(t *testing.T) {
			m, err := Parse("map.ld", []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			l, err := m.Place(program)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.TrimSpace(describe(l)), strings.TrimSpace(strings.ReplaceAll(test.want, "\t", "")); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
