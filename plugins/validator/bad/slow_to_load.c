/* Computes for a quarter of a second when it is loaded. */
#include <time.h>

#include "almost_sound.h"

__attribute__((constructor)) static void compute(void) {
  while (clock() < CLOCKS_PER_SEC / 4) {
  }
}
