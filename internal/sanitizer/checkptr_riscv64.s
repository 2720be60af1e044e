//go:build linux && (race || msan || asan)

#include "textflag.h"

// CHECK leaves all registers in which Go functions have arguments alone.
#define CHECK(name, original) \
TEXT name(SB), NOSPLIT|NOFRAME, $0; \
	MOVBU	·Early(SB), T0; \
	BNEZ	T0, early; \
	JMP	original(SB); \
early: \
	RET

CHECK(premain__runtime_checkptrAlignment, premain__original_checkptrAlignment)
CHECK(premain__runtime_checkptrArithmetic, premain__original_checkptrArithmetic)
CHECK(premain__runtime_unsafeslicecheckptr, premain__original_unsafeslicecheckptr)
CHECK(premain__runtime_unsafestringcheckptr, premain__original_unsafestringcheckptr)
