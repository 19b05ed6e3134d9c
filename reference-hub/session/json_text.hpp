#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "session/rejection.hpp"

namespace cast::hub {

/// One member of a JSON object: its decoded name and the bytes of its value as they came. Views point into
/// the text that was read and live as long as it does.
struct JsonMember {
  enum class Kind { Null, Boolean, Number, String, Array, Object };
  std::string name;
  std::string_view nameText;  ///< with quotes, as it came
  Kind kind = Kind::Null;
  std::string_view text;  ///< the value's own bytes
  std::string string;     ///< the decoded value of a string
};

/// A JSON object that was read strictly and without building a tree: RFC 8259, valid UTF-8, no member name
/// twice at any depth, at most kMaxDepth levels deep. Numbers are not converted, so none is too large.
/// Thread-compatible.
class JsonObject {
 public:
  static constexpr std::size_t kMaxDepth = 64;

  /// `what` names the text in errors, for example "the body".
  static std::variant<JsonObject, Rejection> read(std::string_view text, std::string_view what);

  const std::vector<JsonMember>& members() const { return members_; }
  const JsonMember* find(std::string_view name) const;

 private:
  std::vector<JsonMember> members_;
};

/// The strings of a JSON array's text that JsonObject::read has accepted; the index of the first that is no
/// string.
std::variant<std::vector<std::string>, std::size_t> stringsOf(std::string_view arrayText);

/// `text` as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD.
std::string jsonString(std::string_view text);

/// Whether all of it is valid UTF-8 (RFC 3629).
bool isUtf8(std::string_view text);

/// `name` as one reference token of a JSON Pointer (RFC 6901): "a/b" is "a~1b".
std::string pointerToken(std::string_view name);

}  // namespace cast::hub
