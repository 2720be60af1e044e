//go:build c

package main

/*
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

static __thread int number = 42;
static __thread char zeroes[3000];
static int constructed;

// What the constructor sees.
static const int faults[] = {SIGILL, SIGBUS, SIGFPE, SIGSEGV};
static struct sigaction actions[4];
static sigset_t blocked;
static stack_t stack;

__attribute__((constructor)) static void construct(void)
{
	constructed++;
	for (int i = 0; i < 4; i++)
		sigaction(faults[i], NULL, &actions[i]);
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	sigaltstack(NULL, &stack);
}

static int ignored(int i) { return actions[i].sa_handler == SIG_IGN; }
static int untouched(int i) { return actions[i].sa_handler == SIG_DFL && actions[i].sa_flags == 0; }
static int is_blocked(int i) { return sigismember(&blocked, faults[i]); }
static int has_stack(void) { return stack.ss_flags != SS_DISABLE || stack.ss_sp != NULL; }

static int number_of_thread(void)
{
	for (int i = 0; i < (int)sizeof zeroes; i++)
		if (zeroes[i]++ != 0)
			return -1;
	for (int i = 0; i < (int)sizeof zeroes; i++)
		zeroes[i] = 0;
	char *end;
	errno = 0;
	strtol("99999999999999999999", &end, 10);
	if (errno != ERANGE || constructed != 1 || getenv("PATH") == NULL)
		return -2;
	return number++;
}
*/
import "C"

import (
	"fmt"
	"os"
)

func init() {
	between = func() string {
		text := fmt.Sprint("a constructor saw a stack ", C.has_stack(), " and")
		for i := range C.int(4) {
			text += fmt.Sprint(" ", C.untouched(i), C.ignored(i), C.is_blocked(i))
		}
		return text
	}
	number = func() error {
		if n := C.number_of_thread(); n != 42 {
			return fmt.Errorf("a new thread has the number %d", n)
		}
		if C.getenv(C.CString("PATH")) == nil || os.Getenv("PATH") == "" {
			return fmt.Errorf("the C library does not know the environment")
		}
		return nil
	}
}
