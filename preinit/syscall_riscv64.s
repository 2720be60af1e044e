//go:build linux

#include "textflag.h"

// func Syscall(number, a1, a2, a3 uintptr) (result uintptr, err Errno)
TEXT ·Syscall(SB), NOSPLIT, $0-48
	MOV	number+0(FP), A7
	MOV	a1+8(FP), A0
	MOV	a2+16(FP), A1
	MOV	a3+24(FP), A2
	ECALL
	MOV	A0, result+32(FP)
	MOV	ZERO, err+40(FP)
	MOV	$-4095, T0
	BLTU	A0, T0, done
	MOV	$-1, T1
	MOV	T1, result+32(FP)
	NEG	A0, A0
	MOV	A0, err+40(FP)
done:
	RET

// func Syscall6(number, a1, a2, a3, a4, a5, a6 uintptr) (result uintptr, err Errno)
TEXT ·Syscall6(SB), NOSPLIT, $0-72
	MOV	number+0(FP), A7
	MOV	a1+8(FP), A0
	MOV	a2+16(FP), A1
	MOV	a3+24(FP), A2
	MOV	a4+32(FP), A3
	MOV	a5+40(FP), A4
	MOV	a6+48(FP), A5
	ECALL
	MOV	A0, result+56(FP)
	MOV	ZERO, err+64(FP)
	MOV	$-4095, T0
	BLTU	A0, T0, done
	MOV	$-1, T1
	MOV	T1, result+56(FP)
	NEG	A0, A0
	MOV	A0, err+64(FP)
done:
	RET
