#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "session/event.hpp"

namespace cast::hub {

using WallClock = std::chrono::system_clock;

/// How a subscription's notifications leave. Pending: made over HTTP without a callback, waits for an event
/// stream.
enum class Transport { WebSocket, EventStream, Webhook, Pending };

std::string_view nameOf(Transport transport);

enum class Ending { Unsubscribed, Expired, Disconnected, TooSlow };

class Receiver;

/// A request for notifications, in force (specification, "Subscriptions"). Owned by Sessions.
struct Subscription {
  std::uint64_t ordinal = 0;  ///< grows from subscription to subscription; a renewal keeps it
  std::string id;
  std::string sessionId;
  std::string owner;  ///< the token's subject: only it may renew or end the subscription
  std::vector<std::string> eventTypes;
  std::vector<std::string> preferredFormats;
  std::string userId;
  std::string source;
  std::string callbackUrl;
  Transport transport = Transport::Pending;
  Receiver* receiver = nullptr;  ///< not owned; null while pending
  WallClock::time_point expires;
  bool leased = true;  ///< false: bound to a connection, without a wish; renewed by itself while that lives
  std::uint64_t since = 0;  ///< the session's sequence when it began
};

/// Where notifications go: a channel's face towards a session. Called by the loop's thread only, in the
/// session's order. A receiver must not add or end subscriptions while it is called.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual void receive(const Subscription& subscription, const EventPtr& event) = 0;
  /// The subscription is over; it is gone when this returns.
  virtual void ended(const Subscription& subscription, Ending why) = 0;
};

}  // namespace cast::hub
