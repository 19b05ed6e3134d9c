// Lets an exception out of get_extension.
#include <stdexcept>

#include "broken_table.h"

namespace {

const void* getExtension(const char* /*id*/) { throw std::runtime_error("thrown on purpose"); }

constexpr char kManifest[] = MANIFEST_WITH(ONE_EVENT);

}  // namespace

const cast_plugin_table cast_plugin_entry = {CAST_PLUGIN_ABI_MAJOR,
                                             CAST_PLUGIN_ABI_MINOR,
                                             sizeof(cast_plugin_table),
                                             {kManifest, sizeof(kManifest) - 1},
                                             getExtension};
