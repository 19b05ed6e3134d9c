/* Its start-up code never ends. */
#include "almost_sound.h"

__attribute__((constructor)) static void hang(void) {
  for (volatile int forever = 1; forever;) {
  }
}
