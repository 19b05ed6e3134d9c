#include "engine/schema_words.hpp"

#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace cast::conformance {
namespace {

std::string alternatives(const Json& values) {
  std::string words;
  for (std::size_t i = 0; i < values.size(); ++i)
    words += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + compact(values[i], 80);
  return words;
}

const Json* dereferenced(const Json& root, const Json* schema) {
  for (int hops = 0; hops < 16 && schema != nullptr && schema->is_object() && schema->contains("$ref");
       ++hops)
    schema = valueAt(root, schema->at("$ref").get<std::string>().substr(1));
  return schema;
}

/// The schemas that speak of a member of what `schema` describes.
void collect(const Json& root, const Json* schema, const std::string& member,
             std::vector<const Json*>& found) {
  schema = dereferenced(root, schema);
  if (schema == nullptr || !schema->is_object()) return;
  for (const char* list : {"allOf", "anyOf", "oneOf"})
    if (schema->contains(list))
      for (const auto& each : schema->at(list)) collect(root, &each, member, found);
  if (schema->contains("properties") && schema->at("properties").contains(member))
    found.push_back(&schema->at("properties").at(member));
  else if (schema->contains("items") && schema->at("items").is_object())
    found.push_back(&schema->at("items"));
}

/// The one schema for the value at `pointer`, or null where there is none or more than one.
const Json* schemaFor(const Json& root, const std::string& pointer) {
  const Json* schema = &root;
  const Poco::StringTokenizer members(pointer, "/");
  for (std::size_t i = 1; i < members.count(); ++i) {
    std::vector<const Json*> found;
    collect(root, schema, Poco::replace(Poco::replace(members[i], "~1", "/"), "~0", "~"), found);
    if (found.size() != 1) return nullptr;
    schema = found.front();
  }
  return dereferenced(root, schema);
}

}  // namespace

std::string schemaWords(const Json& schema) {
  if (schema.is_boolean()) return schema.get<bool>() ? "anything" : "absent";
  if (schema.contains("const") && schema.size() == 1) return compact(schema.at("const"));
  if (schema.contains("enum") && schema.size() == 1) return alternatives(schema.at("enum"));
  if (schema.contains("type") && schema.at("type").is_string() && schema.size() == 1)
    return "of type " + schema.at("type").get<std::string>();
  if (schema.contains("minimum") && schema.contains("maximum") && schema.size() == 2)
    return compact(schema.at("minimum")) + " to " + compact(schema.at("maximum"));
  if (schema.contains("pattern") && schema.size() == 1)
    return "like " + schema.at("pattern").get<std::string>();
  return compact(schema, 600);
}

std::string mismatchWords(const Json& schema, const Json& value, const std::string& pointer,
                          const std::string& validatorsWords) {
  const std::string place = pointer.empty() ? "it" : pointer;
  const std::string missing = "Missing required property '";
  if (validatorsWords.starts_with(missing))
    return place + " has no " +
           validatorsWords.substr(missing.size(),
                                  validatorsWords.find('\'', missing.size()) - missing.size());
  const Json* there = valueAt(value, pointer);
  const std::string observed = there == nullptr ? "" : " is " + compact(*there, 120);
  const Json* wanted = pointer.empty() ? &schema : schemaFor(schema, pointer);
  const bool small = wanted != nullptr && wanted->is_object() &&
                     (wanted->contains("const") || wanted->contains("enum") || wanted->size() <= 2) &&
                     !wanted->contains("properties") && !wanted->contains("not");
  if (small) return place + observed + ", it should be " + schemaWords(*wanted);
  return place + observed + ": " + validatorsWords;
}

}  // namespace cast::conformance
