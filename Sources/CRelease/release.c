#include "CRelease.h"

#ifndef PIERHEAD_COMMIT
#define PIERHEAD_COMMIT ""
#endif

const char *pierhead_commit(void) { return PIERHEAD_COMMIT; }
