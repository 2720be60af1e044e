//go:build premain && linux

#include "go_asm.h"
#include "textflag.h"

// start is the entry of a program that the Go linker has linked.
TEXT ·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$_rt0_riscv64_linux(SB), T0
	JMP	·begin(SB)

// begin is given in T0 where the process goes on. A0 is the dynamic loader's exit function.
TEXT ·begin(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	T0, T2
	MOV	T2, ·next(SB)
	MOV	A0, ·loader(SB)
	MOV	X2, S2

	MOV	$·stack(SB), A1
	MOV	$·initialG(SB), g
	MOV	A1, g_low(g)
	MOV	$const_guard, A3
	ADD	A3, A1, A2
	MOV	A2, g_guard0(g)
	MOV	A2, g_guard1(g)
	MOV	$·scheduler(SB), A4
	MOV	$(const_schedulerAlign - 1), A5
	ADD	A5, A4
	AND	$~(const_schedulerAlign - 1), A4
	MOV	A4, g_m(g)
	MOV	$(const_schedulerUsed / 8), A5
fill:
	MOV	g, (A4)
	ADD	$8, A4
	ADD	$-1, A5
	BNE	A5, ZERO, fill
	MOV	$const_stackSize, A3
	ADD	A3, A1
	MOV	A1, g_high(g)
	AND	$~15, A1
	ADD	$-32, A1
	MOV	A1, X2

	MOV	S2, 8(X2)
	MOV	$·self(SB), A1
	MOV	·self(SB), A2
	BEQ	A1, A2, relocated
	CALL	·relocate(SB)
relocated:
	CALL	·run(SB)
	MOV	16(X2), S2

	MOV	$1, A1
	MOVB	A1, ·begun(SB)
	MOV	S2, X2
	MOV	·loader(SB), A0
	MOV	·next(SB), T0
	MOV	ZERO, g
	JMP	(T0)

// self holds its own address, once the program has been relocated.
DATA	·self(SB)/8, $·self(SB)
GLOBL	·self(SB), NOPTR, $8

// handle is the signal handler, which has a stack of its own. It does not return.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$·initialG(SB), g
	MOV	$·handlerStack(SB), A3
	MOV	$const_guard, A4
	ADD	A3, A4
	MOV	A4, g_guard0(g)
	MOV	$const_handlerSize, A4
	ADD	A3, A4
	MOV	A4, g_high(g)
	ADD	$-48, X2
	MOV	A0, 8(X2)
	MOV	A1, 16(X2)
	MOV	A2, 24(X2)
	CALL	·fault(SB)
	WORD	$0

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	MOV	$·handle(SB), T0
	MOV	T0, ret+0(FP)
	RET
