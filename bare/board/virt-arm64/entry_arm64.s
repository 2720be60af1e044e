//go:build premain_bare

#include "textflag.h"
#include "frame_arm64.h"

#define lastStackSize (8<<10)

// Where traps and interrupts save the registers, and the stack on which the program ends if something traps while a trap is handled.
GLOBL ·lastStack(SB), NOPTR, $lastStackSize

TEXT _rt0_arm64_linux(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MSR	$15, DAIFSet
	MSR	$1, SPSel
	MOVD	$·vectors(SB), R0
	MSR	R0, VBAR_EL1
	MOVD	$(3<<20), R0 // floating point
	MSR	R0, CPACR_EL1
	ISB	$15
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-frameSize), R0
	MOVD	R0, RSP
	CALL	runtime·prepare(SB)
	MOVD	$runtime·g0(SB), g
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-32), R0
	MOVD	R0, RSP
	CALL	·mapMemory(SB)
	MOVD	8(RSP), R0
	MSR	R0, TTBR0_EL1
	MOVD	$·lastStack(SB), R0
	ADD	$(lastStackSize-frameSize), R0
	MOVD	R0, RSP
	MSR	$0, SPSel // and from here on, SP_EL1 is left to traps
	MOVD	$0xff00, R0 // type 0: device, nGnRnE; type 1: normal, write-back
	MSR	R0, MAIR_EL1
	// 39 bits of addresses in pages of 4 KiB, by cacheable tables, to 36 bits; none at the upper end
	MOVD	$(25 | 1<<8 | 1<<10 | 3<<12 | 1<<23 | 1<<32), R0
	MSR	R0, TCR_EL1
	DSB	$15
	TLBI	VMALLE1
	DSB	$15
	ISB	$15
	// Besides what must be one: addresses translated, caches, stack pointers checked, nothing executed that can be written.
	MOVD	$(0x30d00800 | 1<<0 | 1<<2 | 1<<3 | 1<<12 | 1<<19), R0
	MSR	R0, SCTLR_EL1
	ISB	$15
	MSR	$4, DAIFClr // errors of the system
	MOVD	runtime·stackLow(SB), R0
	MOVD	runtime·stackHigh(SB), R1
	MOVD	R1, RSP
	JMP	runtime·start(SB)

// func semihosting(operation uintptr, block *[2]uintptr)
TEXT ·semihosting(SB), NOSPLIT, $0-16
	MOVD	operation+0(FP), R0
	MOVD	block+8(FP), R1
	HLT	$0xf000
	RET

// func halt()
TEXT ·halt(SB), NOSPLIT, $0-0
	MSR	$15, DAIFSet
	MOVD	$0x08000000, R0 // the distributor: an interrupt that is masked would still end WFI
	MOVW	ZR, (R0)
wait:
	WFI
	JMP	wait

// func reset()
TEXT ·reset(SB), NOSPLIT, $0-0
	MOVD	$0x84000009, R0 // SYSTEM_RESET of PSCI
	HVC	$0
	RET
