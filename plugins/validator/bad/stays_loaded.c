/* Linked with -z nodelete: it never leaves the process. */
#include "almost_sound.h"
