// Payloads that nobody should send, and somebody will.
#pragma once

#include <cast/json.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cast::validator {

struct HostilePayload {
  std::string about;
  std::string payload;

  /// So long that whoever has many conversions is not given it in each.
  bool isHeavy() const { return payload.size() > 90'000; }
};

/// How much of an example is spoilt.
struct Thoroughness {
  std::size_t places = 40;  ///< members, evenly spread
  std::size_t cuts = 40;    ///< lengths it is cut off at, likewise

  /// For a test that is to make about `calls` calls with each of `subjects` things.
  static Thoroughness forCalls(std::size_t calls, std::size_t subjects);
};

using TakePayload = std::function<void(const HostilePayload&)>;

/// Those that are the same for everybody: empty, garbage, invalid UTF-8, 16 MiB, 100,000 levels deep.
void forEachHostile(const TakePayload& take);

/// The example, cut off and spoilt: at each member a wrong type, a huge number, NUL, invalid UTF-8, and once
/// something long or deep.
void forEachSpoilt(const std::string& example, Thoroughness thoroughness, const TakePayload& take);

/// The values in `payload` but itself, outermost first; at most `most`, evenly spread.
std::vector<plugin::Json::json_pointer> placesIn(const plugin::Json& payload, std::size_t most);

}  // namespace cast::validator
