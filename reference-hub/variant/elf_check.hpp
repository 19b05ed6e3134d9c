#pragma once

#include <filesystem>

namespace cast::hub {

/// Throws PluginError (plugin_table.hpp) unless `file` is a regular file with a complete ELF shared library
/// for this machine. The system's loader trusts a library's header: a file that was cut off, by a full disk
/// or half a copy, would otherwise end the process with SIGBUS.
void checkSharedLibrary(const std::filesystem::path& file);

}  // namespace cast::hub
