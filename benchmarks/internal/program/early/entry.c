#include "moment.h"

struct moment moments[2];

#ifdef __x86_64__
__attribute__((force_align_arg_pointer))
#endif
void _start(void)
{
	note(&moments[0]);
	moments[1] = moments[0];
	syscall(SYS_exit_group, syscall(SYS_write, 1, moments, sizeof moments) != sizeof moments);
}
