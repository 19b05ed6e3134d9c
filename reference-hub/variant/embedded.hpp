// Data that is compiled into the hub: it runs without any file beside it.
#pragma once

#include <cast/plugin.h>

#include <string_view>

namespace cast::hub {

/// schemas/plugin/manifest.schema.json
extern const std::string_view kManifestSchema;

}  // namespace cast::hub

/// schemas/core/events.json and its schemas, as a table like a plugin's.
extern "C" const cast_plugin_table cast_core_table;
