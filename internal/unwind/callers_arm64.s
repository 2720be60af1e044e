//go:build gc && !tinygo

#include "textflag.h"

// func Callers(first *uintptr, n int)
TEXT ·Callers(SB), NOSPLIT|NOFRAME, $0-16
	MOVD first+0(FP), R0
	MOVD n+8(FP), R2
	MOVD R29, R1
next:
	CBZ  R1, zero
	MOVD 8(R1), R3
	MOVD 0(R1), R1
	B    store
zero:
	MOVD ZR, R3
store:
	MOVD R3, (R0)
	ADD  $8, R0
	SUB  $1, R2
	CBNZ R2, next
	RET
