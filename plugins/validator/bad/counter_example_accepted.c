/* Neither schema nor rule refuses a counter-example. */
#define BAD_EXAMPLES {TEXT("event.json"), TEXT("not so bad"), TEXT(NATIVE_BEGIN "S-3" END), 0},
#include "almost_sound.h"
