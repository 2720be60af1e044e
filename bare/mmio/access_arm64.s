#include "textflag.h"

TEXT ·load8(SB), NOSPLIT|NOFRAME, $0-9
	MOVD address+0(FP), R0
	MOVBU (R0), R1
	MOVB R1, value+8(FP)
	RET

TEXT ·load16(SB), NOSPLIT|NOFRAME, $0-10
	MOVD address+0(FP), R0
	MOVHU (R0), R1
	MOVH R1, value+8(FP)
	RET

TEXT ·load32(SB), NOSPLIT|NOFRAME, $0-12
	MOVD address+0(FP), R0
	MOVWU (R0), R1
	MOVW R1, value+8(FP)
	RET

TEXT ·load64(SB), NOSPLIT|NOFRAME, $0-16
	MOVD address+0(FP), R0
	MOVD (R0), R1
	MOVD R1, value+8(FP)
	RET

TEXT ·store8(SB), NOSPLIT|NOFRAME, $0-9
	MOVD address+0(FP), R0
	MOVBU value+8(FP), R1
	MOVB R1, (R0)
	RET

TEXT ·store16(SB), NOSPLIT|NOFRAME, $0-10
	MOVD address+0(FP), R0
	MOVHU value+8(FP), R1
	MOVH R1, (R0)
	RET

TEXT ·store32(SB), NOSPLIT|NOFRAME, $0-12
	MOVD address+0(FP), R0
	MOVWU value+8(FP), R1
	MOVW R1, (R0)
	RET

TEXT ·store64(SB), NOSPLIT|NOFRAME, $0-16
	MOVD address+0(FP), R0
	MOVD value+8(FP), R1
	MOVD R1, (R0)
	RET

TEXT ·Barrier(SB), NOSPLIT|NOFRAME, $0-0
	DMB $15
	RET
