//go:build premain_bare

#include "go_asm.h"
#include "textflag.h"

// start is where a board jumps to. The stack pointer is at the end of the stack, and R0 holds its lowest address.
TEXT runtime·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$runtime·g0(SB), g
	MOVD	R0, (g_stack+stack_lo)(g)
	MOVD	RSP, R1
	MOVD	R1, (g_stack+stack_hi)(g)
	ADD	$const_stackGuard, R0
	MOVD	R0, g_stackguard0(g)
	MOVD	R0, g_stackguard1(g)
	MOVD	ZR, R29
	MOVD	ZR, R30
	SUB	$32, RSP
	CALL	runtime·begin(SB)
	UNDEF

// prepare copies the variables to where they belong, if the image has them elsewhere, and clears what begins as zero. It returns the
// lowest address of the stack in R0 and its end in R1, changes R2 and R3 besides, and needs no stack.
TEXT runtime·prepare(SB), NOSPLIT|NOFRAME, $0-0
	MOVD	runtime·dataLoad(SB), R0
	MOVD	runtime·dataLow(SB), R1
	MOVD	runtime·dataHigh(SB), R2
	CMP	R0, R1
	BEQ	bss
copy:
	CMP	R2, R1
	BHS	bss
	MOVD.P	8(R0), R3
	MOVD.P	R3, 8(R1)
	JMP	copy
bss:
	MOVD	runtime·bssLow(SB), R0
	MOVD	runtime·bssHigh(SB), R1
clear:
	CMP	R1, R0
	BHS	done
	MOVD.P	ZR, 8(R0)
	JMP	clear
done:
	MOVD	runtime·stackLow(SB), R0
	MOVD	runtime·stackHigh(SB), R1
	RET

TEXT runtime·morestack_noctxt(SB), NOSPLIT|NOFRAME, $0-0
	JMP	runtime·morestack(SB)

// morestack is called by a function for which the stack is too small. R3 is where that one returns to.
TEXT runtime·morestack(SB), NOSPLIT|NOFRAME, $0-0
	MOVD	RSP, R4
	MOVD	$runtime·trapG(SB), g
	MOVD	$runtime·trapStack(SB), R1
	MOVD	R1, (g_stack+stack_lo)(g)
	ADD	$const_stackGuard, R1, R2
	MOVD	R2, g_stackguard0(g)
	MOVD	R2, g_stackguard1(g)
	MOVD	$const_trapStackSize, R2
	ADD	R2, R1
	MOVD	R1, (g_stack+stack_hi)(g)
	SUB	$48, R1
	MOVD	R1, RSP
	MOVD	ZR, R29
	MOVD	ZR, R30
	MOVD	R3, 8(RSP)
	MOVD	R4, 16(RSP)
	CALL	runtime·stackOverflow(SB)
	UNDEF

// func continueAt(pc, sp, bp uintptr)
TEXT runtime·continueAt(SB), NOSPLIT|NOFRAME, $0-24
	MOVD	pc+0(FP), R0
	MOVD	sp+8(FP), R1
	MOVD	bp+16(FP), R29
	MOVD	R1, RSP
	JMP	(R0)

// enterSigpanic is where a trap continues.
TEXT runtime·enterSigpanic(SB), NOSPLIT|NOFRAME, $0-0
	JMP	runtime·sigpanic<ABIInternal>(SB)

TEXT runtime·mapinitnoop<ABIInternal>(SB), NOSPLIT, $0-0
	RET

// func procyield(cycles uint32)
TEXT runtime·procyield(SB), NOSPLIT, $0-0
	RET
