#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cast::hub {

/// An event with its place in its session's order: what every receiver gets. Immutable, shared by all
/// receivers and the session's history, safe to read from any thread.
struct Event {
  std::uint64_t ordinal = 0;   ///< unique in this hub, growing in the order of acceptance
  std::uint64_t sequence = 0;  ///< place in its session, from 1
  std::string id;              ///< `eventId`
  std::string type;
  std::string sessionId;
  std::string incarnation;       ///< tells this life of the session from an earlier one of the same id
  std::string notification;      ///< the JSON text, the publisher's own bytes inside
  std::size_t payloadBegin = 0;  ///< where the payload's bytes are in the notification
  std::size_t payloadSize = 0;
  std::size_t fingerprint = 0;  ///< of what the publisher sent, to tell a repetition from another event
};
using EventPtr = std::shared_ptr<const Event>;

/// The payload's own bytes, as long as the event lives.
inline std::string_view payloadOf(const Event& event) {
  return std::string_view(event.notification).substr(event.payloadBegin, event.payloadSize);
}

}  // namespace cast::hub
