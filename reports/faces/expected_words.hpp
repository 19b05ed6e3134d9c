// What the runner's words expect of a JSON value: they have the form of JSON with bare names of members and
// words in the places of values, such as {userId: "dr-jones", payload: anything, error?: a string}.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cast::report {

// What is wanted of one value.
struct Wanted {
  bool required = true;
  bool isObject = false;                                // `members` then says what
  std::vector<std::pair<std::string, Wanted>> members;  // others may be there too, unless `json` is set
  std::optional<nlohmann::ordered_json> json;           // this value exactly
  std::vector<nlohmann::ordered_json> choices;          // or one of these
  std::string words;                                    // what can't be read as a value

  static Wanted of(const nlohmann::ordered_json& value);

  const Wanted* member(std::string_view name) const;
  // Whether the value is known to be as wanted. Words that can't be read count as allowing all: only what is
  // sure to differ is shown as a difference.
  bool allows(const nlohmann::ordered_json& value) const;
  // In words again, on one line.
  std::string text() const;
};

// Whether two values are the same, whatever the order of their members.
bool sameValue(const nlohmann::ordered_json& one, const nlohmann::ordered_json& other);

// The value that a sentence describes, from its first brace on; nothing if there is none.
std::optional<Wanted> expectedValue(std::string_view sentence);

}  // namespace cast::report
