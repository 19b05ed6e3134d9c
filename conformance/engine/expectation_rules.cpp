#include "engine/expectation_rules.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "engine/data_fault.hpp"
#include "engine/schema.hpp"
#include "engine/schema_keywords.hpp"
#include "engine/schema_walk.hpp"

namespace cast::conformance {
namespace {

const std::set<std::string>& keywords() {
  static const std::set<std::string> known{"$ref",
                                           "$comment",
                                           "title",
                                           "description",
                                           "default",
                                           "examples",
                                           "definitions",
                                           "type",
                                           "const",
                                           "enum",
                                           "multipleOf",
                                           "maximum",
                                           "minimum",
                                           "exclusiveMaximum",
                                           "exclusiveMinimum",
                                           "maxLength",
                                           "minLength",
                                           "pattern",
                                           "format",
                                           "notBefore",
                                           "notAfter",
                                           "items",
                                           "additionalItems",
                                           "maxItems",
                                           "minItems",
                                           "uniqueItems",
                                           "contains",
                                           "maxProperties",
                                           "minProperties",
                                           "required",
                                           "properties",
                                           "patternProperties",
                                           "additionalProperties",
                                           "dependencies",
                                           "propertyNames",
                                           "if",
                                           "then",
                                           "else",
                                           "allOf",
                                           "anyOf",
                                           "oneOf",
                                           "not"};
  return known;
}

bool hasVariable(const Json& value) { return value.dump().find("${") != std::string::npos; }

class Rules {
 public:
  Rules(const Json& definitions, const std::string& file) : definitions_(definitions), file_(file) {}

  void apply(Json& schema, const std::string& pointer) const {
    if (!schema.is_object()) return;
    for (const auto& [name, value] : schema.items())
      if (!keywords().contains(name))
        fail(pointer,
             "'" + name + "' is no keyword of JSON Schema: members of a message stand under 'properties'");
    if (schema.contains("$ref")) reference(schema, pointer);
    if (schema.contains("pattern") && !hasVariable(schema.at("pattern")))
      pattern(schema.at("pattern"), pointer);
    if (schema.contains("format") && !knowsFormat(schema.at("format").get<std::string>()))
      fail(pointer,
           "the format " + schema.at("format").dump() + " is not checked by this runner: use a pattern");
  }

 private:
  void reference(const Json& schema, const std::string& pointer) const {
    if (schema.size() > 1) fail(pointer, "members beside '$ref' would be ignored: put both into an 'allOf'");
    const std::string prefix = "#/definitions/";
    const std::string target = schema.at("$ref").get<std::string>();
    if (!target.starts_with(prefix) || !definitions_.contains(target.substr(prefix.size())))
      fail(pointer, "'" + target + "' is not among the profile's definitions");
  }

  void pattern(const Json& pattern, const std::string& pointer) const {
    const std::string defect = patternDefect(pattern.get<std::string>());
    if (!defect.empty()) fail(pointer, "the pattern does not compile: " + defect);
  }

  [[noreturn]] void fail(const std::string& pointer, const std::string& words) const {
    throw DataFault(file_, pointer, words);
  }

  const Json& definitions_;
  const std::string& file_;
};

}  // namespace

void applyExpectationRules(const Json& schema, const Json& definitions, const std::string& file,
                           const std::string& pointer) {
  const Rules rules(definitions, file);
  Json copy = schema;
  try {
    walkSchema(copy, pointer, [&](Json& each, const std::string& at) { rules.apply(each, at); });
    Json whole = schema;
    if (whole.is_object()) whole["definitions"] = definitions;
    if (!hasVariable(whole)) const Schema compiled(whole);
  } catch (const Json::exception& failure) {
    throw DataFault(file, pointer, std::string("a keyword's value is of the wrong type: ") + failure.what());
  } catch (const std::invalid_argument& failure) {
    throw DataFault(file, pointer, failure.what());
  }
}

}  // namespace cast::conformance
