/* Shows a symbol of its own beside the entry. */
#include "almost_sound.h"

CAST_PLUGIN_EXPORT int something_else(void);
int something_else(void) { return 1; }
