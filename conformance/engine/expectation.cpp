#include "engine/expectation.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "engine/schema_walk.hpp"
#include "engine/schema_words.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

constexpr std::string_view kPrefix = "#/definitions/";

/// Puts the definitions that the schema refers to, and those they refer to, beside it. Only those: others may
/// use variables that this check does not have.
void addDefinitions(Json& schema, const Json& definitions, const Json& part) {
  Json copy = part;
  std::set<std::string> wanted;
  walkSchema(copy, "", [&](Json& each, const std::string&) {
    if (each.is_object() && each.contains("$ref")) wanted.insert(each.at("$ref").get<std::string>());
  });
  for (const auto& reference : wanted) {
    const std::string name = reference.starts_with(kPrefix) ? reference.substr(kPrefix.size()) : "";
    if (!definitions.contains(name) || schema["definitions"].contains(name)) continue;
    schema["definitions"][name] = definitions.at(name);
    addDefinitions(schema, definitions, definitions.at(name));
  }
}

Json complete(const Json& schema, const Json& definitions, const Variables& variables) {
  Json whole = schema;
  if (whole.is_object()) {
    Json found = Json::object();
    addDefinitions(found, definitions, schema);
    if (!found.empty()) whole["definitions"] = found.at("definitions");
  }
  return variables.value(whole);
}

}  // namespace

Expectation::Expectation(const Json& schema, const Json& definitions, const Variables& variables)
    : Expectation(complete(schema, definitions, variables)) {}

Expectation::Expectation(const Json& complete) : words_(schemaWords(complete)), schema_(complete) {}

}  // namespace cast::conformance
