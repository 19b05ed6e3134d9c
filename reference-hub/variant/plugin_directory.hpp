// A directory of plugins, held against what is loaded from it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "variant/catalogue.hpp"
#include "variant/variants.hpp"

namespace cast::hub {

Variants::Variant described(const LoadedVariant& plugin);

/// One reading of a directory, as Variants::loadDirectory promises it. Used by one thread, once.
class PluginDirectory {
 public:
  using Complain = std::function<void(const std::string&)>;

  PluginDirectory(std::filesystem::path directory, const Catalogue& inService, Complain complain);

  /// Throws PluginError where the directory can't be read.
  void read();

  /// What is to be in service from now on.
  const Catalogue::Plugins& plugins() const { return plugins_; }
  const std::vector<Variants::Change>& changes() const { return changes_; }

 private:
  using Plugin = std::shared_ptr<const LoadedVariant>;

  std::vector<std::filesystem::path> files() const;
  Plugin loadedFrom(const std::filesystem::path& file) const;
  void dropGone(const std::vector<std::filesystem::path>& files);
  Plugin candidate(const std::filesystem::path& file);
  void settle(std::vector<Plugin> candidates);
  bool admit(const Plugin& candidate);
  Catalogue::Plugins without(const std::filesystem::path& file) const;
  void complainOf(const std::filesystem::path& file, const std::string& why) const;

  std::filesystem::path directory_;
  const Catalogue& inService_;
  Complain complain_;
  Catalogue::Plugins plugins_;
  std::vector<Variants::Change> changes_;
};

}  // namespace cast::hub
