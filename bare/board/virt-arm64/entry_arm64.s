//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)
#define lastStackSize (8<<10)
#define frameSize 800 // of the type frame

// Where traps save the registers, and the stack on which the program ends if something traps while a trap is handled.
GLOBL ·lastStack(SB), NOPTR, $lastStackSize

// STACK lets a register hold the lowest address of the stack: behind the program and a page that is not mapped.
#define STACK(R) \
	MOVD	$runtime·end(SB), R \
	ADD	$0x1fff, R \
	AND	$~0xfff, R

TEXT _rt0_arm64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MSR	$15, DAIFSet
	MSR	$1, SPSel
	MOVD	$·vectors(SB), R0
	MSR	R0, VBAR_EL1
	MOVD	$(3<<20), R0 // floating point
	MSR	R0, CPACR_EL1
	ISB	$15
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-frameSize), R0
	MOVD	R0, RSP
	MOVD	$runtime·bss(SB), R0
	MOVD	$runtime·ebss(SB), R1
	CALL	·clear(SB)
	MOVD	$runtime·noptrbss(SB), R0
	MOVD	$runtime·enoptrbss(SB), R1
	CALL	·clear(SB)
	MOVD	$runtime·g0(SB), g
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-32), R0
	MOVD	R0, RSP
	CALL	·mapMemory(SB)
	MOVD	8(RSP), R0
	MSR	R0, TTBR0_EL1
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-frameSize), R0
	MOVD	R0, RSP
	MSR	$0, SPSel // and from here on, SP_EL1 is left to traps
	MOVD	$0xff00, R0 // type 0: device, nGnRnE; type 1: normal, write-back
	MSR	R0, MAIR_EL1
	// 39 bits of addresses in pages of 4 KiB, by cacheable tables, to 36 bits; none at the upper end
	MOVD	$(25 | 1<<8 | 1<<10 | 3<<12 | 1<<23 | 1<<32), R0
	MSR	R0, TCR_EL1
	DSB	$15
	TLBI	VMALLE1
	DSB	$15
	ISB	$15
	// Besides what must be one: addresses translated, caches, stack pointers checked, nothing executed that can be written.
	MOVD	$(0x30d00800 | 1<<0 | 1<<2 | 1<<3 | 1<<12 | 1<<19), R0
	MSR	R0, SCTLR_EL1
	ISB	$15
	MSR	$4, DAIFClr // errors of the system
	STACK(R0)
	MOVD	$stackSize, R1
	ADD	R0, R1
	MOVD	R1, RSP
	JMP	runtime·start(SB)

// clear lets the bytes from R0 to R1 be zero. R0 is a multiple of 8.
TEXT ·clear(SB), NOSPLIT|NOFRAME, $0-0
	SUB	R0, R1
	CMP	$8, R1
	BLO	bytes
words:
	MOVD.P	ZR, 8(R0)
	SUB	$8, R1
	CMP	$8, R1
	BHS	words
bytes:
	CBZ	R1, done
	MOVB.P	ZR, 1(R0)
	SUB	$1, R1
	JMP	bytes
done:
	RET

// func textStart() uintptr
TEXT ·textStart(SB), NOSPLIT, $0-8
	MOVD	$runtime·text(SB), R0
	MOVD	R0, ret+0(FP)
	RET

// func textEnd() uintptr
TEXT ·textEnd(SB), NOSPLIT, $0-8
	MOVD	$runtime·etext(SB), R0
	MOVD	R0, ret+0(FP)
	RET

// func dataStart() uintptr
TEXT ·dataStart(SB), NOSPLIT, $0-8
	MOVD	$runtime·noptrdata(SB), R0
	MOVD	R0, ret+0(FP)
	RET

// func stackLow() uintptr
TEXT ·stackLow(SB), NOSPLIT, $0-8
	STACK(R0)
	MOVD	R0, ret+0(FP)
	RET

// func stackHigh() uintptr
TEXT ·stackHigh(SB), NOSPLIT, $0-8
	STACK(R0)
	MOVD	$stackSize, R1
	ADD	R1, R0
	MOVD	R0, ret+0(FP)
	RET

// func semihosting(operation uintptr, block *[2]uintptr)
TEXT ·semihosting(SB), NOSPLIT, $0-16
	MOVD	operation+0(FP), R0
	MOVD	block+8(FP), R1
	HLT	$0xf000
	RET

// func halt()
TEXT ·halt(SB), NOSPLIT, $0-0
	MSR	$15, DAIFSet
wait:
	WFI
	JMP	wait

// func reset()
TEXT ·reset(SB), NOSPLIT, $0-0
	MOVD	$0x84000009, R0 // SYSTEM_RESET of PSCI
	HVC	$0
	RET
