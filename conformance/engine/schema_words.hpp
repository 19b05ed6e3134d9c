#pragma once
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

/// A schema as people say it: `200 or 201`, `200 to 299`, `a string`, `absent`,
/// `{eventType: "patient-open", payload: {n: 1}, userId?: a string}`. References are followed into the
/// schema's own definitions. What has no such form is shown as JSON.
std::string schemaWords(const Json& schema);

/// Where and how a value misses a schema: the place, what is there, and what should be.
std::string mismatchWords(const Json& schema, const Json& value, const std::string& pointer,
                          const std::string& validatorsWords);

}  // namespace cast::conformance
