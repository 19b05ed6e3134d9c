#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cast::validator {

/// The dynamic symbols that a shared library defines for others, sorted. `file` is one that
/// hub::checkSharedLibrary() accepts; throws hub::PluginError where its symbols can't be read.
std::vector<std::string> exportedSymbols(const std::filesystem::path& file);

}  // namespace cast::validator
