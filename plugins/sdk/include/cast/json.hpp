// Payloads as trees, for plugins that use nlohmann-json (package nlohmann-json3-dev). A plugin may use any
// other library instead.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cast/plugin.hpp"

namespace cast::plugin {

/// Sorts members by their names, so that reading takes time with the payload's length; nlohmann::ordered_json
/// would take the square of an object's members. Whole numbers beyond 64 bits become doubles.
using Json = nlohmann::json;

/// Deepest nesting of a payload that is read.
inline constexpr int kMaxDepth = 64;

/// Whether arrays and objects stand deeper in one another than kMaxDepth. (A parser callback could tell, too,
/// but then nlohmann-json looks through an array again after each of its elements.)
inline bool isTooDeep(std::string_view text) {
  int depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString && c == '\\') {
      ++i;
    } else if (c == '"') {
      inString = !inString;
    } else if (!inString && (c == '[' || c == '{')) {
      if (++depth > kMaxDepth) return true;
    } else if (!inString && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

/// Reads one JSON object. Throws Fault: not JSON in UTF-8, nested deeper than kMaxDepth, or no object.
/// Recursion over what it returns is bounded by kMaxDepth.
inline Json readPayload(std::string_view payload) {
  if (isTooDeep(payload)) throw Fault("nested deeper than " + std::to_string(kMaxDepth) + " levels");
  Json read;
  try {
    read = Json::parse(payload);
  } catch (const Json::parse_error& e) {
    throw Fault("not one JSON text: it breaks at byte " + std::to_string(e.byte));
  } catch (const Json::out_of_range&) {
    throw Fault("a number is beyond the range of a double");
  }
  if (!read.is_object()) throw Fault("expected an object; found " + std::string(read.type_name()));
  return read;
}

/// Writes a payload. Throws Fault where a text in it is not UTF-8.
inline std::string writePayload(const Json& payload) {
  try {
    return payload.dump();
  } catch (const Json::type_error&) {
    throw Fault("a text of the result is not UTF-8");
  }
}

}  // namespace cast::plugin
