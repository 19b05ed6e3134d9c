// One variant, ready for use: its library, its manifest and its compiled schemas.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "variant/manifest.hpp"
#include "variant/plugin_file.hpp"
#include "variant/plugin_table.hpp"
#include "variant/value_schema.hpp"

namespace cast::hub {

/// Immutable, any thread. Its library stays loaded as long as it lives.
struct LoadedVariant {
  using Schemas = std::map<std::string, std::unique_ptr<const ValueSchema>, std::less<>>;

  /// The core's. Throws PluginError where the data that is compiled in is not sound.
  explicit LoadedVariant(const cast_plugin_table* core);
  /// A plugin's, from a copy of its file. Throws PluginError (plugin_table.hpp): what is wrong with it, in
  /// one line without the file's name.
  LoadedVariant(const std::filesystem::path& file, std::unique_ptr<const PluginCopy> copy);

  std::filesystem::path file;                 ///< where the copy was made of; empty: the core
  std::unique_ptr<const PluginFile> library;  ///< null: the core
  PluginTable table;
  Manifest manifest;
  Schemas schemas;        ///< by event type
  Schemas formatSchemas;  ///< by format
  bool judges = false;    ///< the table has rules

 private:
  void read();
};

}  // namespace cast::hub
