/* Needs a function that no library has. */
#include "broken_table.h"

const void* function_of_a_missing_library(const char* id);

static const char manifest[] = MANIFEST_WITH("");

const cast_plugin_table cast_plugin_entry = {CAST_PLUGIN_ABI_MAJOR,
                                             CAST_PLUGIN_ABI_MINOR,
                                             sizeof(cast_plugin_table),
                                             {manifest, sizeof(manifest) - 1},
                                             function_of_a_missing_library};
