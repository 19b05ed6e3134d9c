/* Leaves a mark in the process's environment, and dies where it finds it. */
#include <stdlib.h>

#include "almost_sound.h"

__attribute__((constructor)) static void once(void) {
  if (getenv("CAST_BAD_LOADS_ONCE")) abort();
  setenv("CAST_BAD_LOADS_ONCE", "1", 1);
}
