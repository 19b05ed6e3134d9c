// What a variant says of itself: schemas/plugin/manifest.schema.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cast::hub {

struct Manifest {
  std::string id;
  std::string version;
  std::string title;
  std::vector<std::string> eventTypes;
  std::vector<std::string> formats;
};

/// Throws PluginError (plugin_table.hpp) where the text breaks the manifest's schema or lists an event type
/// twice.
Manifest readManifest(std::string_view json);

}  // namespace cast::hub
