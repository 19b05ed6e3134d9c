/* An example belongs to a schema that the manifest does not name. */
#define BAD_EXAMPLES {TEXT("lost.json"), TEXT("lost"), TEXT("{}"), 1},
#include "almost_sound.h"
