#pragma once
#include <string>

#include "engine/json.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

/// Bytes of an exchange that a result shows; a bundle holds all that the transcript kept.
inline constexpr std::size_t kLongestShown = 8192;

/// An exchange as result.schema.json has it: bytes that are UTF-8 as text, others in base64.
Json exchangeJson(const Exchange& exchange, std::size_t longestText = kLongestShown);

/// What exchangeJson wrote. Throws Json::exception for what it did not.
Exchange exchangeOf(const Json& json);

/// The text fit to be a JSON string: ill-formed UTF-8 replaced.
std::string printable(const std::string& text);

}  // namespace cast::conformance
