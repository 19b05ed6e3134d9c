// Reads JSON text into RapidJSON's tree, without recursion: no text, however deep or broken, costs the
// process.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "variant/valijson.hpp"

namespace cast::hub {

/// Deepest nesting that is read; what is validated recursively afterwards is bounded by it.
inline constexpr int kMaxJsonDepth = 64;

/// Reads `text` into `document`. Gives what is wrong with the text in words, or nullopt where nothing is.
/// Numbers beyond the range of a double are wrong: no schema could be applied to them.
std::optional<std::string> readJson(std::string_view text, rapidjson::Document& document);

}  // namespace cast::hub
