// frameSize and the offsets are of the type frame.
#define frameSize 800
#define frameLR 240
#define frameSP 248
#define framePC 256
#define frameFPCR 272
#define frameF 288

// SAVE saves the registers of the program in the frame at SP_EL1, which has R0 and R1 already. R1 holds the program's stack pointer after it, and FPCR what Go code
// begins with.
#define SAVE \
	STP	(R2, R3), 16(RSP) \
	STP	(R4, R5), 32(RSP) \
	STP	(R6, R7), 48(RSP) \
	STP	(R8, R9), 64(RSP) \
	STP	(R10, R11), 80(RSP) \
	STP	(R12, R13), 96(RSP) \
	STP	(R14, R15), 112(RSP) \
	STP	(R16, R17), 128(RSP) \
	STP	(R18_PLATFORM, R19), 144(RSP) \
	STP	(R20, R21), 160(RSP) \
	STP	(R22, R23), 176(RSP) \
	STP	(R24, R25), 192(RSP) \
	STP	(R26, R27), 208(RSP) \
	STP	(g, R29), 224(RSP) \
	MRS	SP_EL0, R1 \
	STP	(R30, R1), frameLR(RSP) \
	MRS	ELR_EL1, R2 \
	MRS	SPSR_EL1, R3 \
	STP	(R2, R3), framePC(RSP) \
	MRS	FPCR, R2 \
	MRS	FPSR, R3 \
	STP	(R2, R3), frameFPCR(RSP) \
	FSTPQ	(F0, F1), (frameF+0*16)(RSP) \
	FSTPQ	(F2, F3), (frameF+2*16)(RSP) \
	FSTPQ	(F4, F5), (frameF+4*16)(RSP) \
	FSTPQ	(F6, F7), (frameF+6*16)(RSP) \
	FSTPQ	(F8, F9), (frameF+8*16)(RSP) \
	FSTPQ	(F10, F11), (frameF+10*16)(RSP) \
	FSTPQ	(F12, F13), (frameF+12*16)(RSP) \
	FSTPQ	(F14, F15), (frameF+14*16)(RSP) \
	FSTPQ	(F16, F17), (frameF+16*16)(RSP) \
	FSTPQ	(F18, F19), (frameF+18*16)(RSP) \
	FSTPQ	(F20, F21), (frameF+20*16)(RSP) \
	FSTPQ	(F22, F23), (frameF+22*16)(RSP) \
	FSTPQ	(F24, F25), (frameF+24*16)(RSP) \
	FSTPQ	(F26, F27), (frameF+26*16)(RSP) \
	FSTPQ	(F28, F29), (frameF+28*16)(RSP) \
	FSTPQ	(F30, F31), (frameF+30*16)(RSP) \
	MSR	ZR, FPCR

// RESTORE restores the registers of the program from the frame at SP_EL1, and returns to it.
#define RESTORE \
	LDP	frameFPCR(RSP), (R2, R3) \
	MSR	R2, FPCR \
	MSR	R3, FPSR \
	FLDPQ	(frameF+0*16)(RSP), (F0, F1) \
	FLDPQ	(frameF+2*16)(RSP), (F2, F3) \
	FLDPQ	(frameF+4*16)(RSP), (F4, F5) \
	FLDPQ	(frameF+6*16)(RSP), (F6, F7) \
	FLDPQ	(frameF+8*16)(RSP), (F8, F9) \
	FLDPQ	(frameF+10*16)(RSP), (F10, F11) \
	FLDPQ	(frameF+12*16)(RSP), (F12, F13) \
	FLDPQ	(frameF+14*16)(RSP), (F14, F15) \
	FLDPQ	(frameF+16*16)(RSP), (F16, F17) \
	FLDPQ	(frameF+18*16)(RSP), (F18, F19) \
	FLDPQ	(frameF+20*16)(RSP), (F20, F21) \
	FLDPQ	(frameF+22*16)(RSP), (F22, F23) \
	FLDPQ	(frameF+24*16)(RSP), (F24, F25) \
	FLDPQ	(frameF+26*16)(RSP), (F26, F27) \
	FLDPQ	(frameF+28*16)(RSP), (F28, F29) \
	FLDPQ	(frameF+30*16)(RSP), (F30, F31) \
	LDP	framePC(RSP), (R2, R3) \
	MSR	R2, ELR_EL1 \
	MSR	R3, SPSR_EL1 \
	LDP	frameLR(RSP), (R30, R1) \
	MSR	R1, SP_EL0 \
	LDP	224(RSP), (g, R29) \
	LDP	208(RSP), (R26, R27) \
	LDP	192(RSP), (R24, R25) \
	LDP	176(RSP), (R22, R23) \
	LDP	160(RSP), (R20, R21) \
	LDP	144(RSP), (R18_PLATFORM, R19) \
	LDP	128(RSP), (R16, R17) \
	LDP	112(RSP), (R14, R15) \
	LDP	96(RSP), (R12, R13) \
	LDP	80(RSP), (R10, R11) \
	LDP	64(RSP), (R8, R9) \
	LDP	48(RSP), (R6, R7) \
	LDP	32(RSP), (R4, R5) \
	LDP	16(RSP), (R2, R3) \
	LDP	0(RSP), (R0, R1) \
	ERET
