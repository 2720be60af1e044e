//go:build linux

#include "textflag.h"

// func Syscall(number, a1, a2, a3 uintptr) (result uintptr, err Errno)
TEXT ·Syscall(SB), NOSPLIT, $0-48
	MOVQ	number+0(FP), AX
	MOVQ	a1+8(FP), DI
	MOVQ	a2+16(FP), SI
	MOVQ	a3+24(FP), DX
	SYSCALL
	MOVQ	AX, result+32(FP)
	MOVQ	$0, err+40(FP)
	CMPQ	AX, $-4095
	JCS	done
	MOVQ	$-1, result+32(FP)
	NEGQ	AX
	MOVQ	AX, err+40(FP)
done:
	RET

// func Syscall6(number, a1, a2, a3, a4, a5, a6 uintptr) (result uintptr, err Errno)
TEXT ·Syscall6(SB), NOSPLIT, $0-72
	MOVQ	number+0(FP), AX
	MOVQ	a1+8(FP), DI
	MOVQ	a2+16(FP), SI
	MOVQ	a3+24(FP), DX
	MOVQ	a4+32(FP), R10
	MOVQ	a5+40(FP), R8
	MOVQ	a6+48(FP), R9
	SYSCALL
	MOVQ	AX, result+56(FP)
	MOVQ	$0, err+64(FP)
	CMPQ	AX, $-4095
	JCS	done
	MOVQ	$-1, result+56(FP)
	NEGQ	AX
	MOVQ	AX, err+64(FP)
done:
	RET
