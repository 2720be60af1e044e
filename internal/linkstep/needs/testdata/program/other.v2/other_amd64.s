#include "textflag.h"

TEXT ·Assembled(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), AX
	MOVQ AX, ret+8(FP)
	RET

TEXT ·CallsBack(SB), 0, $104-0
	CALL ·back(SB)
	RET

TEXT ·Outer(SB), 0, $200-0
	CALL ·Inner(SB)
	RET

TEXT ·Inner(SB), NOSPLIT, $48-0
	RET

TEXT ·C(SB), 0, $8-0
	CALL puts(SB)
	RET
