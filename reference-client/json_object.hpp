#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cast::client {

/// One JSON object whose members keep the very bytes they came with (numbers, escapes, order). A value.
class JsonObject {
 public:
  /// Why a text is no JSON object that can be relied on.
  struct Fault {
    std::string words;
    bool encoding = false;  ///< it is not UTF-8
  };

  JsonObject() = default;
  /// Strict (RFC 8259), UTF-8, no member twice at the top. `fault` is set where nothing is returned.
  static std::optional<JsonObject> read(std::string_view text, Fault& fault);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string raw(std::string_view name) const;  ///< the value's bytes; empty for no member
  /// The member's value where it is a string.
  std::optional<std::string> text(std::string_view name) const;

  void set(const std::string& name, std::string raw);
  void setText(const std::string& name, std::string_view text);
  void remove(std::string_view name);

  std::string dump() const;  ///< on one line

 private:
  const std::string* find(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> members_;
};

/// The text as a JSON string, quotes included.
std::string jsonString(std::string_view text);
/// A JSON array of strings.
std::string jsonStrings(const std::vector<std::string>& texts);

}  // namespace cast::client
