#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cast::conformance {

/// Offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no
/// surrogates, nothing over U+10FFFF), or npos. Any thread.
std::size_t invalidUtf8(std::string_view text);

/// The text with each ill-formed byte replaced by U+FFFD, for people to read.
std::string readableUtf8(std::string_view text);

/// At most `bytes` bytes of the text, cut between characters, with "…" where something is left out.
std::string shortened(std::string_view text, std::size_t bytes);

}  // namespace cast::conformance
