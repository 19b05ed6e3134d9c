#include "variant/manifest.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "variant/embedded.hpp"
#include "variant/json_text.hpp"
#include "variant/plugin_table.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

using rapidjson::Value;

std::string textOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::string memberOf(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member == object.MemberEnd() ? std::string() : textOf(member->value);
}

const ValueSchema& manifestSchema() {
  static const ValueSchema schema(kManifestSchema);
  return schema;
}

void addOnce(std::vector<std::string>& names, std::string name, const char* because) {
  if (std::find(names.begin(), names.end(), name) != names.end())
    throw PluginError("its manifest lists " + name + " twice: " + because);
  names.push_back(std::move(name));
}

void readEvents(const Value& events, Manifest& manifest) {
  for (const auto& event : events.GetArray()) {
    addOnce(manifest.eventTypes, textOf(event["eventType"]), "an event type has one schema");
    manifest.schemaFileOf[manifest.eventTypes.back()] = textOf(event["schema"]);
    if (event.HasMember("format")) manifest.formatOf[manifest.eventTypes.back()] = textOf(event["format"]);
  }
}

void readFormats(const Value& formats, Manifest& manifest) {
  for (const auto& format : formats.GetArray()) {
    addOnce(manifest.formats, textOf(format["name"]), "a format has one schema");
    manifest.formatSchemaFileOf[manifest.formats.back()] = textOf(format["schema"]);
  }
}

void readConversions(const Value& conversions, Manifest& manifest) {
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const auto& conversion : conversions.GetArray()) {
    Manifest::Conversion read{
        {}, textOf(conversion["from"]), textOf(conversion["to"]), memberOf(conversion, "loses")};
    if (read.from == read.to)
      throw PluginError("its manifest lists a conversion from " + read.from +
                        " into itself: a payload that has a format is not converted into it");
    for (const auto& eventType : conversion["eventTypes"].GetArray()) {
      if (!seen.emplace(textOf(eventType), read.from, read.to).second)
        throw PluginError("its manifest lists the conversion of " + textOf(eventType) + " from " + read.from +
                          " to " + read.to + " twice: name it once");
      read.eventTypes.push_back(textOf(eventType));
    }
    manifest.conversions.push_back(std::move(read));
  }
}

}  // namespace

Manifest readManifest(std::string_view json) {
  if (const auto violation = manifestSchema().check(json))
    throw PluginError("its manifest breaks schemas/plugin/manifest.schema.json at \"" + violation->pointer +
                      "\": " + violation->detail);
  rapidjson::Document document;
  readJson(json, document);  // the check above has read it too
  Manifest manifest;
  manifest.id = textOf(document["id"]);
  manifest.version = textOf(document["version"]);
  manifest.title = textOf(document["title"]);
  readEvents(document["events"], manifest);
  readFormats(document["formats"], manifest);
  readConversions(document["conversions"], manifest);
  return manifest;
}

}  // namespace cast::hub
