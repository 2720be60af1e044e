//go:build linux

#include "textflag.h"

// func Syscall(number, a1, a2, a3 uintptr) (result uintptr, err Errno)
TEXT ·Syscall(SB), NOSPLIT, $0-48
	MOVD	number+0(FP), R8
	MOVD	a1+8(FP), R0
	MOVD	a2+16(FP), R1
	MOVD	a3+24(FP), R2
	SVC
	MOVD	R0, result+32(FP)
	MOVD	ZR, err+40(FP)
	CMN	$4095, R0
	BCC	done
	MOVD	$-1, R1
	MOVD	R1, result+32(FP)
	NEG	R0, R0
	MOVD	R0, err+40(FP)
done:
	RET

// func Syscall6(number, a1, a2, a3, a4, a5, a6 uintptr) (result uintptr, err Errno)
TEXT ·Syscall6(SB), NOSPLIT, $0-72
	MOVD	number+0(FP), R8
	MOVD	a1+8(FP), R0
	MOVD	a2+16(FP), R1
	MOVD	a3+24(FP), R2
	MOVD	a4+32(FP), R3
	MOVD	a5+40(FP), R4
	MOVD	a6+48(FP), R5
	SVC
	MOVD	R0, result+56(FP)
	MOVD	ZR, err+64(FP)
	CMN	$4095, R0
	BCC	done
	MOVD	$-1, R1
	MOVD	R1, result+56(FP)
	NEG	R0, R0
	MOVD	R0, err+64(FP)
done:
	RET
