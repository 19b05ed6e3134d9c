// What a conversion says when it refuses a payload.
#pragma once

#include <string>

#include "conversions.hpp"

namespace cast::dicomcast::testing {

/// "pointer: reason", or a text that says that nothing was refused.
template <typename Convert>
std::string refusal(const Convert& convert, const Json& payload) {
  try {
    return "not refused: " + convert(payload).dump();
  } catch (const Fault& fault) {
    return fault.pointer() + ": " + fault.what();
  }
}

}  // namespace cast::dicomcast::testing
