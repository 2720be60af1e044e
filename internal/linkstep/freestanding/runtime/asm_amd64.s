//go:build premain_bare

#include "go_asm.h"
#include "go_tls.h"
#include "textflag.h"

// start is where a board jumps to. The stack pointer is at the end of the stack, AX holds its lowest address, and FS points behind
// the first word of threadPointer.
TEXT runtime·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	runtime·g0(SB), R14
	MOVQ	AX, (g_stack+stack_lo)(R14)
	MOVQ	SP, (g_stack+stack_hi)(R14)
	ADDQ	$const_stackGuard, AX
	MOVQ	AX, g_stackguard0(R14)
	MOVQ	AX, g_stackguard1(R14)
	MOVQ	R14, runtime·threadPointer(SB)
	XORPS	X15, X15
	XORL	BP, BP
	ANDQ	$~15, SP
	CALL	runtime·begin(SB)
	INT	$3

// prepare copies the variables to where they belong, if the image has them elsewhere, and clears what begins as zero. It returns the
// lowest address of the stack in AX. The stack pointer is at runtime·stackHigh, or at any other memory.
TEXT runtime·prepare(SB), NOSPLIT|NOFRAME, $0-0
	CLD
	MOVQ	runtime·dataLoad(SB), SI
	MOVQ	runtime·dataLow(SB), DI
	MOVQ	runtime·dataHigh(SB), CX
	CMPQ	SI, DI
	JEQ	clear
	SUBQ	DI, CX
	SHRQ	$3, CX
	REP
	MOVSQ
clear:
	MOVQ	runtime·bssLow(SB), DI
	MOVQ	runtime·bssHigh(SB), CX
	SUBQ	DI, CX
	SHRQ	$3, CX
	XORL	AX, AX
	REP
	STOSQ
	MOVQ	runtime·stackLow(SB), AX
	RET

TEXT runtime·morestack_noctxt(SB), NOSPLIT|NOFRAME, $0-0
	JMP	runtime·morestack(SB)

// morestack is called by a function for which the stack is too small.
TEXT runtime·morestack(SB), NOSPLIT|NOFRAME, $0-0
	MOVQ	0(SP), AX
	LEAQ	8(SP), BX
	LEAQ	runtime·trapG(SB), R14
	LEAQ	runtime·trapStack(SB), CX
	MOVQ	CX, (g_stack+stack_lo)(R14)
	LEAQ	const_trapStackSize(CX), SP
	MOVQ	SP, (g_stack+stack_hi)(R14)
	ADDQ	$const_stackGuard, CX
	MOVQ	CX, g_stackguard0(R14)
	MOVQ	CX, g_stackguard1(R14)
	MOVQ	R14, runtime·threadPointer(SB)
	XORL	BP, BP
	SUBQ	$32, SP
	MOVQ	AX, 0(SP)
	MOVQ	BX, 8(SP)
	CALL	runtime·stackOverflow(SB)
	INT	$3

// func continueAt(pc, sp, bp uintptr)
TEXT runtime·continueAt(SB), NOSPLIT|NOFRAME, $0-24
	MOVQ	pc+0(FP), AX
	MOVQ	bp+16(FP), BP
	MOVQ	sp+8(FP), SP
	MOVQ	runtime·threadPointer(SB), R14
	XORPS	X15, X15
	JMP	AX

// enterSigpanic is where a trap continues.
TEXT runtime·enterSigpanic(SB), NOSPLIT|NOFRAME, $0-0
	MOVQ	runtime·threadPointer(SB), R14
	XORPS	X15, X15
	JMP	runtime·sigpanic<ABIInternal>(SB)

TEXT runtime·mapinitnoop<ABIInternal>(SB), NOSPLIT, $0-0
	RET

// func procyield(cycles uint32)
TEXT runtime·procyield(SB), NOSPLIT, $0-0
	RET
