// The schema keywords that the hub checks itself instead of leaving them to Valijson.
#pragma once

#include "variant/valijson.hpp"

namespace cast::hub {

// Valijson runs `pattern` and `format` on std::regex: slow, and a string of 30,000 characters overflows the
// stack. It refuses 1.0 where draft-07 (6.1.1) counts it as an integer, and compares every pair of however
// many items. schema_dialect renames the keywords to these.
inline constexpr char kPatternKeyword[] = "cast:pattern";
inline constexpr char kFormatKeyword[] = "cast:format";
inline constexpr char kIntegerKeyword[] = "cast:integer";
inline constexpr char kUniqueItemsKeyword[] = "cast:uniqueItems";

/// Stands in schemas that are applied to any number of parts of a value: ends the collecting of messages with
/// EnoughMessages once there are 50, for a payload of half a million wrong items must not cost seconds.
inline constexpr char kBudgetKeyword[] = "cast:budget";
struct EnoughMessages {
  valijson::ValidationResults results;
};

/// Most items that `uniqueItems` compares; for longer arrays `maxItems` speaks, which the dialect asks for.
inline constexpr unsigned kMaxUniqueItems = 1000;

/// Makes `parser` understand the keywords above. A pattern that does not compile throws std::runtime_error
/// while the parser works.
void addOwnKeywords(valijson::SchemaParser& parser);

}  // namespace cast::hub
