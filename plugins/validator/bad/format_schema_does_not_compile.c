/* The schema of its format has a pattern that is none. */
#define BAD_FORMAT_SCHEMA "{\"pattern\":\"^(A|B\"}"
#include "almost_sound.h"
