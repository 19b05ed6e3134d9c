#include "variant/plugin_directory.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace cast::hub {

using Change = Variants::Change;

Variants::Variant described(const LoadedVariant& plugin) {
  const Manifest& manifest = plugin.manifest;
  return {manifest.id,      manifest.version,     manifest.title, manifest.eventTypes,
          manifest.formats, manifest.conversions, plugin.file};
}

PluginDirectory::PluginDirectory(std::filesystem::path directory, const Catalogue& inService,
                                 Complain complain)
    : directory_(std::move(directory)),
      inService_(inService),
      complain_(std::move(complain)),
      plugins_(inService.plugins()) {}

void PluginDirectory::read() {
  const auto present = files();
  dropGone(present);
  std::vector<Plugin> candidates;
  for (const auto& file : present) {
    try {
      if (auto plugin = candidate(file)) candidates.push_back(std::move(plugin));
    } catch (const std::exception& e) {
      complainOf(file, e.what());
    }
  }
  settle(std::move(candidates));
  const auto byFile = [](const Change& a, const Change& b) { return a.variant.file < b.variant.file; };
  std::stable_sort(changes_.begin(), changes_.end(), byFile);
}

std::vector<std::filesystem::path> PluginDirectory::files() const {
  std::error_code problem;
  std::vector<std::filesystem::path> found;
  for (std::filesystem::directory_iterator entry(directory_, problem), end; !problem && entry != end;
       entry.increment(problem))
    if (entry->path().extension() == ".so") found.push_back(entry->path());
  if (problem)
    throw PluginError("plugins of " + directory_.string() + " are not loaded: " + problem.message() +
                      ": name a directory that is there");
  std::sort(found.begin(), found.end());
  return found;
}

PluginDirectory::Plugin PluginDirectory::loadedFrom(const std::filesystem::path& file) const {
  for (const auto& plugin : inService_.plugins())
    if (plugin->file == file) return plugin;
  return nullptr;
}

void PluginDirectory::dropGone(const std::vector<std::filesystem::path>& files) {
  std::erase_if(plugins_, [&](const Plugin& plugin) {
    const bool gone = plugin->file == directory_ / plugin->file.filename() &&
                      !std::binary_search(files.begin(), files.end(), plugin->file);
    if (gone) changes_.push_back({Change::Kind::Unloaded, described(*plugin), {}});
    return gone;
  });
}

// Null where the file's bytes are those that are loaded.
PluginDirectory::Plugin PluginDirectory::candidate(const std::filesystem::path& file) {
  auto copy = std::make_unique<const PluginCopy>(file);
  const Plugin before = loadedFrom(file);
  if (before && copy->hasSameBytesAs(*before->library->copy())) return nullptr;
  return std::make_shared<const LoadedVariant>(file, std::move(copy));
}

// What one plugin gives up another may take in the same reading, whatever their names: so whoever collides is
// asked again after each round in which somebody got in.
void PluginDirectory::settle(std::vector<Plugin> candidates) {
  for (std::size_t before = candidates.size() + 1; candidates.size() < before;) {
    before = candidates.size();
    std::erase_if(candidates, [&](const Plugin& plugin) { return admit(plugin); });
  }
  for (const auto& plugin : candidates)
    complainOf(plugin->file, *collisionOf(*plugin, *inService_.core(), without(plugin->file)));
}

bool PluginDirectory::admit(const Plugin& candidate) {
  auto others = without(candidate->file);
  if (collisionOf(*candidate, *inService_.core(), others)) return false;
  const Plugin before = loadedFrom(candidate->file);
  changes_.push_back({before ? Change::Kind::Replaced : Change::Kind::Loaded, described(*candidate),
                      before ? before->manifest.version : std::string()});
  const auto place = std::find_if(others.begin(), others.end(),
                                  [&](const Plugin& other) { return candidate->file < other->file; });
  others.insert(place, candidate);
  plugins_ = std::move(others);
  return true;
}

Catalogue::Plugins PluginDirectory::without(const std::filesystem::path& file) const {
  Catalogue::Plugins others = plugins_;
  std::erase_if(others, [&](const Plugin& plugin) { return plugin->file == file; });
  return others;
}

void PluginDirectory::complainOf(const std::filesystem::path& file, const std::string& why) const {
  const Plugin before = loadedFrom(file);
  complain_("plugin " + file.string() + " is not loaded" +
            (before ? ", its version " + before->manifest.version + " stays in service: " : ": ") + why);
}

}  // namespace cast::hub
