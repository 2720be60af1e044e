// Its second moment is 64 CPUID instructions behind the first.
#include "moment.h"

struct moment moments[2];

#ifdef __x86_64__
__attribute__((force_align_arg_pointer))
#endif
void _start(void)
{
	note(&moments[0]);
#ifdef __x86_64__
	for (int i = 0; i < 64; i++)
		__asm__ volatile("cpuid" : : "a"(0), "c"(0) : "rbx", "rdx", "memory");
#endif
	note(&moments[1]);
	syscall(SYS_exit_group, syscall(SYS_write, 1, moments, sizeof moments) != sizeof moments);
}
