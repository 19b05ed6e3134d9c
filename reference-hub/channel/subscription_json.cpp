#include "channel/subscription_json.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include "session/json_text.hpp"

namespace cast::hub {

std::string subscriptionMembers(const Subscription& subscription) {
  std::string types;
  for (const std::string& type : subscription.eventTypes)
    types += (types.empty() ? "" : ",") + jsonString(type);
  return "\"subscriptionId\":" + jsonString(subscription.id) +
         ",\"expires\":" + jsonString(timestampOf(subscription.expires)) +
         ",\"sessionId\":" + jsonString(subscription.sessionId) + ",\"eventTypes\":[" + types + "]";
}

std::string timestampOf(WallClock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
  return Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(seconds),
                                         Poco::DateTimeFormat::ISO8601_FORMAT);
}

}  // namespace cast::hub
