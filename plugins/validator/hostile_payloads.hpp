// Payloads that nobody should send, and somebody will.
#pragma once

#include <cast/json.hpp>
#include <functional>
#include <string>
#include <vector>

namespace cast::validator {

struct HostilePayload {
  std::string about;
  std::string payload;
};

using TakePayload = std::function<void(const HostilePayload&)>;

/// Those that are the same for everybody: empty, garbage, invalid UTF-8, 16 MiB, 100,000 levels deep.
void forEachHostile(const TakePayload& take);

/// The example, cut off and spoilt: at each member a wrong type, a huge number, NUL, invalid UTF-8, and once
/// something long or deep.
void forEachSpoilt(const std::string& example, const TakePayload& take);

/// Every value in `payload` but itself, outermost first; at most `most`.
std::vector<plugin::Json::json_pointer> placesIn(const plugin::Json& payload, std::size_t most);

}  // namespace cast::validator
