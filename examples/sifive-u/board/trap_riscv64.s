//go:build premain_bare

#include "textflag.h"

#define stackSize (32<<10)

// Of a frame, above the arguments of what the handlers call, and, for interrupts, of the other registers behind it.
#define framePC 32
#define frameSP 40
#define frameLR 48
#define frameG 56
#define trapSize 64
#define interruptSize 592

// X31 is for the assembler's own use, and what it holds is in MSCRATCH meanwhile. X4 is not used by Go.
#define INTEGERS(op) \
	op(X3, 3); op(X5, 5); op(X6, 6); op(X7, 7); op(X8, 8); op(X9, 9); op(X10, 10); op(X11, 11); op(X12, 12); op(X13, 13); \
	op(X14, 14); op(X15, 15); op(X16, 16); op(X17, 17); op(X18, 18); op(X19, 19); op(X20, 20); op(X21, 21); op(X22, 22); \
	op(X23, 23); op(X24, 24); op(X25, 25); op(X26, 26); op(X28, 28); op(X29, 29); op(X30, 30)
#define FLOATS(op) \
	op(F0, 0); op(F1, 1); op(F2, 2); op(F3, 3); op(F4, 4); op(F5, 5); op(F6, 6); op(F7, 7); op(F8, 8); op(F9, 9); op(F10, 10); \
	op(F11, 11); op(F12, 12); op(F13, 13); op(F14, 14); op(F15, 15); op(F16, 16); op(F17, 17); op(F18, 18); op(F19, 19); \
	op(F20, 20); op(F21, 21); op(F22, 22); op(F23, 23); op(F24, 24); op(F25, 25); op(F26, 26); op(F27, 27); op(F28, 28); \
	op(F29, 29); op(F30, 30); op(F31, 31)
#define SAVE(r, n) MOV r, (64+8*n)(X31)
#define RESTORE(r, n) MOV (64+8*n)(X2), r
#define SAVEF(r, n) MOVD r, (320+8*n)(X31)
#define RESTOREF(r, n) MOVD (320+8*n)(X2), r

// trap is where the processor goes on when the program has trapped or an interrupt has arrived.
TEXT ·trap(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	CSRRW	X31, MSCRATCH, X0
	CSRRS	X0, MCAUSE, X31
	BLT	X31, X0, interrupted
	// Go does not go on where it has trapped, so that it does not miss the other registers. After a stack overflow, trapStack is in
	// use, by the panic handler.
	MOV	$runtime·trapStack(SB), X5
	MOV	$stackSize, X6
	SUB	X5, X2, X7
	BLTU	X7, X6, again
	ADD	X6, X5
	ADD	$-trapSize, X5
	CSRRS	X0, MTVAL, X6
	CSRRS	X0, MEPC, X7
	MOV	X7, framePC(X5)
	MOV	X2, frameSP(X5)
	MOV	X1, frameLR(X5)
	MOV	g, frameG(X5)
	ADD	$framePC, X5, X7
	MOV	X5, X2
	MOV	X31, 8(X2)
	MOV	X6, 16(X2)
	MOV	X7, 24(X2)
	MOV	$runtime·trapG(SB), g
	CALL	·trapped(SB)
	JMP	back
again:
	MOV	$·halt(SB), X6 // if it traps once more
	CSRRW	X6, MTVEC, X0
	ADD	$(stackSize-trapSize), X5
	MOV	X5, X2
	MOV	$runtime·trapG(SB), g
	CALL	·trappedAgain(SB)
interrupted:
	MOV	$runtime·interruptStack+(stackSize-interruptSize)(SB), X31
	INTEGERS(SAVE)
	FLOATS(SAVEF)
	CSRRS	X0, FCSR, X5
	MOV	X5, 576(X31)
	CSRRS	X0, MSCRATCH, X5
	MOV	X5, (64+8*31)(X31)
	CSRRS	X0, MEPC, X5
	MOV	X5, framePC(X31)
	MOV	X2, frameSP(X31)
	MOV	X1, frameLR(X31)
	MOV	g, frameG(X31)
	MOV	X31, X2
	CSRRS	X0, MCAUSE, X5
	ADD	$framePC, X2, X6
	MOV	X5, 8(X2)
	MOV	X6, 16(X2)
	MOV	$runtime·interruptG(SB), g
	CALL	·interrupt(SB)
	MOV	$(3<<11 | 1<<7), X5 // to machine mode with interrupts, whatever the return from a trap in the handler has left there
	CSRRS	X5, MSTATUS, X0
	MOV	576(X2), X5
	CSRRW	X5, FCSR, X0
	FLOATS(RESTOREF)
	INTEGERS(RESTORE)
	MOV	(64+8*31)(X2), X31
	CSRRW	X31, MSCRATCH, X0
	JMP	back
back:
	MOV	framePC(X2), X31
	CSRRW	X31, MEPC, X0
	ADD	$framePC, X2, X1
	SCD	X31, (X1), X0 // takes a reservation of the handler's away, and stores at most what is there
	CSRRS	X0, MSCRATCH, X31
	MOV	frameLR(X2), X1
	MOV	frameG(X2), g
	MOV	frameSP(X2), X2
	WORD	$0x30200073 // MRET

// func handleTraps()
TEXT ·handleTraps(SB), NOSPLIT, $0-0
	MOV	$·trap(SB), X5
	CSRRW	X5, MTVEC, X0
	RET

// func enableLines(bits uintptr)
TEXT ·enableLines(SB), NOSPLIT, $0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, MIE, X0
	RET

// func disableLines(bits uintptr)
TEXT ·disableLines(SB), NOSPLIT, $0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, MIE, X0
	RET

// func interrupts(on bool) (were bool)
TEXT ·interrupts(SB), NOSPLIT, $0-9
	MOVB	X0, were+8(FP)
	MOV	$runtime·interruptG(SB), X5
	BEQ	g, X5, done // in a handler, they wait whatever is asked
	MOVBU	on+0(FP), X5
	SLL	$3, X5
	MOV	$(1<<3), X6
	CSRRC	X6, MSTATUS, X7
	CSRRS	X5, MSTATUS, X0
	AND	X6, X7
	SRL	$3, X7
	MOVB	X7, were+8(FP)
done:
	RET

// func wait()
TEXT ·wait(SB), NOSPLIT, $0-0
	WORD	$0x10500073 // WFI
	RET

// func halt()
TEXT ·halt(SB), NOSPLIT|NOFRAME, $0-0
	CSRRW	X0, MIE, X0
again:
	WORD	$0x10500073 // WFI
	JMP	again

// func semihosting(operation uintptr, block *[2]uintptr)
TEXT ·semihosting(SB), NOSPLIT, $0-16
	MOV	operation+0(FP), A0
	MOV	block+8(FP), A1
	PCALIGN	$16 // a debugger looks at the three instructions, which must not be compressed, and be in one page
	WORD	$0x01f01013 // SLLI X0, X0, 31
	WORD	$0x00100073 // EBREAK
	WORD	$0x40705013 // SRAI X0, X0, 7
	RET
