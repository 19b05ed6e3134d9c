#include "engine/schema_walk.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace cast::conformance {
namespace {

constexpr std::array<const char*, 4> kMaps{"properties", "patternProperties", "definitions", "dependencies"};
constexpr std::array<const char*, 12> kOnesAndLists{"items",
                                                    "additionalItems",
                                                    "additionalProperties",
                                                    "contains",
                                                    "propertyNames",
                                                    "not",
                                                    "if",
                                                    "then",
                                                    "else",
                                                    "allOf",
                                                    "anyOf",
                                                    "oneOf"};

using Visit = std::function<void(Json&, const std::string&)>;

void walkMember(Json& schema, const char* name, const std::string& pointer, const Visit& visit) {
  const auto member = schema.find(name);
  if (member == schema.end()) return;
  const std::string path = pointerTo(pointer, name);
  if (!member->is_array()) return walkSchema(*member, path, visit);
  for (std::size_t i = 0; i < member->size(); ++i) walkSchema((*member)[i], pointerTo(path, i), visit);
}

}  // namespace

void walkSchema(Json& schema, const std::string& pointer, const Visit& visit) {
  visit(schema, pointer);
  if (!schema.is_object()) return;
  for (const char* name : kMaps) {
    const auto map = schema.find(name);
    if (map == schema.end() || !map->is_object()) continue;
    for (auto& [key, value] : map->items())
      if (!value.is_array()) walkSchema(value, pointerTo(pointerTo(pointer, name), key), visit);
  }
  for (const char* name : kOnesAndLists) walkMember(schema, name, pointer, visit);
}

}  // namespace cast::conformance
