//go:build premain_bare

#include "textflag.h"

// Every processor begins here. The program runs on number 1; number 0, the monitor, has no floating point.
TEXT _rt0_riscv64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	CSRRW	X0, MIE, X0 // no interrupts
	CSRRS	X0, MHARTID, X5
	MOV	$1, X6
	BNE	X5, X6, wait
	MOV	$(3<<13), X5
	CSRRS	X5, MSTATUS, X0 // floating point
	CALL	runtime·prepare(SB)
	MOV	runtime·stackLow(SB), A0
	MOV	runtime·stackHigh(SB), X2
	JMP	runtime·start(SB)
wait:
	WORD	$0x10500073 // WFI
	JMP	wait
