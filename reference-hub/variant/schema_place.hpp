// Finds the parts of a schema that speak about one place in a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variant/valijson.hpp"

namespace cast::hub {

/// A place in a value: member names and array indexes from the root.
using Place = std::vector<std::string>;

/// Every schema in `root` that is applied to `place` and has `keyword`, through references, combinations and
/// conditions, in the order of the text.
std::vector<const rapidjson::Value*> schemasAt(const rapidjson::Document& root, const Place& place,
                                               std::string_view keyword);

/// The value at `place`; null where there is none.
const rapidjson::Value* valueAt(const rapidjson::Value& root, const Place& place);

/// RFC 6901.
std::string pointerTo(const Place& place);

}  // namespace cast::hub
