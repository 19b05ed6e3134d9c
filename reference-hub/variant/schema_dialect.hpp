// What a schema may contain, and how it is handed to Valijson.
#pragma once

#include <stdexcept>

#include "variant/valijson.hpp"

namespace cast::hub {

/// Of an adapted schema: the member that has the schemas of all `propertyNames`.
inline constexpr const char* kLiftedNames = "castPropertyNames";

/// A schema that the hub can't use; what() says what is wrong in it, where, and what to write instead.
class SchemaError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Turns a draft-07 schema into what Valijson gets: `pattern`, `format` and the type `integer` become
/// keywords of our own (own_keywords.hpp), in schemas only, never in data such as `enum` or a property that
/// is called "format".
///
/// Throws SchemaError where the schema holds what would harm the hub or silently not be checked: `$ref` to
/// anywhere but this document's definitions, references that lead in a circle without going deeper into the
/// value, `patternProperties` (a std::regex each time), `uniqueItems` without a `maxItems` of at most 1,000
/// (compares every pair), another draft in `$schema`, nesting deeper than 64.
void adaptSchema(rapidjson::Document& schema);

/// What `schema["$ref"]` points to, or `schema` itself where it has none. Never null for an adapted schema.
const rapidjson::Value* resolveReference(const rapidjson::Document& root, const rapidjson::Value* schema);

}  // namespace cast::hub
