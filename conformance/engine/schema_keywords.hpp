#pragma once
#include <string>
#include <vector>

namespace valijson {
class SchemaParser;
}

namespace cast::conformance {

/// Keywords that go by another name within a compiled schema, since Valijson's own are not good enough:
/// `pattern` and `format` run on std::regex, which is slow and overflows the stack on a long string;
/// `minLength` and `maxLength` stop at a null character. `notBefore` and `notAfter` are no keywords of JSON
/// Schema: a date-time between these moments, however it is written.
struct OwnKeyword {
  const char* name;
  const char* compiledName;
};
const std::vector<OwnKeyword>& ownKeywords();

void addOwnKeywords(valijson::SchemaParser& parser);

/// Whether this runner checks that format.
bool knowsFormat(const std::string& format);
/// What is wrong with the pattern, or nothing.
std::string patternDefect(const std::string& pattern);

}  // namespace cast::conformance
