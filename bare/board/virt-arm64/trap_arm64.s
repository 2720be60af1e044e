//go:build premain_bare

#include "textflag.h"
#include "frame_arm64.h"

#define lastStackSize (8<<10)

// What the program and handlers of interrupts, which have SP_EL0, trap with or are interrupted by. SP_EL1 has room for a frame above it.
#define TRAPPED(kind) \
	STP	(R0, R1), 0(RSP) \
	MOVD	$kind, R0 \
	JMP	·trap(SB) \
	PCALIGN	$128

#define INTERRUPTED \
	STP	(R0, R1), 0(RSP) \
	JMP	·interrupt(SB) \
	PCALIGN	$128

// What a handler of traps traps with, which has SP_EL1.
#define AGAIN(kind) \
	MOVD	$kind, R0 \
	JMP	·trapAgain(SB) \
	PCALIGN	$128

TEXT ·vectors(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	PCALIGN	$2048
	TRAPPED(0)
	INTERRUPTED
	TRAPPED(2)
	TRAPPED(3)
	AGAIN(0)
	AGAIN(1)
	AGAIN(2)
	AGAIN(3)
	// From EL0, of which there is none.
	TRAPPED(0)
	TRAPPED(1)
	TRAPPED(2)
	TRAPPED(3)
	TRAPPED(0)
	TRAPPED(1)
	TRAPPED(2)
	TRAPPED(3)
	UNDEF

// trap saves the registers, calls trapped, and goes on with what it has made of them.
TEXT ·trap(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SAVE
	// After a stack overflow, trapStack is in use, by the panic handler.
	MOVD	$runtime·trapStack(SB), R4
	SUB	R4, R1
	CMP	$(32<<10), R1
	BLO	again
	MOVD	$runtime·trapG(SB), g
	ADD	$1024, R4, R5 // not less than the compiler lets functions rely on
	STP	(R5, R5), 16(g)
	MOVD	RSP, R6
	ADD	$(32<<10), R4
	SUB	$48, R4
	MOVD	R4, RSP
	MOVD	R6, 40(RSP)
	MRS	ESR_EL1, R1
	MRS	FAR_EL1, R2
	STP	(R0, R1), 8(RSP)
	STP	(R2, R6), 24(RSP)
	MOVD	ZR, R29
	CALL	·trapped(SB)
	MOVD	40(RSP), R0
	MOVD	R0, RSP
	RESTORE
again:
	JMP	·trapAgain(SB)

// How often trapAgain has been entered.
GLOBL ·again(SB), NOPTR, $8

// trapAgain ends the program, at the second time with status 3 and no message, and at the third by waiting for ever. R0 holds the kind of
// the trap.
TEXT ·trapAgain(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVD	$·lastStack(SB), R1
	MOVD	$lastStackSize, R2
	ADD	R2, R1
	SUB	$48, R1
	MOVD	R1, RSP
	MOVD	·again(SB), R1
	ADD	$1, R1
	MOVD	R1, ·again(SB)
	CMP	$2, R1
	BEQ	exit
	BHI	wait
	MOVD	$runtime·trapG(SB), g
	STP	(ZR, ZR), 16(g) // the stack is another one
	MRS	ESR_EL1, R1
	MRS	FAR_EL1, R2
	MRS	ELR_EL1, R3
	STP	(R0, R1), 8(RSP)
	STP	(R2, R3), 24(RSP)
	CALL	·trappedAgain(SB)
exit:
	MOVD	$0x20026, R2 // as in exit
	MOVD	$3, R3
	STP	(R2, R3), 8(RSP)
	ADD	$8, RSP, R1
	MOVD	$0x18, R0
	HLT	$0xf000
wait:
	WFI
	JMP	wait
