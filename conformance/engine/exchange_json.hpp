#pragma once
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

struct Exchange;

/// An exchange as result.schema.json has it: bytes that are UTF-8 as text, others in base64.
Json exchangeJson(const Exchange& exchange);

/// The text fit to be a JSON string: ill-formed UTF-8 replaced.
std::string printable(const std::string& text);

}  // namespace cast::conformance
