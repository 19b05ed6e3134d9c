#pragma once
#include <string>
#include <string_view>

namespace cast::conformance {

/// Whether the text is a date-time (or a full-date) of RFC 3339, 5.6: the day exists in its month, an offset
/// is given, a leap second may only end an UTC hour's last minute.
bool isDateTime(std::string_view text);
bool isDate(std::string_view text);

/// This moment as RFC 3339 in UTC, with milliseconds.
std::string nowText();

}  // namespace cast::conformance
