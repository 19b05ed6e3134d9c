// Values and types in words, for messages. Never a value's content: messages are logged, payloads are about
// patients.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variant/valijson.hpp"

namespace cast::hub {

/// "a string of 12 characters"; "nothing" for null.
std::string foundInWords(const rapidjson::Value* value);

/// "a string" for the type "string" of JSON Schema.
std::string typeInWords(const std::string& type);

/// "a, b or c"
std::string joinedByOr(const std::vector<std::string>& parts);

/// A value of the schema as JSON: what it asks for may be told.
std::string jsonOf(const rapidjson::Value& value);

}  // namespace cast::hub
