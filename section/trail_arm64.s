//go:build gc && !tinygo

#include "textflag.h"

// func captureTrail(t *trail)
TEXT ·captureTrail(SB), NOSPLIT|NOFRAME, $0-8
	MOVD t+0(FP), R0
	MOVD R29, R1
	MOVD $3, R2
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
