// Payloads in the formats `navi` and `openigtlink`: rules and conversion. Everything here is a pure function,
// callable from any thread; payloads may hold anything.
#pragma once

#include <string_view>

#include "members.hpp"

namespace cast::navicast {

inline constexpr const char* kNavi = "navi";
inline constexpr const char* kOpenIgtLink = "openigtlink";

/// Throws Fault where a payload may not pass as this event's: of a `navi` payload (or one that names no
/// format), all that rules.hpp asks for; of an `openigtlink` payload, a message without fault that says the
/// same; of any other, units, axes, quality and time.
void judgePayload(std::string_view eventType, const Json& payload);

/// `navi` to `openigtlink`. Throws Fault at the member that OpenIGTLink can't hold, and where judgePayload()
/// does.
Json toOpenIgtLink(std::string_view eventType, Json payload);

/// `openigtlink` to `navi`. Throws Fault where judgePayload() does; at /data where the message is at fault.
Json toNavi(std::string_view eventType, Json payload);

}  // namespace cast::navicast
