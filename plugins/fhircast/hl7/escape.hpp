// Escape sequences of HL7 v2 (chapter 2.7).
#pragma once

#include <string>
#include <string_view>

#include "hl7/message.hpp"

namespace cast::fhircast::hl7 {

/// The text meant by `raw`: \F\ \S\ \T\ \R\ \E\ are separators, \X..\ bytes in the message's character set,
/// \.br\ and the like line ends; highlighting (\H\ \N\) and switches of the character set (\C..\ \M..\) are
/// left out, as are control characters and spaces around. An escape character that begins no sequence stands
/// for itself. Empty for the null value `""`. Throws Fault where bytes are not in the character set.
std::string resolveEscapes(std::string_view raw, const Reading& reading);

}  // namespace cast::fhircast::hl7
