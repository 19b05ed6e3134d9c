#include "variant/plugin_file.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "variant/elf_check.hpp"
#include "variant/plugin_table.hpp"

namespace cast::hub {
namespace {

namespace dll = boost::dll;

// Boost.DLL wraps what the loader said in parentheses and adds an errno that has nothing to do with it.
std::string loaderSaid(const std::string& boostMessage) {
  constexpr std::string_view kBefore = "(dlerror system message: ";
  const auto begin = boostMessage.find(kBefore);
  if (begin == std::string::npos) return boostMessage;
  const auto end = boostMessage.rfind(')');
  return boostMessage.substr(begin + kBefore.size(), end - begin - kBefore.size());
}

}  // namespace

struct PluginFile::Library {
  dll::shared_library loaded;
};

PluginFile::PluginFile(const std::filesystem::path& file) : library_(std::make_unique<Library>()) {
  load(std::filesystem::absolute(file));
}

PluginFile::PluginFile(std::unique_ptr<const PluginCopy> copy)
    : copy_(std::move(copy)), library_(std::make_unique<Library>()) {
  load(copy_->path());
}

void PluginFile::load(const std::filesystem::path& path) {
  checkSharedLibrary(path);
  try {
    library_->loaded.load(path, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  } catch (const std::exception& e) {
    throw PluginError("the system can't load it (" + loaderSaid(e.what()) +
                      "): build it for this system, with every library it needs");
  }
  if (!library_->loaded.has(CAST_PLUGIN_ENTRY_NAME))
    throw PluginError(
        "it exports no `" CAST_PLUGIN_ENTRY_NAME
        "`, so it is no Cast plugin: build it with cast_add_plugin(), or take it out of the directory");
  table_ = &library_->loaded.get<const cast_plugin_table>(CAST_PLUGIN_ENTRY_NAME);
}

PluginFile::~PluginFile() = default;

}  // namespace cast::hub
