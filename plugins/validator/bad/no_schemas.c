/* Lists an event and has no schema for it. */
#include "broken_table.h"

static const void* get_extension(const char* id) {
  (void)id;
  return 0;
}

static const char manifest[] = MANIFEST_WITH(ONE_EVENT);

const cast_plugin_table cast_plugin_entry = {CAST_PLUGIN_ABI_MAJOR,
                                             CAST_PLUGIN_ABI_MINOR,
                                             sizeof(cast_plugin_table),
                                             {manifest, sizeof(manifest) - 1},
                                             get_extension};
