// A plugin's shared library, loaded. The only user of Boost.DLL.
#pragma once

#include <cast/plugin.h>

#include <filesystem>
#include <memory>

#include "variant/plugin_copy.hpp"

namespace cast::hub {

/// Loaded as long as the object lives, and unmapped with it, unless the library keeps itself loaded (by
/// symbols that the whole process shares, or by thread_local objects with destructors).
///
/// Loading runs the library's own start-up code, so only for files the hub's operator put there; a file that
/// is no complete shared library is refused before that.
class PluginFile {
 public:
  /// Opens the file where it lies; whoever replaces it while it is loaded writes a new file beside it and
  /// renames that over it. The same path again gives the library that is already loaded. Throws PluginError
  /// (plugin_table.hpp).
  explicit PluginFile(const std::filesystem::path& file);
  /// Opens a copy, so that the file may change. Throws PluginError.
  explicit PluginFile(std::unique_ptr<const PluginCopy> copy);
  ~PluginFile();
  PluginFile(const PluginFile&) = delete;
  PluginFile& operator=(const PluginFile&) = delete;

  /// Never null; valid as long as this object.
  const cast_plugin_table* table() const { return table_; }

  /// What it was loaded from; null where that is the file itself.
  const PluginCopy* copy() const { return copy_.get(); }

 private:
  void load(const std::filesystem::path& path);

  struct Library;
  std::unique_ptr<const PluginCopy> copy_;  // outlives the library
  std::unique_ptr<Library> library_;
  const cast_plugin_table* table_ = nullptr;
};

}  // namespace cast::hub
