#pragma once
#include <string>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// Whether notifications can be sent there: http and a host.
bool isCallbackUrl(const std::string& url);
/// Posts a notification to a callback on a connection of its own; once, whatever is answered. For an outbox's
/// thread.
void callBack(const Hooks& hooks, const std::string& url, const std::string& notification);

}  // namespace cast::conformance::faults
