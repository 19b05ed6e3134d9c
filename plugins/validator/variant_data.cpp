#include "validator/variant_data.hpp"

#include <algorithm>
#include <cast/json.hpp>

#include "variant/manifest.hpp"

namespace cast::validator {
namespace {

using Json = nlohmann::json;

template <typename Entries>
auto named(const Entries& entries, std::string_view name) -> decltype(entries.data()) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const EventType* VariantData::event(std::string_view name) const { return named(events, name); }
const Format* VariantData::format(std::string_view name) const { return named(formats, name); }

VariantData readVariantData(const hub::PluginTable& table) {
  const std::string text = table.manifest();
  hub::readManifest(text);  // the hub's opinion; what follows relies on it
  const Json manifest = Json::parse(text);
  VariantData data{manifest.at("id"), manifest.at("version"), {}, {}, {}};
  for (const Json& event : manifest.at("events"))
    data.events.push_back({event.at("eventType"), event.value("format", "native"), event.at("schema")});
  for (const Json& format : manifest.at("formats"))
    data.formats.push_back({format.at("name"), format.at("schema")});
  for (const Json& conversion : manifest.at("conversions"))
    data.conversions.push_back({conversion.at("eventTypes"), conversion.at("from"), conversion.at("to"),
                                conversion.contains("loses")});
  return data;
}

std::optional<std::string> formatOf(std::string_view payload, const EventType& eventType) {
  try {
    const auto read = plugin::readPayload(payload);
    if (const auto format = read.find("format"); format != read.end() && format->is_string())
      return format->get<std::string>();
    if (const auto type = read.find("resourceType"); type != read.end() && type->is_string()) return "fhir";
    return eventType.format;
  } catch (const plugin::Fault&) {
    return std::nullopt;
  }
}

}  // namespace cast::validator
