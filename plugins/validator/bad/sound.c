/* Not bad at all: proves that what the others share is sound. */
#include "almost_sound.h"
