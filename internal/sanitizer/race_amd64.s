//go:build linux && race

#include "textflag.h"

// FUNCTION calls the detector if there is a state, the first argument.
#define FUNCTION(name, detector) \
TEXT name(SB), NOSPLIT|NOFRAME|TOPFRAME, $0; \
	TESTQ	DI, DI; \
	JEQ	none; \
	JMP	detector(SB); \
none: \
	RET

FUNCTION(premain__tsan_func_enter, __tsan_func_enter)
FUNCTION(premain__tsan_func_exit, __tsan_func_exit)
FUNCTION(premain__tsan_go_ignore_sync_begin, __tsan_go_ignore_sync_begin)
FUNCTION(premain__tsan_go_ignore_sync_end, __tsan_go_ignore_sync_end)

// ignoring is the state of a goroutine that ignores synchronisation: the member ignore_sync, an int near the begin, is not 0.
// With it, an atomic operation looks at no other member and changes none.
DATA ignoring<>+0(SB)/8, $0x0101010101010101
DATA ignoring<>+8(SB)/8, $0x0101010101010101
DATA ignoring<>+16(SB)/8, $0x0101010101010101
DATA ignoring<>+24(SB)/8, $0x0101010101010101
GLOBL ignoring<>(SB), RODATA, $32

// ATOMIC calls the detector, which does the operation, with that state if there is none.
#define ATOMIC(name, detector) \
TEXT name(SB), NOSPLIT|NOFRAME|TOPFRAME, $0; \
	TESTQ	DI, DI; \
	JNE	call; \
	LEAQ	ignoring<>(SB), DI; \
call: \
	JMP	detector(SB)

ATOMIC(premain__tsan_go_atomic32_load, __tsan_go_atomic32_load)
ATOMIC(premain__tsan_go_atomic32_store, __tsan_go_atomic32_store)
ATOMIC(premain__tsan_go_atomic32_exchange, __tsan_go_atomic32_exchange)
ATOMIC(premain__tsan_go_atomic32_fetch_add, __tsan_go_atomic32_fetch_add)
ATOMIC(premain__tsan_go_atomic32_fetch_and, __tsan_go_atomic32_fetch_and)
ATOMIC(premain__tsan_go_atomic32_fetch_or, __tsan_go_atomic32_fetch_or)
ATOMIC(premain__tsan_go_atomic32_compare_exchange, __tsan_go_atomic32_compare_exchange)
ATOMIC(premain__tsan_go_atomic64_load, __tsan_go_atomic64_load)
ATOMIC(premain__tsan_go_atomic64_store, __tsan_go_atomic64_store)
ATOMIC(premain__tsan_go_atomic64_exchange, __tsan_go_atomic64_exchange)
ATOMIC(premain__tsan_go_atomic64_fetch_add, __tsan_go_atomic64_fetch_add)
ATOMIC(premain__tsan_go_atomic64_fetch_and, __tsan_go_atomic64_fetch_and)
ATOMIC(premain__tsan_go_atomic64_fetch_or, __tsan_go_atomic64_fetch_or)
ATOMIC(premain__tsan_go_atomic64_compare_exchange, __tsan_go_atomic64_compare_exchange)
