#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cast::conformance {

/// Whether the text is a date-time (or a full-date) of RFC 3339, 5.6: the day exists in its month, an offset
/// is given, a leap second may only end an UTC hour's last minute.
bool isDateTime(std::string_view text);
bool isDate(std::string_view text);

/// The moment that a date-time names, since 1970-01-01T00:00:00Z: the same moment however it is written.
/// Digits beyond microseconds don't count. Nothing where the text is no date-time.
std::optional<std::chrono::microseconds> instantOf(std::string_view text);

/// This moment, or `ago` before it, as RFC 3339 in UTC, with milliseconds.
std::string nowText(std::chrono::seconds ago = std::chrono::seconds(0));

}  // namespace cast::conformance
