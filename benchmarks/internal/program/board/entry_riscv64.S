	.globl entry
entry:
	csrci mstatus, 8
	la sp, stack_high
	call clear
	call main
1:
	wfi
	j 1b
