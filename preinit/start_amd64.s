//go:build premain && linux

#include "go_asm.h"
#include "textflag.h"

#define ARCH_PRCTL 158
#define SET_FS 0x1002
#define GET_FS 0x1003
#define MMAP 9
#define AT_PHDR 3
#define AT_PHNUM 5
#define PT_TLS 7

// start is the entry of a program that the Go linker has linked.
TEXT ·start(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	_rt0_amd64_linux(SB), R11
	JMP	·begin(SB)

// begin is given in R11 where the process goes on. DX is the dynamic loader's exit function.
//
// Compiled Go code wants g in R14 and, where assembly returns to it, in thread-local storage. A dynamic loader has set that up. Where
// there is none, the end of our stack serves, until the C library or the runtime comes.
TEXT ·begin(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ	R11, ·next(SB)
	MOVQ	DX, ·loader(SB)
	MOVQ	SP, R12

	LEAQ	·stack(SB), AX
	LEAQ	·initialG(SB), R13
	MOVQ	AX, g_low(R13)
	LEAQ	const_guard(AX), BX
	MOVQ	BX, g_guard0(R13)
	MOVQ	BX, g_guard1(R13)
	LEAQ	const_stackSize(AX), BX
	MOVQ	BX, g_high(R13)
	MOVQ	BX, SP
	ANDQ	$~15, SP

	LEAQ	·scheduler(SB), BX
	ADDQ	$(const_schedulerAlign - 1), BX
	ANDQ	$~(const_schedulerAlign - 1), BX
	MOVQ	BX, g_m(R13)
	MOVQ	$(const_schedulerUsed / 8), CX
fill:
	MOVQ	R13, (BX)
	ADDQ	$8, BX
	DECQ	CX
	JNE	fill

	MOVQ	$GET_FS, DI
	LEAQ	·threadPtr(SB), SI
	MOVQ	$ARCH_PRCTL, AX
	SYSCALL
	CMPQ	·threadPtr(SB), $0
	JNE	threaded
	// Behind argc, the arguments and the environment there is the auxiliary vector, which knows the program's headers.
	LEAQ	8(R12), AX
	MOVQ	$2, CX
strings:
	ADDQ	$8, AX
	CMPQ	-8(AX), $0
	JNE	strings
	DECQ	CX
	JNE	strings
	XORL	R8, R8 // the headers
	XORL	R9, R9 // their number
auxiliary:
	CMPQ	0(AX), $AT_PHDR
	CMOVQEQ	8(AX), R8
	CMPQ	0(AX), $AT_PHNUM
	CMOVQEQ	8(AX), R9
	ADDQ	$16, AX
	CMPQ	-16(AX), $0
	JNE	auxiliary
	XORL	BX, BX // bytes of thread-local variables, which lie below the thread pointer
headers:
	DECQ	R9
	JLT	sized
	CMPL	0(R8), $PT_TLS
	CMOVQEQ	40(R8), BX
	ADDQ	$56, R8
	JMP	headers
sized:
	LEAQ	·stack(SB), SI
	ADDQ	$(const_stackSize + const_tlsSize - 64), SI
	CMPQ	BX, $(const_tlsSize - 4096)
	JLT	enough
	XORL	DI, DI
	LEAQ	8192(BX), SI
	MOVQ	$3, DX  // to read and write
	MOVQ	$0x22, R10 // private, anonymous
	MOVQ	$-1, R8
	XORL	R9, R9
	MOVQ	$MMAP, AX
	SYSCALL
	LEAQ	4096(AX)(BX*1), SI // which no program survives if there was no memory
enough:
	ANDQ	$~63, SI
	MOVQ	$SET_FS, DI
	MOVQ	$ARCH_PRCTL, AX
	SYSCALL
threaded:
	MOVQ	R13, R14
	MOVQ	TLS, CX
	MOVQ	R13, 0(CX)(TLS*1)

	XORL	BP, BP
	PXOR	X15, X15
	SUBQ	$32, SP
	MOVQ	R12, 0(SP)
	LEAQ	·self(SB), AX
	CMPQ	AX, ·self(SB)
	JEQ	relocated
	CALL	·relocate(SB)
relocated:
	CALL	·run(SB)
	MOVQ	8(SP), R12

	MOVQ	TLS, CX
	MOVQ	$0, 0(CX)(TLS*1)
	CMPQ	·threadPtr(SB), $0
	JNE	restored
	XORL	SI, SI
	MOVQ	$SET_FS, DI
	MOVQ	$ARCH_PRCTL, AX
	SYSCALL
restored:
	MOVB	$1, ·begun(SB)
	MOVQ	R12, SP
	MOVQ	·loader(SB), DX
	MOVQ	·next(SB), R11
	XORL	BP, BP
	JMP	R11

// self holds its own address, once the program has been relocated.
DATA	·self(SB)/8, $·self(SB)
GLOBL	·self(SB), NOPTR, $8

// handle is the signal handler, which has a stack of its own. It does not return.
TEXT ·handle(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAQ	·initialG(SB), R14
	LEAQ	·handlerStack(SB), AX
	LEAQ	const_guard(AX), BX
	MOVQ	BX, g_guard0(R14)
	LEAQ	const_handlerSize(AX), BX
	MOVQ	BX, g_high(R14)
	MOVQ	TLS, CX
	MOVQ	R14, 0(CX)(TLS*1)
	XORL	BP, BP
	PXOR	X15, X15
	ANDQ	$~15, SP
	SUBQ	$32, SP
	MOVQ	DI, 0(SP)
	MOVQ	SI, 8(SP)
	MOVQ	DX, 16(SP)
	CALL	·fault(SB)
	INT	$3

// func handlerAddress() uintptr
TEXT ·handlerAddress(SB), NOSPLIT, $0-8
	LEAQ	·handle(SB), AX
	MOVQ	AX, ret+0(FP)
	RET
