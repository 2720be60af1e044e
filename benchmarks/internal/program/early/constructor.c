#include "moment.h"

struct moment moments[2];

__attribute__((constructor)) static void early(void) { note(&moments[0]); }
