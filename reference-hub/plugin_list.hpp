#pragma once
#include <filesystem>
#include <ostream>

namespace cast::hub {

enum class PluginListStyle { Text, Json };

/// `cast-hub --list-plugins`: loads the plugins of the directory as a hub would and writes what they offer to
/// `out`. Plugins that can't be used are a line each on `err`, and in JSON the member `complaints`. The
/// program's exit status: 0, or 1 where there was a complaint.
int listPlugins(const std::filesystem::path& directory, PluginListStyle style, std::ostream& out,
                std::ostream& err);

}  // namespace cast::hub
