// Says in words which rule of a schema a value broke.
#pragma once

#include <functional>
#include <string>

#include "variant/valijson.hpp"

namespace cast::hub {

/// The first broken rule, for an engineer who knows the payload and not the schema: member, expected, found.
/// What was found is told by type and size and never by content, since messages are logged and payloads are
/// about patients.
struct Violation {
  std::string pointer;  ///< RFC 6901, into the value; the missing member's own place where one is missing
  std::string detail;
};

/// Whether a part of a value fits a part of the schema.
using FitsPart = std::function<bool(const rapidjson::Value& schemaPart, const rapidjson::Value& valuePart)>;

/// `results` is what Valijson said of `value` against the adapted `schema`; not empty.
Violation explainViolation(const rapidjson::Document& schema, const rapidjson::Value& value,
                           const valijson::ValidationResults& results, const FitsPart& fits);

}  // namespace cast::hub
