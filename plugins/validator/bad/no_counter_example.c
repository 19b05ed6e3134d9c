/* Shows nothing that its event type's schema refuses. */
#define BAD_EVENT_COUNTER_EXAMPLE
#include "almost_sound.h"
