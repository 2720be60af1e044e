//go:build linux && (race || msan || asan)

#include "textflag.h"

// premain__save_g puts g where the runtime's assembly for the race detector looks for it, unless the program is static. It changes
// R0 and R27.
TEXT premain__save_g(SB), NOSPLIT|NOFRAME, $0
	MRS	TPIDR_EL0, R0
	CBZ	R0, none
	MOVD	premain__tls_g(SB), R27
	MOVD	g, (R0)(R27)
none:
	RET

// premain__tls_g is the runtime's tls_g.
GLOBL premain__tls_g(SB), TLSBSS|DUPOK, $8
