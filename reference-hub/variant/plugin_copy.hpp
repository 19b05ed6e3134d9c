// A plugin's file as it was at one moment.
#pragma once

#include <cstddef>
#include <filesystem>

namespace cast::hub {

/// A sealed copy in memory: whatever happens to the file afterwards - overwritten, cut off, removed - changes
/// nothing of a library that was loaded from it, and the system's loader, which knows libraries by path and
/// inode, never takes a new version for the old one. Immutable; any thread.
class PluginCopy {
 public:
  /// Throws PluginError (plugin_table.hpp) where the file is none, can't be read, or is over 1 GiB.
  explicit PluginCopy(const std::filesystem::path& file);
  ~PluginCopy();
  PluginCopy(const PluginCopy&) = delete;
  PluginCopy& operator=(const PluginCopy&) = delete;

  /// Where the loader finds it; no other copy has the same path as long as this one lives.
  std::filesystem::path path() const;

  bool hasSameBytesAs(const PluginCopy& other) const;

 private:
  void fill(int source);

  int descriptor_ = -1;
  std::size_t size_ = 0;
};

}  // namespace cast::hub
