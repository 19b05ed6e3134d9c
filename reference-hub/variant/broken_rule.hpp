// Reads what Valijson reports: its messages are prose, this makes them a keyword and a place again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "variant/schema_place.hpp"
#include "variant/valijson.hpp"

namespace cast::hub {

/// The keyword of a message that follows those about what is inside a property; alone, where its schema is
/// `false`.
inline constexpr std::string_view kAroundProperty = "properties";

struct BrokenRule {
  std::string_view keyword;  ///< of the schema; empty for a message that only says which way it went
  Place place;               ///< of the value
  std::string member;        ///< the missing or unwanted member, where the rule is about one
  std::string_view before;   ///< words around the keyword's value: "a number of at least "
  std::string_view after;
  std::string_view found;  ///< what was found, where type and size would not tell
};

BrokenRule brokenRule(const valijson::ValidationResults::Error& error);

}  // namespace cast::hub
