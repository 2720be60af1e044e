//go:build gc && !tinygo

#include "textflag.h"

// func captureTrail(t *trail)
TEXT ·captureTrail(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ t+0(FP), AX
	MOVQ BP, CX
	MOVQ $3, DX
next:
	TESTQ CX, CX
	JEQ  zero
	MOVQ 8(CX), BX
	MOVQ 0(CX), CX
	JMP  store
zero:
	XORQ BX, BX
store:
	MOVQ BX, (AX)
	ADDQ $8, AX
	DECQ DX
	JNE  next
	RET
