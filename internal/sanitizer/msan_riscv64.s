//go:build linux && msan

#include "textflag.h"

// CHECK leaves all registers in which Go functions have arguments alone.
#define CHECK(name, original) \
TEXT name(SB), NOSPLIT|NOFRAME, $0; \
	MOVBU	·Early(SB), T0; \
	BNEZ	T0, early; \
	JMP	original(SB); \
early: \
	RET

CHECK(premain__runtime_msanread, premain__original_msanread)
CHECK(premain__runtime_msanwrite, premain__original_msanwrite)
CHECK(premain__runtime_msanmove, premain__original_msanmove)
