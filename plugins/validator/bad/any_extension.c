/* Says that it has every extension. */
#define BAD_OTHER_EXTENSION(id) ((const void*)(id))
#include "almost_sound.h"
