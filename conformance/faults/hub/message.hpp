#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::conformance::faults {

/// One member of a JSON object: its name, unescaped, and the value's own text, byte for byte as it was
/// written.
struct Member {
  std::string name;
  std::string text;
};
using Members = std::vector<Member>;

bool isJson(std::string_view text);

/// The members of a JSON object in the order in which they were written. nullopt: no JSON (invalid UTF-8
/// included), or no object. Values are not interpreted, so what goes out again is what came in.
std::optional<Members> readObject(std::string_view json);

std::string writeObject(const Members& members);

/// The value's text; null where there is none. Of two members with one name the last counts.
const std::string* find(const Members& members, std::string_view name);
std::string* find(Members& members, std::string_view name);
void removeMember(Members& members, std::string_view name);

/// The string a value is; nullopt where it is none.
std::optional<std::string> asString(const std::string& text);
/// The strings an array holds; nullopt where it is no array of strings.
std::optional<std::vector<std::string>> asStrings(const std::string& text);
std::optional<long> asWholeNumber(const std::string& text);
/// The string as JSON. Throws std::exception where it is not UTF-8.
std::string quoted(const std::string& value);

}  // namespace cast::conformance::faults
