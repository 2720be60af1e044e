#define _GNU_SOURCE
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct moment {
	long time, faults;
};

// The first is before main, the second in it.
extern struct moment moments[2];

static inline void note(struct moment *m)
{
	struct timespec now;
	struct rusage usage;
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	m->time = now.tv_sec * 1000000000L + now.tv_nsec;
	syscall(SYS_getrusage, RUSAGE_SELF, &usage);
	m->faults = usage.ru_minflt;
}
