//go:build premain_bare

#include "textflag.h"

#define lastStackSize (8<<10)

// Of the type frame.
#define frameSize 528
#define frameStatus 256
#define frameF 272

// MRET, which Go's assembler has no code for.
#define RETURN	WORD	$0x30200073

// trap is where the processor goes on when the program has trapped or is interrupted. The register mscratch holds where the registers are to be saved, or zero
// while a trap is handled.
TEXT ·trap(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	PCALIGN	$8
	CSRRW	X2, MSCRATCH, X2
	BEQZ	X2, again
	MOV	X1, 8(X2)
	MOV	X5, 40(X2)
	MOV	X6, 48(X2)
	MOV	X7, 56(X2)
	MOV	X8, 64(X2)
	MOV	X9, 72(X2)
	MOV	X10, 80(X2)
	MOV	X11, 88(X2)
	MOV	X12, 96(X2)
	MOV	X13, 104(X2)
	MOV	X14, 112(X2)
	MOV	X15, 120(X2)
	MOV	X16, 128(X2)
	MOV	X17, 136(X2)
	MOV	X18, 144(X2)
	MOV	X19, 152(X2)
	MOV	X20, 160(X2)
	MOV	X21, 168(X2)
	MOV	X22, 176(X2)
	MOV	X23, 184(X2)
	MOV	X24, 192(X2)
	MOV	X25, 200(X2)
	MOV	X26, 208(X2)
	MOV	g, 216(X2)
	MOV	X28, 224(X2)
	MOV	X29, 232(X2)
	MOV	X30, 240(X2)
	MOV	X31, 248(X2)
	CSRRWI	$0, MSCRATCH, T0
	MOV	T0, 16(X2)
	CSRRS	X0, MEPC, T1
	MOV	T1, 0(X2)
	CSRRS	X0, MSTATUS, T1
	MOV	T1, frameStatus(X2)
	CSRRWI	$0, FCSR, T1
	MOV	T1, (frameStatus+8)(X2)
	MOVD	F0, (frameF+0*8)(X2)
	MOVD	F1, (frameF+1*8)(X2)
	MOVD	F2, (frameF+2*8)(X2)
	MOVD	F3, (frameF+3*8)(X2)
	MOVD	F4, (frameF+4*8)(X2)
	MOVD	F5, (frameF+5*8)(X2)
	MOVD	F6, (frameF+6*8)(X2)
	MOVD	F7, (frameF+7*8)(X2)
	MOVD	F8, (frameF+8*8)(X2)
	MOVD	F9, (frameF+9*8)(X2)
	MOVD	F10, (frameF+10*8)(X2)
	MOVD	F11, (frameF+11*8)(X2)
	MOVD	F12, (frameF+12*8)(X2)
	MOVD	F13, (frameF+13*8)(X2)
	MOVD	F14, (frameF+14*8)(X2)
	MOVD	F15, (frameF+15*8)(X2)
	MOVD	F16, (frameF+16*8)(X2)
	MOVD	F17, (frameF+17*8)(X2)
	MOVD	F18, (frameF+18*8)(X2)
	MOVD	F19, (frameF+19*8)(X2)
	MOVD	F20, (frameF+20*8)(X2)
	MOVD	F21, (frameF+21*8)(X2)
	MOVD	F22, (frameF+22*8)(X2)
	MOVD	F23, (frameF+23*8)(X2)
	MOVD	F24, (frameF+24*8)(X2)
	MOVD	F25, (frameF+25*8)(X2)
	MOVD	F26, (frameF+26*8)(X2)
	MOVD	F27, (frameF+27*8)(X2)
	MOVD	F28, (frameF+28*8)(X2)
	MOVD	F29, (frameF+29*8)(X2)
	MOVD	F30, (frameF+30*8)(X2)
	MOVD	F31, (frameF+31*8)(X2)
	MOV	X2, S1
	CSRRS	X0, MCAUSE, A0
	BLTZ	A0, interrupt
	// After a stack overflow, trapStack is in use, by the panic handler.
	MOV	$runtime·trapStack(SB), S2
	MOV	$(32<<10), T1
	SUB	S2, T0, T2
	BLTU	T2, T1, again
	MOV	$runtime·trapG(SB), g
	ADD	$1024, S2, T2 // not less than the compiler lets functions rely on
	MOV	T2, 16(g)
	MOV	T2, 24(g)
	ADD	T1, S2, X2
	ADD	$-48, X2
	CSRRS	X0, MTVAL, A1
	MOV	A0, 8(X2)
	MOV	A1, 16(X2)
	MOV	S1, 24(X2)
	MOV	S1, 40(X2)
	CALL	·trapped(SB)
	JMP	resume
interrupt:
	ADD	$frameSize, S1, T0
	CSRRW	T0, MSCRATCH, X0
	MOV	$runtime·interruptG(SB), g
	MOV	$runtime·interruptStack(SB), X2
	MOV	$(32<<10), T1
	ADD	T1, X2
	ADD	$-48, X2
	MOV	A0, 8(X2)
	MOV	S1, 16(X2)
	MOV	S1, 40(X2)
	CALL	·interrupted(SB)
resume:
	MOV	40(X2), X2
	CSRRW	X2, MSCRATCH, X0
	MOVD	(frameF+0*8)(X2), F0
	MOVD	(frameF+1*8)(X2), F1
	MOVD	(frameF+2*8)(X2), F2
	MOVD	(frameF+3*8)(X2), F3
	MOVD	(frameF+4*8)(X2), F4
	MOVD	(frameF+5*8)(X2), F5
	MOVD	(frameF+6*8)(X2), F6
	MOVD	(frameF+7*8)(X2), F7
	MOVD	(frameF+8*8)(X2), F8
	MOVD	(frameF+9*8)(X2), F9
	MOVD	(frameF+10*8)(X2), F10
	MOVD	(frameF+11*8)(X2), F11
	MOVD	(frameF+12*8)(X2), F12
	MOVD	(frameF+13*8)(X2), F13
	MOVD	(frameF+14*8)(X2), F14
	MOVD	(frameF+15*8)(X2), F15
	MOVD	(frameF+16*8)(X2), F16
	MOVD	(frameF+17*8)(X2), F17
	MOVD	(frameF+18*8)(X2), F18
	MOVD	(frameF+19*8)(X2), F19
	MOVD	(frameF+20*8)(X2), F20
	MOVD	(frameF+21*8)(X2), F21
	MOVD	(frameF+22*8)(X2), F22
	MOVD	(frameF+23*8)(X2), F23
	MOVD	(frameF+24*8)(X2), F24
	MOVD	(frameF+25*8)(X2), F25
	MOVD	(frameF+26*8)(X2), F26
	MOVD	(frameF+27*8)(X2), F27
	MOVD	(frameF+28*8)(X2), F28
	MOVD	(frameF+29*8)(X2), F29
	MOVD	(frameF+30*8)(X2), F30
	MOVD	(frameF+31*8)(X2), F31
	MOV	(frameStatus+8)(X2), T1
	CSRRW	T1, FCSR, X0
	MOV	frameStatus(X2), T1
	CSRRW	T1, MSTATUS, X0
	MOV	0(X2), T1
	CSRRW	T1, MEPC, X0
	// A load of package sync/atomic in the handler may have left a reservation, as a CompareAndSwap that fails does, and the processor may keep it. With it the
	// program could store what it has loaded before the interrupt, as if nothing had changed. Any store-conditional takes it away, whether it stores or not.
	SCD	T1, (X2), ZERO
	MOV	8(X2), X1
	MOV	40(X2), X5
	MOV	48(X2), X6
	MOV	56(X2), X7
	MOV	64(X2), X8
	MOV	72(X2), X9
	MOV	80(X2), X10
	MOV	88(X2), X11
	MOV	96(X2), X12
	MOV	104(X2), X13
	MOV	112(X2), X14
	MOV	120(X2), X15
	MOV	128(X2), X16
	MOV	136(X2), X17
	MOV	144(X2), X18
	MOV	152(X2), X19
	MOV	160(X2), X20
	MOV	168(X2), X21
	MOV	176(X2), X22
	MOV	184(X2), X23
	MOV	192(X2), X24
	MOV	200(X2), X25
	MOV	208(X2), X26
	MOV	216(X2), g
	MOV	224(X2), X28
	MOV	232(X2), X29
	MOV	240(X2), X30
	MOV	248(X2), X31
	MOV	16(X2), X2
	RETURN
again:
	JMP	·trapAgain(SB)

// How often trapAgain has been entered.
GLOBL ·again(SB), NOPTR, $8

// trapAgain ends the program, at the second time with status 3 and no message, and at the third by waiting for ever.
TEXT ·trapAgain(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	CSRRWI	$0, MSCRATCH, X0
	MOV	$·lastStack(SB), X2
	MOV	$(lastStackSize-3*frameSize), T0
	ADD	T0, X2
	MOV	·again(SB), T0
	ADD	$1, T0
	MOV	T0, ·again(SB)
	MOV	$2, T1
	BEQ	T0, T1, exit
	BGTU	T0, T1, wait
	MOV	$runtime·trapG(SB), g
	MOV	ZERO, 16(g) // the stack is another one
	MOV	ZERO, 24(g)
	CSRRS	X0, MCAUSE, T0
	CSRRS	X0, MTVAL, T1
	CSRRS	X0, MEPC, T2
	MOV	T0, 8(X2)
	MOV	T1, 16(X2)
	MOV	T2, 24(X2)
	CALL	·trappedAgain(SB)
exit:
	MOV	$0x100000, T0 // as in exit
	MOV	$0x33333, T1
	MOVW	T1, (T0)
wait:
	JMP	·halt(SB)
