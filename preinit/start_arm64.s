//go:build premain && linux

#include "go_asm.h"
#include "textflag.h"

// start is the entry of a program that the Go linker has linked.
TEXT ·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$_rt0_arm64_linux(SB), R16
	JMP	·begin(SB)

// begin is given in R16 where the process goes on. R0 is the dynamic loader's exit function.
TEXT ·begin(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	R16, ·next(SB)
	MOVD	R0, ·loader(SB)
	MOVD	RSP, R19

	MOVD	$·stack(SB), R1
	MOVD	$·initialG(SB), g
	MOVD	R1, g_low(g)
	ADD	$const_guard, R1, R2
	MOVD	R2, g_guard0(g)
	MOVD	R2, g_guard1(g)
	MOVD	$·scheduler(SB), R4
	ADD	$(const_schedulerAlign - 1), R4
	AND	$~(const_schedulerAlign - 1), R4
	MOVD	R4, g_m(g)
	MOVD	$(const_schedulerUsed / 8), R5
fill:
	MOVD.P	g, 8(R4)
	SUBS	$1, R5
	BNE	fill
	MOVD	$const_stackSize, R3
	ADD	R3, R1
	MOVD	R1, g_high(g)
	AND	$~15, R1
	SUB	$32, R1
	MOVD	R1, RSP
	MOVD	ZR, R29
	MOVD	ZR, R30
#ifdef const_sanitized
	BL	premain__save_g(SB)
#endif

	MOVD	R19, 8(RSP)
	MOVD	$·self(SB), R1
	MOVD	·self(SB), R2
	CMP	R1, R2
	BEQ	relocated
	CALL	·relocate(SB)
relocated:
	CALL	·run(SB)
	MOVD	16(RSP), R19
#ifdef const_sanitized
	MOVD	ZR, g
	BL	premain__save_g(SB)
#endif

	MOVD	$1, R1
	MOVB	R1, ·begun(SB)
	MOVD	R19, RSP
	MOVD	·loader(SB), R0
	MOVD	·next(SB), R16
	MOVD	ZR, R29
	MOVD	ZR, R30
	MOVD	ZR, g
	JMP	(R16)

// self holds its own address, once the program has been relocated.
DATA	·self(SB)/8, $·self(SB)
GLOBL	·self(SB), NOPTR, $8

// handle is the signal handler, which has a stack of its own. It does not return.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$·initialG(SB), g
	MOVD	$·handlerStack(SB), R3
	ADD	$const_guard, R3, R4
	MOVD	R4, g_guard0(g)
	MOVD	$const_handlerSize, R4
	ADD	R3, R4
	MOVD	R4, g_high(g)
	MOVD	ZR, R29
	SUB	$48, RSP
	MOVD	R0, 8(RSP)
	MOVD	R1, 16(RSP)
	MOVD	R2, 24(RSP)
	CALL	·fault(SB)
	UNDEF

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	MOVD	$·handle(SB), R0
	MOVD	R0, ret+0(FP)
	RET
