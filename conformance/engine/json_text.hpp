#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "engine/json.hpp"

namespace cast::conformance {

/// What a text from the subject or a file says as JSON, or why it says nothing.
struct JsonText {
  std::shared_ptr<const Json> value;  ///< never null; `null` where there is a defect
  std::string defect;                 ///< empty: one JSON text, well-formed in every way
};

/// Reads strictly (RFC 8259): one value, UTF-8, no member named twice, at most 512 levels deep. Any thread.
JsonText readJson(std::string_view text);

}  // namespace cast::conformance
