//go:build premain_bare

#include "textflag.h"

// Where the memory map has put what. The link step fills these words in when the program has been laid out. They are constants, because code
// reads them that copies the variables to where they belong.
#define WORD(name) \
	DATA	name+0(SB)/8, $0 \
	GLOBL	name(SB), RODATA, $8

WORD(runtime·textLow)
WORD(runtime·textHigh)
WORD(runtime·rodataLow)
WORD(runtime·rodataHigh)
WORD(runtime·dataLoad) // where the image has the variables
WORD(runtime·dataLow)
WORD(runtime·dataHigh)
WORD(runtime·bssLow)
WORD(runtime·bssHigh)
WORD(runtime·stackLow)
WORD(runtime·stackHigh)
WORD(runtime·heapLow)
WORD(runtime·heapHigh)
