// The entry that PVH asks for, in 32-bit mode, and the way from there to 64-bit mode.
	.section .note.Xen, "a", @note
	.long 4, 4, 18
	.asciz "Xen"
	.long entry

	.data
	.balign 4096
first:
	.quad second + 3
	.fill 511, 8, 0
second:
	.quad third + 3
	.fill 511, 8, 0
third: // the first GiB, in blocks of 2 MiB
	.set at, 0
	.rept 512
	.quad at + 0x83
	.set at, at + 0x200000
	.endr
	.balign 8
segments:
	.quad 0, 0x00209a0000000000
segments_end:
table:
	.word segments_end - segments - 1
	.long segments

	.text
	.code32
	.globl entry
entry:
	cli
	movl $first, %eax
	movl %eax, %cr3
	movl $0x20, %eax // PAE
	movl %eax, %cr4
	movl $0xc0000080, %ecx // EFER
	rdmsr
	orl $0x100, %eax
	wrmsr
	movl %cr0, %eax
	orl $0x80000000, %eax
	movl %eax, %cr0
	lgdt table
	ljmp $8, $wide
	.code64
wide:
	movl $stack_high, %esp
	call clear
	call main
1:
	hlt
	jmp 1b
