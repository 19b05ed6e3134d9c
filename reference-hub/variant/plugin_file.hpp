// A plugin's shared library, loaded. The only user of Boost.DLL.
#pragma once

#include <cast/plugin.h>

#include <filesystem>
#include <memory>

namespace cast::hub {

/// Loaded as long as the object lives. The file is opened where it lies; whoever replaces it while it is
/// loaded writes a new file beside it and renames that over it.
class PluginFile {
 public:
  /// Throws PluginError (plugin_table.hpp). Runs the library's own start-up code, so only for files the hub's
  /// operator put there; a file that is no complete shared library is refused before that.
  explicit PluginFile(const std::filesystem::path& file);
  ~PluginFile();
  PluginFile(const PluginFile&) = delete;
  PluginFile& operator=(const PluginFile&) = delete;

  /// Never null; valid as long as this object.
  const cast_plugin_table* table() const { return table_; }

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  const cast_plugin_table* table_ = nullptr;
};

}  // namespace cast::hub
