/* Built for a version of the boundary that does not exist yet; what follows the first three members is
 * another's. */
#include "broken_table.h"

const cast_plugin_table cast_plugin_entry = {
    CAST_PLUGIN_ABI_MAJOR + 1, 0, sizeof(cast_plugin_table), {0, 0}, 0};
