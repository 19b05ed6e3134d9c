/* A table without a manifest. */
#include "broken_table.h"

static const void* get_extension(const char* id) {
  (void)id;
  return 0;
}

const cast_plugin_table cast_plugin_entry = {
    CAST_PLUGIN_ABI_MAJOR, CAST_PLUGIN_ABI_MINOR, sizeof(cast_plugin_table), {0, 0}, get_extension};
