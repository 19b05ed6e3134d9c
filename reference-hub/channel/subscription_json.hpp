#pragma once
#include <string>

#include "session/subscription.hpp"

namespace cast::hub {

/// `"subscriptionId":...,"expires":...,"sessionId":...,"eventTypes":[...]`: what whoever subscribed is told.
std::string subscriptionMembers(const Subscription& subscription);

/// RFC 3339, UTC, whole seconds.
std::string timestampOf(WallClock::time_point time);

}  // namespace cast::hub
