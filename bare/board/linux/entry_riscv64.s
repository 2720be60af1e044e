//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)
#define interruptStackSize (32<<10)

// What the kernel puts below the stack pointer when it delivers a signal.
#define signalFrame (16<<10)

GLOBL ·stack(SB), NOPTR, $stackSize

TEXT _rt0_riscv64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$·stack(SB), A0
	MOV	$stackSize, A1
	ADD	A0, A1
	MOV	A1, X2
	MOV	$signalFrame, A2
	ADD	A2, A0
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

// tick is the handler of the timer's signal, on the stack of what it interrupts. It changes to that for interrupts.
TEXT ·tick(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$runtime·interruptStack(SB), A1
	MOV	$runtime·interruptG(SB), g
	ADD	$1024, A1 // not less than the compiler lets functions rely on
	MOV	A1, 16(g)
	MOV	A1, 24(g)
	MOV	$(interruptStackSize-1024-32), A2
	ADD	A2, A1
	MOV	X2, 8(A1)
	MOV	X1, 16(A1)
	MOV	A1, X2
	CALL	·ticked(SB)
	MOV	16(X2), X1
	MOV	8(X2), X2
	JMP	(X1)

// func tickAddress() uintptr
TEXT ·tickAddress(SB), NOSPLIT, $0-8
	MOV	$·tick(SB), A0
	MOV	A0, ret+0(FP)
	RET

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	MOV	$·handle(SB), A0
	MOV	A0, ret+0(FP)
	RET

// func restorerAddress() uintptr
TEXT ·restorerAddress(SB), NOSPLIT, $0-8
	MOV	ZERO, ret+0(FP)
	RET
