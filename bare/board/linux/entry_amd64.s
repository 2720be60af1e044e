//go:build premain_bare

#include "textflag.h"

#define stackSize (8<<20)

GLOBL ·stack(SB), NOPTR, $stackSize

TEXT _rt0_amd64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	runtime·threadPointer+8(SB), SI
	MOVQ	$0x1002, DI // ARCH_SET_FS
	MOVQ	$158, AX // arch_prctl
	SYSCALL
	LEAQ	·stack(SB), AX
	LEAQ	stackSize(AX), SP
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
	MOVQ	R14, runtime·threadPointer(SB)
	SUBQ	$40, SP
	MOVQ	DI, 0(SP)
	MOVQ	SI, 8(SP)
	MOVQ	DX, 16(SP)
	CALL	·trapped(SB)
	ADDQ	$40, SP
	LEAQ	runtime·g0(SB), R14
	MOVQ	R14, runtime·threadPointer(SB)
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

// func restorerAddress() uintptr
TEXT ·restorerAddress(SB), NOSPLIT, $0-8
	LEAQ	·restore(SB), AX
	MOVQ	AX, ret+0(FP)
	RET
