//go:build premain_bare

#include "textflag.h"

#define stacksSize (12<<10)

// Of the type frame.
#define frameVector 120
#define frameSP 160

// Floating point of what has trapped, and of what an interrupt has interrupted: what XSAVE stores, at a multiple of 64.
#define floatsSize (512+64+256)
GLOBL ·trapFloats(SB), NOPTR, $(floatsSize+63)
GLOBL ·interruptFloats(SB), NOPTR, $(floatsSize+63)

// What the processor enters: an entry for each trap, and for each line of interrupts, every 16 bytes. For some traps the processor
// stores a code.
#define TRAP(vector) \
	PUSH(0) \
	TRAPCODE(vector)

#define TRAPCODE(vector) \
	PUSH(vector) \
	JMP	·trap(SB) \
	PCALIGN	$16

#define INTERRUPT(vector) \
	PUSH(0) \
	PUSH(vector) \
	JMP	·interrupt(SB) \
	PCALIGN	$16

// PUSHQ, of which the assembler is not to think that all those before it have run, too.
#define PUSH(n) \
	BYTE	$0x6a \
	BYTE	$n

TEXT ·vectors(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	TRAP(0)
	TRAP(1)
	TRAP(2)
	TRAP(3)
	TRAP(4)
	TRAP(5)
	TRAP(6)
	TRAP(7)
	TRAPCODE(8)
	TRAP(9)
	TRAPCODE(10)
	TRAPCODE(11)
	TRAPCODE(12)
	TRAPCODE(13)
	TRAPCODE(14)
	TRAP(15)
	TRAP(16)
	TRAPCODE(17)
	TRAP(18)
	TRAP(19)
	TRAP(20)
	TRAPCODE(21)
	TRAP(22)
	TRAP(23)
	TRAP(24)
	TRAP(25)
	TRAP(26)
	TRAP(27)
	TRAP(28)
	TRAPCODE(29)
	TRAPCODE(30)
	TRAP(31)
	INTERRUPT(32)
	INTERRUPT(33)
	INTERRUPT(34)
	INTERRUPT(35)
	INTERRUPT(36)
	INTERRUPT(37)
	INTERRUPT(38)
	INTERRUPT(39)
	INTERRUPT(40)
	INTERRUPT(41)
	INTERRUPT(42)
	INTERRUPT(43)
	INTERRUPT(44)
	INTERRUPT(45)
	INTERRUPT(46)
	INTERRUPT(47)
	UD2

// func vectorsAddress() uintptr
TEXT ·vectorsAddress(SB), NOSPLIT, $0-8
	LEAQ	·vectors(SB), AX
	MOVQ	AX, ret+0(FP)
	RET

#define SAVE \
	PUSHQ	AX \
	PUSHQ	CX \
	PUSHQ	DX \
	PUSHQ	BX \
	PUSHQ	BP \
	PUSHQ	SI \
	PUSHQ	DI \
	PUSHQ	R8 \
	PUSHQ	R9 \
	PUSHQ	R10 \
	PUSHQ	R11 \
	PUSHQ	R12 \
	PUSHQ	R13 \
	PUSHQ	R14 \
	PUSHQ	R15 \
	CLD

#define RESTORE \
	POPQ	R15 \
	POPQ	R14 \
	POPQ	R13 \
	POPQ	R12 \
	POPQ	R11 \
	POPQ	R10 \
	POPQ	R9 \
	POPQ	R8 \
	POPQ	DI \
	POPQ	SI \
	POPQ	BP \
	POPQ	BX \
	POPQ	DX \
	POPQ	CX \
	POPQ	AX \
	ADDQ	$16, SP \
	IRETQ

// saveFloats saves floating point at a multiple of 64 in the bytes that CX points to. It changes AX and DX, too.
TEXT ·saveFloats(SB), NOSPLIT|NOFRAME, $0-0
	ADDQ	$63, CX
	ANDQ	$~63, CX
	CMPB	·extended(SB), $0
	JEQ	plain
	MOVL	$7, AX
	XORL	DX, DX
	XSAVE64	(CX)
	RET
plain:
	FXSAVE64	(CX)
	RET

TEXT ·restoreFloats(SB), NOSPLIT|NOFRAME, $0-0
	ADDQ	$63, CX
	ANDQ	$~63, CX
	CMPB	·extended(SB), $0
	JEQ	plain
	MOVL	$7, AX
	XORL	DX, DX
	XRSTOR64	(CX)
	RET
plain:
	FXRSTOR64	(CX)
	RET

// trap saves the registers, calls trapped, and goes on with what it has made of them.
TEXT ·trap(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SAVE
	MOVQ	CR2, BX
	MOVQ	frameSP(SP), AX
	LEAQ	·stacks(SB), CX
	MOVQ	AX, DX
	SUBQ	CX, DX
	CMPQ	DX, $stacksSize
	JCS	again
	// After a stack overflow, trapStack is in use, by the panic handler. An interrupt may have come between.
	LEAQ	runtime·trapStack(SB), CX
	LEAQ	runtime·trapG(SB), R14
	MOVQ	AX, DX
	SUBQ	CX, DX
	CMPQ	DX, $(32<<10)
	JCS	again
	CMPQ	R14, ·interruptedG(SB)
	JEQ	again
	LEAQ	·trapFloats(SB), CX
	CALL	·saveFloats(SB)
	MOVQ	runtime·threadPointer(SB), AX
	MOVQ	R14, runtime·threadPointer(SB)
	LEAQ	runtime·trapStack(SB), CX
	LEAQ	1024(CX), DX // not less than the compiler lets functions rely on
	MOVQ	DX, 16(R14)
	MOVQ	DX, 24(R14)
	MOVQ	SP, DX
	LEAQ	((32<<10)-32)(CX), SP
	MOVQ	DX, 0(SP)
	MOVQ	BX, 8(SP)
	MOVQ	AX, 16(SP)
	MOVQ	DX, 24(SP)
	XORPS	X15, X15
	XORL	BP, BP
	CALL	·trapped(SB)
	MOVQ	16(SP), AX
	MOVQ	AX, runtime·threadPointer(SB)
	MOVQ	24(SP), SP
	LEAQ	·trapFloats(SB), CX
	CALL	·restoreFloats(SB)
	RESTORE
again:
	JMP	·trapAgain(SB)

// trapAgain ends the program, at the second time with status 3 and no message, and at the third by waiting for ever. BX holds the address of an
// access.
TEXT ·trapAgain(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ	SP, CX
	LEAQ	·stacks+(stacksSize-256)(SB), SP
	INCQ	·again(SB)
	CMPQ	·again(SB), $2
	JEQ	exit
	JHI	wait
	LEAQ	runtime·trapG(SB), R14
	MOVQ	$0, 16(R14) // the stack is another one
	MOVQ	$0, 24(R14)
	MOVQ	R14, runtime·threadPointer(SB)
	SUBQ	$16, SP
	MOVQ	CX, 0(SP)
	MOVQ	BX, 8(SP)
	XORPS	X15, X15
	XORL	BP, BP
	CALL	·trappedAgain(SB)
exit:
	MOVL	$0xf4, DX // as in exit
	MOVL	$3, AX
	OUTB
wait:
	CLI
	HLT
	JMP	wait

// interrupt saves the registers, and calls interrupted, on the stack that the processor has changed to.
TEXT ·interrupt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SAVE
	LEAQ	·interruptFloats(SB), CX
	CALL	·saveFloats(SB)
	MOVQ	runtime·threadPointer(SB), AX
	MOVQ	AX, ·interruptedG(SB)
	LEAQ	runtime·interruptG(SB), R14
	MOVQ	R14, runtime·threadPointer(SB)
	MOVQ	SP, AX
	SUBQ	$8, SP
	MOVQ	AX, 0(SP)
	XORPS	X15, X15
	XORL	BP, BP
	CALL	·interrupted(SB)
	ADDQ	$8, SP
	MOVQ	·interruptedG(SB), AX
	MOVQ	AX, runtime·threadPointer(SB)
	MOVQ	$0, ·interruptedG(SB)
	LEAQ	·interruptFloats(SB), CX
	CALL	·restoreFloats(SB)
	RESTORE
