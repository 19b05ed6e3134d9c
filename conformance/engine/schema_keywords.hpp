#pragma once
#include <string>

namespace valijson {
class SchemaParser;
}

namespace cast::conformance {

/// `pattern` and `format` under names of our own, since Valijson's run on std::regex: slow, and a long string
/// overflows the stack.
inline constexpr const char* kPatternKeyword = "castPattern";
inline constexpr const char* kFormatKeyword = "castFormat";

void addKeywords(valijson::SchemaParser& parser);

/// Whether this runner checks that format.
bool knowsFormat(const std::string& format);
/// What is wrong with the pattern, or nothing.
std::string patternDefect(const std::string& pattern);

}  // namespace cast::conformance
