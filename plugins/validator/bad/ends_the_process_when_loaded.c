/* Its start-up code ends the process, with success. */
#include <unistd.h>

#include "almost_sound.h"

__attribute__((constructor)) static void leave(void) { _exit(0); }
