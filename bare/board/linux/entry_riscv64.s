//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)

GLOBL ·stack(SB), NOPTR, $stackSize

TEXT _rt0_riscv64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$·stack(SB), A0
	MOV	$stackSize, A1
	ADD	A0, A1
	MOV	A1, X2
	JMP	runtime·start(SB)

// func call(number, a, b, c, d, e, f uintptr) uintptr
TEXT ·call(SB), NOSPLIT, $0-64
	MOV	number+0(FP), A7
	MOV	a+8(FP), A0
	MOV	b+16(FP), A1
	MOV	c+24(FP), A2
	MOV	d+32(FP), A3
	MOV	e+40(FP), A4
	MOV	f+48(FP), A5
	ECALL
	MOV	A0, ret+56(FP)
	RET

// handle is the handler of signals. The kernel gives all registers back afterwards, and has put into X1 where to return to.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$runtime·trapG(SB), g
	ADD	$-64, X2
	MOV	X1, 40(X2)
	MOV	A0, 8(X2)
	MOV	A1, 16(X2)
	MOV	A2, 24(X2)
	CALL	·trapped(SB)
	MOV	40(X2), X1
	ADD	$64, X2
	JMP	(X1)

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	MOV	$·handle(SB), A0
	MOV	A0, ret+0(FP)
	RET

// func restorerAddress() uintptr
TEXT ·restorerAddress(SB), NOSPLIT, $0-8
	MOV	ZERO, ret+0(FP)
	RET
