#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "json_object.hpp"

namespace cast::client {

/// Why an event is not one (Core Concepts / Events: type, timestamp, source, payload), in words; empty: it is
/// one.
std::string defectOf(const JsonObject& event);

/// The text as an RFC 3339 date and time.
std::optional<std::chrono::system_clock::time_point> timeOf(const std::string& text);
/// Now, RFC 3339 in UTC with milliseconds.
std::string timestampNow();

/// An id of this event's own, so that it can be sent again without being doubled.
std::string newEventId();

/// Every standard event type of the specification.
const std::vector<std::string>& standardEventTypes();

}  // namespace cast::client
