#pragma once
#include <string_view>

namespace cast::hub {

/// Whether it can be an event type: 1 to 128 characters of A-Z a-z 0-9 . _ - that begin with a letter or
/// digit, with at most one `:` between a domain and an event name (specification, "Custom Event Types").
bool isEventType(std::string_view text);

/// Whether it is a time as RFC 3339 writes it (`2024-01-15T10:30:00Z`, fractions and offsets too).
bool isTimestamp(std::string_view text);

}  // namespace cast::hub
