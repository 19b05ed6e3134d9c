#include "variant/manifest.hpp"

#include <algorithm>

#include "variant/embedded.hpp"
#include "variant/json_text.hpp"
#include "variant/plugin_table.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

std::string textOf(const rapidjson::Value& value) { return {value.GetString(), value.GetStringLength()}; }

const ValueSchema& manifestSchema() {
  static const ValueSchema schema(kManifestSchema);
  return schema;
}

}  // namespace

Manifest readManifest(std::string_view json) {
  if (const auto violation = manifestSchema().check(json))
    throw PluginError("its manifest breaks schemas/plugin/manifest.schema.json at \"" + violation->pointer +
                      "\": " + violation->detail);
  rapidjson::Document document;
  readJson(json, document);  // the check above has read it too
  Manifest manifest{textOf(document["id"]), textOf(document["version"]), textOf(document["title"]), {}, {}};
  for (const auto& event : document["events"].GetArray()) {
    std::string eventType = textOf(event["eventType"]);
    if (std::find(manifest.eventTypes.begin(), manifest.eventTypes.end(), eventType) !=
        manifest.eventTypes.end())
      throw PluginError("its manifest lists " + eventType + " twice: an event type has one schema");
    manifest.eventTypes.push_back(std::move(eventType));
  }
  for (const auto& format : document["formats"].GetArray())
    manifest.formats.push_back(textOf(format["name"]));
  return manifest;
}

}  // namespace cast::hub
