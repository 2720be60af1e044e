	.globl entry
entry:
	msr daifset, #15
	adrp x0, stack_high
	add x0, x0, :lo12:stack_high
	mov sp, x0
	bl clear
	bl main
1:
	wfi
	b 1b
