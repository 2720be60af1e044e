#include "textflag.h"

TEXT ·load8(SB), NOSPLIT|NOFRAME, $0-9
	MOVQ address+0(FP), AX
	MOVBLZX (AX), CX
	MOVB CX, value+8(FP)
	RET

TEXT ·load16(SB), NOSPLIT|NOFRAME, $0-10
	MOVQ address+0(FP), AX
	MOVWLZX (AX), CX
	MOVW CX, value+8(FP)
	RET

TEXT ·load32(SB), NOSPLIT|NOFRAME, $0-12
	MOVQ address+0(FP), AX
	MOVL (AX), CX
	MOVL CX, value+8(FP)
	RET

TEXT ·load64(SB), NOSPLIT|NOFRAME, $0-16
	MOVQ address+0(FP), AX
	MOVQ (AX), CX
	MOVQ CX, value+8(FP)
	RET

TEXT ·store8(SB), NOSPLIT|NOFRAME, $0-9
	MOVQ address+0(FP), AX
	MOVBLZX value+8(FP), CX
	MOVB CX, (AX)
	RET

TEXT ·store16(SB), NOSPLIT|NOFRAME, $0-10
	MOVQ address+0(FP), AX
	MOVWLZX value+8(FP), CX
	MOVW CX, (AX)
	RET

TEXT ·store32(SB), NOSPLIT|NOFRAME, $0-12
	MOVQ address+0(FP), AX
	MOVL value+8(FP), CX
	MOVL CX, (AX)
	RET

TEXT ·store64(SB), NOSPLIT|NOFRAME, $0-16
	MOVQ address+0(FP), AX
	MOVQ value+8(FP), CX
	MOVQ CX, (AX)
	RET

TEXT ·Barrier(SB), NOSPLIT|NOFRAME, $0-0
	MFENCE
	RET
