#pragma once
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace cast::hub {

/// The plugins that the SDK's tests build (plugins/sdk/tests): tests/plugins/NAME.so.
inline std::filesystem::path testPlugin(const std::string& name) {
  return std::filesystem::path(CAST_TEST_DIR "/plugins") / (name + ".so");
}

/// A directory of plugins as an operator keeps it, for one test.
class PluginFolder {
 public:
  PluginFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cast-plugins-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~PluginFolder() { std::filesystem::remove_all(path_); }
  PluginFolder(const PluginFolder&) = delete;
  PluginFolder& operator=(const PluginFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Puts a file there, in place of one of that name.
  void put(const std::filesystem::path& file, const std::string& as) {
    const auto draft = path_ / (as + ".draft");
    std::filesystem::copy_file(file, draft, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::rename(draft, path_ / as);
  }
  /// Writes over the file that is there, as `cp` does.
  void overwrite(const std::string& name, const std::string& bytes) {
    std::ofstream(path_ / name, std::ios::binary | std::ios::trunc) << bytes;
  }
  void remove(const std::string& name) { std::filesystem::remove(path_ / name); }

 private:
  std::filesystem::path path_;
};

inline std::string bytesIn(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What this process has mapped: a library that is loaded is named there.
inline std::string memoryMap() { return bytesIn("/proc/self/maps"); }

}  // namespace cast::hub
