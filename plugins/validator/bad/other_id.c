/* Its id is not the file's name. */
#undef BAD_ID
#define BAD_ID "somebody-else"
#include "almost_sound.h"
