// What a variant says of itself: schemas/plugin/manifest.schema.json.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cast::hub {

struct Manifest {
  /// From one payload format into another.
  struct Conversion {
    std::vector<std::string> eventTypes;  ///< whose payloads it converts; "*" is all
    std::string from;
    std::string to;
    std::string loses;  ///< what the result no longer says; empty: the way there and back gives it again
  };

  std::string id;
  std::string version;
  std::string title;
  std::vector<std::string> eventTypes;
  std::vector<std::string> formats;  ///< names of those it defines
  /// By event type, where the manifest states it: the format of a payload that names none.
  std::map<std::string, std::string, std::less<>> formatOf;
  std::vector<Conversion> conversions;
  std::map<std::string, std::string, std::less<>> schemaFileOf;        ///< by event type
  std::map<std::string, std::string, std::less<>> formatSchemaFileOf;  ///< by format
};

/// Throws PluginError (plugin_table.hpp) where the text breaks the manifest's schema, lists an event type, a
/// format or a conversion twice, or a conversion from a format into itself.
Manifest readManifest(std::string_view json);

}  // namespace cast::hub
