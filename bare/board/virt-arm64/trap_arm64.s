//go:build premain_bare

#include "textflag.h"

#define lastStackSize (8<<10)

// Of the type frame.
#define frameLR 240
#define frameSP 248
#define framePC 256
#define frameFPCR 272
#define frameF 288

// What the program, which has SP_EL0, traps with. SP_EL1 has room for a frame above it.
#define TRAPPED(kind) \
	STP	(R0, R1), 0(RSP) \
	MOVD	$kind, R0 \
	JMP	·trap(SB) \
	PCALIGN	$128

// What a handler of traps traps with, which has SP_EL1.
#define AGAIN(kind) \
	MOVD	$kind, R0 \
	JMP	·trapAgain(SB) \
	PCALIGN	$128

TEXT ·vectors(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	PCALIGN	$2048
	TRAPPED(0)
	TRAPPED(1)
	TRAPPED(2)
	TRAPPED(3)
	AGAIN(0)
	AGAIN(1)
	AGAIN(2)
	AGAIN(3)
	// From EL0, of which there is none.
	TRAPPED(0)
	TRAPPED(1)
	TRAPPED(2)
	TRAPPED(3)
	TRAPPED(0)
	TRAPPED(1)
	TRAPPED(2)
	TRAPPED(3)
	UNDEF

// trap saves the registers, calls trapped, and goes on with what it has made of them.
TEXT ·trap(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	STP	(R2, R3), 16(RSP)
	STP	(R4, R5), 32(RSP)
	STP	(R6, R7), 48(RSP)
	STP	(R8, R9), 64(RSP)
	STP	(R10, R11), 80(RSP)
	STP	(R12, R13), 96(RSP)
	STP	(R14, R15), 112(RSP)
	STP	(R16, R17), 128(RSP)
	STP	(R18_PLATFORM, R19), 144(RSP)
	STP	(R20, R21), 160(RSP)
	STP	(R22, R23), 176(RSP)
	STP	(R24, R25), 192(RSP)
	STP	(R26, R27), 208(RSP)
	STP	(g, R29), 224(RSP)
	MRS	SP_EL0, R1
	STP	(R30, R1), frameLR(RSP)
	MRS	ELR_EL1, R2
	MRS	SPSR_EL1, R3
	STP	(R2, R3), framePC(RSP)
	MRS	FPCR, R2
	MRS	FPSR, R3
	STP	(R2, R3), frameFPCR(RSP)
	FSTPQ	(F0, F1), (frameF+0*16)(RSP)
	FSTPQ	(F2, F3), (frameF+2*16)(RSP)
	FSTPQ	(F4, F5), (frameF+4*16)(RSP)
	FSTPQ	(F6, F7), (frameF+6*16)(RSP)
	FSTPQ	(F8, F9), (frameF+8*16)(RSP)
	FSTPQ	(F10, F11), (frameF+10*16)(RSP)
	FSTPQ	(F12, F13), (frameF+12*16)(RSP)
	FSTPQ	(F14, F15), (frameF+14*16)(RSP)
	FSTPQ	(F16, F17), (frameF+16*16)(RSP)
	FSTPQ	(F18, F19), (frameF+18*16)(RSP)
	FSTPQ	(F20, F21), (frameF+20*16)(RSP)
	FSTPQ	(F22, F23), (frameF+22*16)(RSP)
	FSTPQ	(F24, F25), (frameF+24*16)(RSP)
	FSTPQ	(F26, F27), (frameF+26*16)(RSP)
	FSTPQ	(F28, F29), (frameF+28*16)(RSP)
	FSTPQ	(F30, F31), (frameF+30*16)(RSP)
	MSR	ZR, FPCR
	// After a stack overflow, trapStack is in use, by the panic handler.
	MOVD	$runtime·trapStack(SB), R4
	SUB	R4, R1
	CMP	$(32<<10), R1
	BLO	again
	MOVD	$runtime·trapG(SB), g
	ADD	$1024, R4, R5 // not less than the compiler lets functions rely on
	STP	(R5, R5), 16(g)
	MOVD	RSP, R6
	ADD	$(32<<10), R4
	SUB	$48, R4
	MOVD	R4, RSP
	MOVD	R6, 40(RSP)
	MRS	ESR_EL1, R1
	MRS	FAR_EL1, R2
	STP	(R0, R1), 8(RSP)
	STP	(R2, R6), 24(RSP)
	MOVD	ZR, R29
	CALL	·trapped(SB)
	MOVD	40(RSP), R0
	MOVD	R0, RSP
	LDP	frameFPCR(RSP), (R2, R3)
	MSR	R2, FPCR
	MSR	R3, FPSR
	FLDPQ	(frameF+0*16)(RSP), (F0, F1)
	FLDPQ	(frameF+2*16)(RSP), (F2, F3)
	FLDPQ	(frameF+4*16)(RSP), (F4, F5)
	FLDPQ	(frameF+6*16)(RSP), (F6, F7)
	FLDPQ	(frameF+8*16)(RSP), (F8, F9)
	FLDPQ	(frameF+10*16)(RSP), (F10, F11)
	FLDPQ	(frameF+12*16)(RSP), (F12, F13)
	FLDPQ	(frameF+14*16)(RSP), (F14, F15)
	FLDPQ	(frameF+16*16)(RSP), (F16, F17)
	FLDPQ	(frameF+18*16)(RSP), (F18, F19)
	FLDPQ	(frameF+20*16)(RSP), (F20, F21)
	FLDPQ	(frameF+22*16)(RSP), (F22, F23)
	FLDPQ	(frameF+24*16)(RSP), (F24, F25)
	FLDPQ	(frameF+26*16)(RSP), (F26, F27)
	FLDPQ	(frameF+28*16)(RSP), (F28, F29)
	FLDPQ	(frameF+30*16)(RSP), (F30, F31)
	LDP	framePC(RSP), (R2, R3)
	MSR	R2, ELR_EL1
	MSR	R3, SPSR_EL1
	LDP	frameLR(RSP), (R30, R1)
	MSR	R1, SP_EL0
	LDP	224(RSP), (g, R29)
	LDP	208(RSP), (R26, R27)
	LDP	192(RSP), (R24, R25)
	LDP	176(RSP), (R22, R23)
	LDP	160(RSP), (R20, R21)
	LDP	144(RSP), (R18_PLATFORM, R19)
	LDP	128(RSP), (R16, R17)
	LDP	112(RSP), (R14, R15)
	LDP	96(RSP), (R12, R13)
	LDP	80(RSP), (R10, R11)
	LDP	64(RSP), (R8, R9)
	LDP	48(RSP), (R6, R7)
	LDP	32(RSP), (R4, R5)
	LDP	16(RSP), (R2, R3)
	LDP	0(RSP), (R0, R1)
	ERET
again:
	JMP	·trapAgain(SB)

// How often trapAgain has been entered.
GLOBL ·again(SB), NOPTR, $8

// trapAgain ends the program, at the second time with status 3 and no message, and at the third by waiting for ever. R0 holds the kind of
// the trap.
TEXT ·trapAgain(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$·lastStack(SB), R1
	MOVD	$lastStackSize, R2
	ADD	R2, R1
	SUB	$48, R1
	MOVD	R1, RSP
	MOVD	·again(SB), R1
	ADD	$1, R1
	MOVD	R1, ·again(SB)
	CMP	$2, R1
	BEQ	exit
	BHI	wait
	MOVD	$runtime·trapG(SB), g
	STP	(ZR, ZR), 16(g) // the stack is another one
	MRS	ESR_EL1, R1
	MRS	FAR_EL1, R2
	MRS	ELR_EL1, R3
	STP	(R0, R1), 8(RSP)
	STP	(R2, R3), 24(RSP)
	CALL	·trappedAgain(SB)
exit:
	MOVD	$0x20026, R2 // as in exit
	MOVD	$3, R3
	STP	(R2, R3), 8(RSP)
	ADD	$8, RSP, R1
	MOVD	$0x18, R0
	HLT	$0xf000
wait:
	WFI
	JMP	wait
