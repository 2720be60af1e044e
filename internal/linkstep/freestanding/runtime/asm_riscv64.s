//go:build premain_bare

#include "go_asm.h"
#include "textflag.h"

// start is where a board jumps to. The stack pointer is at the end of the stack, and A0 holds its lowest address.
TEXT runtime·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$runtime·g0(SB), g
	MOV	A0, (g_stack+stack_lo)(g)
	MOV	X2, (g_stack+stack_hi)(g)
	ADD	$const_stackGuard, A0
	MOV	A0, g_stackguard0(g)
	MOV	A0, g_stackguard1(g)
	MOV	ZERO, X1
	ADD	$-32, X2
	CALL	runtime·begin(SB)
	UNDEF

// prepare copies the variables to where they belong, if the image has them elsewhere, and clears what begins as zero. It returns the
// lowest address of the stack in A0 and its end in A1, changes A2 and A3 besides, and needs no stack.
TEXT runtime·prepare(SB), NOSPLIT|NOFRAME, $0-0
	MOV	runtime·dataLoad(SB), A0
	MOV	runtime·dataLow(SB), A1
	MOV	runtime·dataHigh(SB), A2
	BEQ	A0, A1, bss
copy:
	BGEU	A1, A2, bss
	MOV	(A0), A3
	MOV	A3, (A1)
	ADD	$8, A0
	ADD	$8, A1
	JMP	copy
bss:
	MOV	runtime·bssLow(SB), A0
	MOV	runtime·bssHigh(SB), A1
clear:
	BGEU	A0, A1, done
	MOV	ZERO, (A0)
	ADD	$8, A0
	JMP	clear
done:
	MOV	runtime·stackLow(SB), A0
	MOV	runtime·stackHigh(SB), A1
	RET

TEXT runtime·morestack_noctxt(SB), NOSPLIT|NOFRAME, $0-0
	JMP	runtime·morestack(SB)

// morestack is called by a function for which the stack is too small. X5 is where it was called from, X1 where that one returns to.
TEXT runtime·morestack(SB), NOSPLIT|NOFRAME, $0-0
	MOV	X2, X7
	MOV	X1, X6
	MOV	$runtime·trapG(SB), g
	MOV	$runtime·trapStack(SB), X28
	MOV	X28, (g_stack+stack_lo)(g)
	ADD	$const_stackGuard, X28, X29
	MOV	X29, g_stackguard0(g)
	MOV	X29, g_stackguard1(g)
	MOV	$const_trapStackSize, X29
	ADD	X29, X28
	MOV	X28, (g_stack+stack_hi)(g)
	ADD	$-48, X28
	MOV	X28, X2
	MOV	ZERO, X1
	MOV	X6, 8(X2)
	MOV	X7, 16(X2)
	CALL	runtime·stackOverflow(SB)
	UNDEF

// func continueAt(pc, sp, bp uintptr)
TEXT runtime·continueAt(SB), NOSPLIT|NOFRAME, $0-24
	MOV	pc+0(FP), A0
	MOV	sp+8(FP), X2
	JMP	(A0)

// enterSigpanic is where a trap continues.
TEXT runtime·enterSigpanic(SB), NOSPLIT|NOFRAME, $0-0
	JMP	runtime·sigpanic<ABIInternal>(SB)

TEXT runtime·mapinitnoop<ABIInternal>(SB), NOSPLIT, $0-0
	RET

// func procyield(cycles uint32)
TEXT runtime·procyield(SB), NOSPLIT, $0-0
	RET
