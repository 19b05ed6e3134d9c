#include "plugin_list.hpp"

#include <string>
#include <vector>

#include "session/json_text.hpp"
#include "variant/variant_json.hpp"
#include "variant/variants.hpp"

namespace cast::hub {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all.empty() ? "none" : all;
}

void writeText(const Variants::Variant& plugin, std::ostream& out) {
  out << plugin.id << ' ' << plugin.version << "  " << plugin.title << "\n  file         "
      << plugin.file.string() << "\n  event types  " << joined(plugin.eventTypes) << "\n  formats      "
      << joined(plugin.formats) << '\n';
  const char* heading = "  conversions  ";
  if (plugin.conversions.empty()) out << heading << "none\n";
  for (const auto& conversion : plugin.conversions) {
    out << heading << conversion.from << " -> " << conversion.to << " ("
        << (conversion.eventTypes.front() == "*" ? "all event types" : joined(conversion.eventTypes)) << ")"
        << (conversion.loses.empty() ? "" : ", loses: " + conversion.loses) << '\n';
    heading = "               ";
  }
}

std::string jsonOf(const Variants::Variant& plugin) {
  return "{\"id\":" + jsonString(plugin.id) + ",\"version\":" + jsonString(plugin.version) +
         ",\"title\":" + jsonString(plugin.title) + ",\"file\":" + jsonString(plugin.file.string()) + "," +
         offeredJson(plugin) + "}";
}

void writeJson(const std::vector<Variants::Variant>& plugins, const std::vector<std::string>& complaints,
               std::ostream& out) {
  out << "{\"plugins\":[";
  const char* separator = "";
  for (const auto& plugin : plugins) {
    out << separator << jsonOf(plugin);
    separator = ",";
  }
  out << "],\"complaints\":" << listJson(complaints) << "}\n";
}

}  // namespace

int listPlugins(const std::filesystem::path& directory, PluginListStyle style, std::ostream& out,
                std::ostream& err) {
  std::vector<std::string> complaints;
  Variants variants([&](const std::string& complaint) { complaints.push_back(complaint); });
  variants.loadDirectory(directory);
  const auto plugins = variants.loaded();
  if (style == PluginListStyle::Json) {
    writeJson(plugins, complaints, out);
  } else {
    for (const auto& plugin : plugins) writeText(plugin, out);
  }
  for (const auto& complaint : complaints) err << "cast-hub: " << complaint << '\n';
  return complaints.empty() ? 0 : 1;
}

}  // namespace cast::hub
