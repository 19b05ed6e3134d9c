// A new plugin project, for authors: templates that are compiled in, with the variant's names put into them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cast::validator {

/// What a variant is called, from its id.
struct VariantNames {
  std::string id;      ///< labcast
  std::string title;   ///< LabCast, also the class's name
  std::string domain;  ///< lab
};

/// Throws UsageError (arguments.hpp) where no plugin, target or class can be called so.
VariantNames namesFor(const std::string& id);

enum class Scaffold { kWithCode, kDataOnly };

/// Writes the project into `directory`, which must not exist or be empty, and gives the files' paths, sorted.
/// Throws UsageError where something is there already, std::runtime_error where it can't be written.
std::vector<std::filesystem::path> writeScaffold(const VariantNames& names,
                                                 const std::filesystem::path& directory, Scaffold scaffold);

/// A file of the project. `@id@`, `@title@` and `@domain@` in path and text stand for the names.
struct ScaffoldTemplate {
  std::string_view part;  ///< "shared", "code" or "data"
  std::string_view path;
  std::string_view text;
};

/// plugins/sdk/scaffold
const std::vector<ScaffoldTemplate>& scaffoldTemplates();

}  // namespace cast::validator
