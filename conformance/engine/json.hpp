#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace cast::conformance {

/// JSON in the engine keeps the order of members, since profiles are sent and shown as they are written.
using Json = nlohmann::ordered_json;

/// `pointer` + "/" + member, escaped as RFC 6901 wants it.
std::string pointerTo(const std::string& pointer, const std::string& member);
std::string pointerTo(const std::string& pointer, std::size_t index);

/// The value at an RFC 6901 pointer, or null.
const Json* valueAt(const Json& document, const std::string& pointer);

/// Compact text, ill-formed UTF-8 replaced, at most `bytes` long.
std::string compact(const Json& value, std::size_t bytes = 300);

}  // namespace cast::conformance
