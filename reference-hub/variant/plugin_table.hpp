// The hub's side of cast/plugin.h: the only place that calls into a plugin.
#pragma once

#include <cast/plugin.h>

#include <stdexcept>
#include <string>

namespace cast::hub {

/// Why a plugin can't be used; what() is one line without the file's name: what is wrong and what to do.
class PluginError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A plugin's table, checked and guarded: an exception out of the plugin, a null where none may be or a text
/// over the limit becomes a PluginError. Does not keep the library loaded. Any thread.
class PluginTable {
 public:
  /// Throws PluginError where the table was made for another version of the boundary. `table` is not null.
  explicit PluginTable(const cast_plugin_table* table);

  std::string manifest() const;

  /// The schema of one of the manifest's event types.
  std::string schemaOf(const std::string& eventType) const;

 private:
  const void* extension(const char* id) const;

  const cast_plugin_table* table_;
};

}  // namespace cast::hub
