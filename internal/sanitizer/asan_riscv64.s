//go:build linux && asan

#include "textflag.h"

// CHECK leaves all registers in which Go functions have arguments alone.
#define CHECK(name, original) \
TEXT name(SB), NOSPLIT|NOFRAME, $0; \
	MOVBU	·Early(SB), T0; \
	BNEZ	T0, early; \
	JMP	original(SB); \
early: \
	RET

CHECK(premain__runtime_asanread, premain__original_asanread)
CHECK(premain__runtime_asanwrite, premain__original_asanwrite)
