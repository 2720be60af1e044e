//go:build premain_bare

#include "textflag.h"
#include "frame_arm64.h"

// interrupt calls interrupted on the stack for that, and goes on with the program.
TEXT ·interrupt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SAVE
	MOVD	RSP, R0
	SUB	$frameSize, R0, R1 // for a trap in the handler
	MOVD	R1, RSP
	MOVD	$runtime·interruptG(SB), g
	MOVD	$runtime·interruptStack(SB), R1
	ADD	$(32<<10), R1
	MSR	$0, SPSel
	SUB	$32, R1
	MOVD	R1, RSP
	MSR	$4, DAIFClr // errors of the system
	MOVD	R0, 8(RSP)
	MOVD	ZR, R29
	CALL	·interrupted(SB)
	MSR	$15, DAIFSet
	MSR	$1, SPSel
	MOVD	RSP, R0
	ADD	$frameSize, R0
	MOVD	R0, RSP
	RESTORE

// func interrupts(on bool) (were bool)
TEXT ·interrupts(SB), NOSPLIT, $0-9
	MRS	DAIF, R0
	UBFX	$7, R0, $1, R0
	EOR	$1, R0
	MOVB	R0, were+8(FP)
	MOVBU	on+0(FP), R0
	CBZ	R0, off
	// They stay masked in handlers: of interrupts, and of traps.
	MOVD	$runtime·interruptG(SB), R0
	CMP	R0, g
	BEQ	done
	MRS	SPSel, R0
	CBNZ	R0, done
	MSR	$2, DAIFClr
done:
	RET
off:
	MSR	$2, DAIFSet
	RET

// func sleep()
TEXT ·sleep(SB), NOSPLIT, $0-0
	DSB	$15
	WFI
	RET

// func counter() uint64
TEXT ·counter(SB), NOSPLIT, $0-8
	ISB	$15
	MRS	CNTVCT_EL0, R0
	MOVD	R0, ret+0(FP)
	RET

// func frequency() uint64
TEXT ·frequency(SB), NOSPLIT, $0-8
	MRS	CNTFRQ_EL0, R0
	MOVD	R0, ret+0(FP)
	RET

// func setTimer(at uint64)
TEXT ·setTimer(SB), NOSPLIT, $0-8
	MOVD	at+0(FP), R0
	MSR	R0, CNTV_CVAL_EL0
	MOVD	$1, R0 // enabled, and not masked
	MSR	R0, CNTV_CTL_EL0
	ISB	$15
	RET

// func stopTimer()
TEXT ·stopTimer(SB), NOSPLIT, $0-0
	MSR	ZR, CNTV_CTL_EL0
	ISB	$15
	RET
