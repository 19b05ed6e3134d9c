#pragma once
#include <memory>
#include <optional>
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

/// Where a value does not fit a schema, and how.
struct Mismatch {
  std::string pointer;     ///< into the value
  std::string words;       ///< "/status is 404: it should be 200"
  std::size_t errors = 0;  ///< how much differs, to tell the closest of several values
};

/// A compiled JSON Schema (draft-07). `$ref` works within the schema itself. `pattern` is PCRE with ECMA's
/// meaning of
/// `$`, `format` knows date-time, date, uri and uuid. A number without a fraction is an integer, however it
/// is written. Compiling costs about 0.1 ms; immutable, any thread may ask.
class Schema {
 public:
  explicit Schema(const Json& schema);  ///< throws std::invalid_argument: the schema itself is wrong
  ~Schema();
  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;

  bool fits(const Json& value) const;
  std::optional<Mismatch> mismatch(const Json& value) const;

 private:
  struct Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace cast::conformance
