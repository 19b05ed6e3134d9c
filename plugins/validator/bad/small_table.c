/* Says that its table ends before get_extension. */
#include "broken_table.h"

const cast_plugin_table cast_plugin_entry = {
    CAST_PLUGIN_ABI_MAJOR, CAST_PLUGIN_ABI_MINOR, sizeof(cast_plugin_table) - sizeof(void*), {0, 0}, 0};
