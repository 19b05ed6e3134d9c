/* Lists conversions and has nothing that performs them. */
#define BAD_WITHOUT_CONVERTER
#include "almost_sound.h"
