#include <stdint.h>

extern uint64_t bss_low[], bss_high[];

void clear(void)
{
	for (uint64_t *p = bss_low; p < bss_high; p++)
		*p = 0;
}
