// Text as it may be shown. What comes from a wire can hold characters that a reader does not see (NUL,
// escape, zero width space) or that reorder what is seen (Unicode's bidirectional controls, "Trojan Source");
// each gets a visible mark instead, so that nothing is hidden, dropped or altered in meaning.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cast::report {

// One character of a UTF-8 text.
struct Character {
  char32_t code = 0;
  std::size_t length = 1;  // bytes
};

// The character that begins at `at`, which must lie inside `text`. A byte that begins none is U+FFFD of
// length 1.
Character characterAt(std::string_view text, std::size_t at);

// A visible stand-in ("[U+202E]"; not a picture, for which many fonts have no glyph) for a character that
// isn't seen as itself; none for all others. Line feed, carriage return and tabulator have one too: ask first
// whether the place shows them.
std::optional<std::string> markFor(char32_t code);

// "U+202E".
std::string codePointName(char32_t code);

enum class Lines {
  kOne,  // line feed and tabulator are marked as well
  kMany  // they are kept, and CR LF becomes LF
};

// `text` with every such character replaced by its mark. The result has no control character but, with kMany,
// line feed and tabulator; so it is legal in XML 1.0.
std::string visibleText(std::string_view text, Lines lines);

enum class LineEnds { kLf, kCrLf };

// How most lines of `text` end; LF if there is but one line.
LineEnds lineEndsOf(std::string_view text);

// The first `limit` bytes or fewer, never cutting a character in two.
std::string_view firstBytes(std::string_view text, std::size_t limit);

}  // namespace cast::report
