//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)
#define interruptStackSize (32<<10)

// What the kernel puts below the stack pointer when it delivers a signal.
#define signalFrame (16<<10)

GLOBL ·stack(SB), NOPTR, $stackSize

TEXT _rt0_amd64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	runtime·threadPointer+8(SB), SI
	MOVQ	$0x1002, DI // ARCH_SET_FS
	MOVQ	$158, AX // arch_prctl
	SYSCALL
	LEAQ	·stack(SB), AX
	LEAQ	stackSize(AX), SP
	ADDQ	$signalFrame, AX
	JMP	runtime·start(SB)

// func call(number, a, b, c, d, e, f uintptr) uintptr
TEXT ·call(SB), NOSPLIT, $0-64
	MOVQ	number+0(FP), AX
	MOVQ	a+8(FP), DI
	MOVQ	b+16(FP), SI
	MOVQ	c+24(FP), DX
	MOVQ	d+32(FP), R10
	MOVQ	e+40(FP), R8
	MOVQ	f+48(FP), R9
	SYSCALL
	MOVQ	AX, ret+56(FP)
	RET

// handle is the handler of signals. The kernel gives all registers back afterwards.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	runtime·trapG(SB), R14
	SUBQ	$40, SP
	MOVQ	runtime·threadPointer(SB), AX
	MOVQ	AX, 24(SP)
	MOVQ	R14, runtime·threadPointer(SB)
	MOVQ	DI, 0(SP)
	MOVQ	SI, 8(SP)
	MOVQ	DX, 16(SP)
	CALL	·trapped(SB)
	MOVQ	24(SP), AX
	MOVQ	AX, runtime·threadPointer(SB)
	ADDQ	$40, SP
	RET

// tick is the handler of the timer's signal, on the stack of what it interrupts. It changes to that for interrupts.
TEXT ·tick(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	runtime·interruptStack(SB), AX
	LEAQ	runtime·interruptG(SB), R14
	ADDQ	$1024, AX // not less than the compiler lets functions rely on
	MOVQ	AX, 16(R14)
	MOVQ	AX, 24(R14)
	ADDQ	$(interruptStackSize-1024-32), AX
	MOVQ	SP, 16(AX)
	MOVQ	runtime·threadPointer(SB), CX
	MOVQ	CX, 8(AX)
	MOVQ	R14, runtime·threadPointer(SB)
	MOVQ	AX, SP
	XORPS	X15, X15
	XORL	BP, BP
	CLD
	CALL	·ticked(SB)
	MOVQ	8(SP), AX
	MOVQ	AX, runtime·threadPointer(SB)
	MOVQ	16(SP), SP
	RET

TEXT ·restore(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ	$15, AX // rt_sigreturn
	SYSCALL
	INT	$3

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	LEAQ	·handle(SB), AX
	MOVQ	AX, ret+0(FP)
	RET

// func tickAddress() uintptr
TEXT ·tickAddress(SB), NOSPLIT, $0-8
	LEAQ	·tick(SB), AX
	MOVQ	AX, ret+0(FP)
	RET

// func restorerAddress() uintptr
TEXT ·restorerAddress(SB), NOSPLIT, $0-8
	LEAQ	·restore(SB), AX
	MOVQ	AX, ret+0(FP)
	RET
