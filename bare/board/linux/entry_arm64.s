//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)
#define interruptStackSize (32<<10)

// What the kernel puts below the stack pointer when it delivers a signal.
#define signalFrame (16<<10)

GLOBL ·stack(SB), NOPTR, $stackSize

TEXT _rt0_arm64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$·stack(SB), R0
	MOVD	$stackSize, R1
	ADD	R0, R1
	MOVD	R1, RSP
	ADD	$signalFrame, R0
	JMP	runtime·start(SB)

// func call(number, a, b, c, d, e, f uintptr) uintptr
TEXT ·call(SB), NOSPLIT, $0-64
	MOVD	number+0(FP), R8
	MOVD	a+8(FP), R0
	MOVD	b+16(FP), R1
	MOVD	c+24(FP), R2
	MOVD	d+32(FP), R3
	MOVD	e+40(FP), R4
	MOVD	f+48(FP), R5
	SVC
	MOVD	R0, ret+56(FP)
	RET

// handle is the handler of signals. The kernel gives all registers back afterwards, and has put into R30 where to return to.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$runtime·trapG(SB), g
	SUB	$64, RSP
	MOVD	R30, 40(RSP)
	MOVD	R0, 8(RSP)
	MOVD	R1, 16(RSP)
	MOVD	R2, 24(RSP)
	CALL	·trapped(SB)
	MOVD	40(RSP), R30
	ADD	$64, RSP
	JMP	(R30)

// tick is the handler of the timer's signal, on the stack of what it interrupts. It changes to that for interrupts.
TEXT ·tick(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$runtime·interruptStack(SB), R1
	MOVD	$runtime·interruptG(SB), g
	ADD	$1024, R1 // not less than the compiler lets functions rely on
	STP	(R1, R1), 16(g)
	ADD	$(interruptStackSize-1024-32), R1
	MOVD	RSP, R2
	MOVD	R2, 8(R1)
	MOVD	R30, 16(R1)
	MOVD	R1, RSP
	MOVD	ZR, R29
	CALL	·ticked(SB)
	MOVD	16(RSP), R30
	MOVD	8(RSP), R2
	MOVD	R2, RSP
	JMP	(R30)

// func tickAddress() uintptr
TEXT ·tickAddress(SB), NOSPLIT, $0-8
	MOVD	$·tick(SB), R0
	MOVD	R0, ret+0(FP)
	RET

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	MOVD	$·handle(SB), R0
	MOVD	R0, ret+0(FP)
	RET

// func restorerAddress() uintptr
TEXT ·restorerAddress(SB), NOSPLIT, $0-8
	MOVD	ZR, ret+0(FP)
	RET
