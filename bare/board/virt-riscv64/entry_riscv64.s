//go:build premain_bare

#include "textflag.h"

#define lastStackSize (8<<10)
#define frames (2*528) // of the type frame: for traps and interrupts of the program, and for traps in interrupt handlers

// WFI, which Go's assembler has no code for.
#define WAIT	WORD	$0x10500073

// The stack before the program's own is ready, and on which the program ends if something traps while a trap is handled. Its end is where traps
// save the registers.
GLOBL ·lastStack(SB), NOPTR, $lastStackSize

TEXT _rt0_riscv64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	CSRRWI	$0, MIE, X0
	CSRRCI	$8, MSTATUS, X0
	CSRRS	X0, MHARTID, T0
	BNEZ	T0, other
	MOV	$·noTree(SB), T0
	CSRRW	T0, MTVEC, X0
	MOV	$0x6000, T0 // floating point
	CSRRS	T0, MSTATUS, X0
	CSRRWI	$0, FCSR, X0
	MOV	$runtime·g0(SB), g
	MOV	ZERO, 16(g) // stacks are never full
	MOV	$·lastStack(SB), X2
	MOV	$(lastStackSize-frames-16), T0
	ADD	T0, X2
	CALL	·findMemory(SB)
	MOV	8(X2), S1
	JMP	·foundMemory(SB)
other:
	WAIT
	JMP	other

// noTree is where the processor goes on if it may not access the device tree. Then the memory is already protected, and the tree is in the page below the stack: QEMU 7 keeps
// that when it resets the machine. So the program has run before, and had room.
TEXT ·noTree(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	PCALIGN	$8
	MOV	$0xfffffffffffffc, S1 // farthest
	JMP	·foundMemory(SB)

// foundMemory goes on with the address behind the memory in S1.
TEXT ·foundMemory(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOV	$·trap(SB), T0
	CSRRW	T0, MTVEC, X0
	CSRRWI	$0, MSCRATCH, X0 // as while a trap is handled
	MOV	ZERO, ·again(SB)
	MOV	$·lastStack(SB), X2
	MOV	$(lastStackSize-frames-16), T0
	ADD	T0, X2
	CALL	runtime·prepare(SB)
	MOV	S1, ·ramEnd(SB)
	CALL	·protectMemory(SB)
	MOV	$·lastStack(SB), T0
	MOV	$(lastStackSize-frames), T1
	ADD	T1, T0
	CSRRW	T0, MSCRATCH, X0
	MOV	runtime·stackLow(SB), A0
	MOV	runtime·stackHigh(SB), X2
	JMP	runtime·start(SB)

// func halt()
TEXT ·halt(SB), NOSPLIT, $0-0
	CSRRCI	$8, MSTATUS, X0
again:
	WAIT
	JMP	again

// func wait()
TEXT ·wait(SB), NOSPLIT, $0-0
	WAIT
	RET

// func setInterrupts(on bool) (were bool)
TEXT ·setInterrupts(SB), NOSPLIT, $0-9
	MOVBU	on+0(FP), T0
	SLL	$3, T0
	CSRRCI	$8, MSTATUS, T1
	CSRRS	T0, MSTATUS, X0
	SRL	$3, T1
	AND	$1, T1
	MOVB	T1, were+8(FP)
	RET

// func enableCauses(bits uintptr, on bool)
TEXT ·enableCauses(SB), NOSPLIT, $0-9
	MOV	bits+0(FP), T0
	MOVBU	on+8(FP), T1
	BNEZ	T1, on
	CSRRC	T0, MIE, X0
	RET
on:
	CSRRS	T0, MIE, X0
	RET

#define ADDRESS(n, register) \
	MOV	(8*n)(T0), T1 \
	CSRRW	T1, register, X0

// func protect(e *entries)
TEXT ·protect(SB), NOSPLIT, $0-8
	MOV	e+0(FP), T0
	ADDRESS(0, PMPADDR0)
	ADDRESS(1, PMPADDR1)
	ADDRESS(2, PMPADDR2)
	ADDRESS(3, PMPADDR3)
	ADDRESS(4, PMPADDR4)
	ADDRESS(5, PMPADDR5)
	ADDRESS(6, PMPADDR6)
	ADDRESS(7, PMPADDR7)
	ADDRESS(8, PMPADDR8)
	ADDRESS(9, PMPADDR9)
	ADDRESS(10, PMPADDR10)
	ADDRESS(11, PMPADDR11)
	ADDRESS(12, PMPADDR12)
	ADDRESS(13, PMPADDR13)
	ADDRESS(14, PMPADDR14)
	ADDRESS(15, PMPADDR15)
	MOV	128(T0), T1
	CSRRW	T1, PMPCFG0, X0
	MOV	136(T0), T1
	CSRRW	T1, PMPCFG2, X0
	RET
