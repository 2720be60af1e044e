//go:build premain_bare

#include "textflag.h"

#define stacksSize (12<<10)
#define frameSize 176 // of the type frame

// Where prepare returns to: it clears and copies variables, and constants can be written until mapMemory says otherwise.
GLOBL ·firstStack(SB), RODATA, $64

// The processor is in 64-bit mode, with what the program consists of mapped and interrupts masked. DI holds the address of the start info.
TEXT _rt0_amd64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ	DI, BX
	LEAQ	·firstStack+64(SB), SP
	CALL	runtime·prepare(SB)
	LEAQ	·stacks+(stacksSize-frameSize)(SB), SP
	MOVQ	BX, 16(SP)
	// Besides the mode: floating point, constants not written by the processor itself, and caches.
	MOVQ	$(1<<31 | 1<<16 | 1<<5 | 1<<4 | 1<<1 | 1<<0), AX
	MOVQ	AX, CR0
	MOVQ	$(1<<5 | 1<<6 | 1<<9 | 1<<10), DI // as it is, machine checks, SSE and its exceptions
	MOVL	$1, AX
	XORL	CX, CX
	CPUID
	ANDL	$(1<<28 | 1<<26), CX // AVX and XSAVE
	CMPL	CX, $(1<<28 | 1<<26)
	JNE	plain
	ORQ	$(1<<18), DI
	MOVQ	DI, CR4
	XORL	CX, CX
	XORL	DX, DX
	MOVL	$7, AX // x87, SSE, AVX
	XSETBV
	MOVB	$1, ·extended(SB)
	JMP	floats
plain:
	MOVQ	DI, CR4
floats:
	MOVL	$0xc0000080, CX // EFER
	RDMSR
	ORL	$(1<<11), AX // data is not executed
	WRMSR
	LEAQ	runtime·threadPointer+8(SB), AX
	MOVQ	AX, DX
	SHRQ	$32, DX
	MOVL	$0xc0000100, CX // the FS base
	WRMSR
	LEAQ	runtime·g0(SB), R14
	MOVQ	R14, runtime·threadPointer(SB)
	XORPS	X15, X15
	XORL	BP, BP
	CALL	·describeTraps(SB)
	LGDT	·globalTable(SB)
	LIDT	·interruptTable(SB)
	MOVW	$24, AX
	LTR	AX
	MOVQ	16(SP), AX
	MOVQ	AX, 0(SP)
	CALL	·mapMemory(SB)
	MOVQ	8(SP), AX
	MOVQ	AX, CR3
	MOVQ	runtime·stackLow(SB), AX
	MOVQ	runtime·stackHigh(SB), SP
	JMP	runtime·start(SB)

// func halt()
TEXT ·halt(SB), NOSPLIT, $0-0
	CLI
wait:
	HLT
	JMP	wait

// func setInterrupts(on bool) (were bool)
TEXT ·setInterrupts(SB), NOSPLIT, $0-9
	PUSHFQ
	POPQ	AX
	SHRQ	$9, AX
	ANDL	$1, AX
	MOVB	AX, were+8(FP)
	CMPB	on+0(FP), $0
	JEQ	off
	STI
	RET
off:
	CLI
	RET

// func rest()
TEXT ·rest(SB), NOSPLIT, $0-0
	PUSHFQ
	STI // from the next instruction but one
	HLT
	POPFQ
	RET

// func pause()
TEXT ·pause(SB), NOSPLIT, $0-0
	PAUSE
	RET

// func localInterrupts() (base uintptr)
TEXT ·localInterrupts(SB), NOSPLIT, $0-8
	MOVQ	$0, base+0(FP)
	MOVL	$1, AX
	XORL	CX, CX
	CPUID
	TESTL	$(1<<9), DX
	JEQ	none
	MOVL	$0x1b, CX // IA32_APIC_BASE
	RDMSR
	MOVL	AX, CX
	ANDL	$(3<<10), CX // enabled, in the mode with registers in memory
	CMPL	CX, $(2<<10)
	JNE	none
	SHLQ	$32, DX
	ORQ	DX, AX
	ANDQ	$~0xfff, AX
	MOVQ	AX, base+0(FP)
none:
	RET
