//go:build gc && !tinygo

#include "textflag.h"

// func Callers(first *uintptr, n int)
TEXT ·Callers(SB), NOSPLIT|NOFRAME, $0-16
	MOVQ first+0(FP), AX
	MOVQ n+8(FP), DX
	MOVQ BP, CX
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
