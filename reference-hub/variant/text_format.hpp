// The values of JSON Schema's `format` that the hub checks, without regular expressions: Valijson compiles
// one each time.
#pragma once

#include <string_view>

namespace cast::hub {

/// Whether `text` is of the format: `date-time`, `date`, `time` (RFC 3339, second 60 allowed), `uri` (RFC
/// 3986, with a scheme). Any text is of a format that is none of these, as draft-07 (7.2) allows.
bool fitsFormat(std::string_view format, std::string_view text);

/// The format in words, with an example, for a message: "a date such as 2024-01-15 (RFC 3339)".
std::string_view formatInWords(std::string_view format);

/// The pattern by which schemas ask for base64 (RFC 4648, section 4). An engine that backtracks takes a step
/// of stack for each four characters, so some kilobytes would be over any limit; fitsBase64 says the same.
inline constexpr std::string_view kBase64Pattern =
    "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";
bool fitsBase64(std::string_view text);

}  // namespace cast::hub
