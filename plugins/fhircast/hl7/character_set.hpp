// Character sets of HL7 v2 messages, by the names of MSH-18 (HL7 table 0211), through the C library's iconv.
#pragma once

#include <string>
#include <string_view>

namespace cast::fhircast::hl7 {

/// iconv's name for what MSH-18 says, repetitions included; ASCII where it says nothing. Empty: not known.
std::string encodingOf(std::string_view msh18, char repetition);

/// `bytes` in UTF-8. Throws Fault where iconv does not know the encoding, or they are not in it.
std::string toUtf8(std::string_view bytes, const std::string& encoding);

/// The bytes of a base64 text (RFC 4648, section 4). Throws Fault where it is none.
std::string fromBase64(std::string_view text);

}  // namespace cast::fhircast::hl7
