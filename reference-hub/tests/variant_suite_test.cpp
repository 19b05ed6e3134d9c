// The official JSON Schema suite (Debian: json-schema-test-suite), draft-07, on the keywords a payload's
// schema may use.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "variant/schema_dialect.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

// A schema as the hub wants it: `uniqueItems` comes with a `maxItems`.
std::string bounded(nlohmann::json schema) {
  if (schema.is_object() && schema.contains("uniqueItems")) schema["maxItems"] = 1000;
  return schema.dump();
}

class Suite : public testing::TestWithParam<std::string> {};

TEST_P(Suite, agrees) {
  std::ifstream stream(CAST_SCHEMA_SUITE "/" + GetParam() + ".json");
  int judged = 0;
  for (const auto& group : nlohmann::json::parse(stream)) {
    std::unique_ptr<const ValueSchema> schema;
    try {
      schema = std::make_unique<const ValueSchema>(bounded(group.at("schema")));
    } catch (const SchemaError&) {
      continue;  // what is refused, and how, is told in variant_schema_test.cpp
    }
    for (const auto& test : group.at("tests")) {
      const bool fits = !schema->check(test.at("data").dump());
      EXPECT_EQ(fits, test.at("valid").get<bool>())
          << group.at("description") << ": " << test.at("description") << "\n"
          << group.at("schema") << "\n"
          << test.at("data");
      ++judged;
    }
  }
  EXPECT_GT(judged, 0);
}

INSTANTIATE_TEST_SUITE_P(Draft7, Suite,
                         testing::Values("additionalItems", "additionalProperties", "allOf", "anyOf",
                                         "boolean_schema", "const", "contains", "default", "dependencies",
                                         "enum", "exclusiveMaximum", "exclusiveMinimum", "if-then-else",
                                         "items", "maxItems", "maxLength", "maxProperties", "maximum",
                                         "minItems", "minLength", "minProperties", "minimum", "multipleOf",
                                         "not", "oneOf", "pattern", "properties", "propertyNames", "ref",
                                         "required", "type", "uniqueItems", "optional/format/date-time",
                                         "optional/format/date", "optional/format/time",
                                         "optional/format/uri"),
                         [](const auto& keyword) {
                           std::string name = keyword.param;
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace cast::hub
