#pragma once
#include <string>

#include "channel/limits.hpp"
#include "channel/notification.hpp"
#include "hub.hpp"
#include "net/connection.hpp"

namespace cast::hub {

/// One event stream (implementation guide, "Event stream"; WHATWG HTML, "Server-sent events"): a subscription
/// that lives as long as its connection. Used by the loop's thread only.
class EventStream : public Protocol, public Receiver {
 public:
  EventStream(Connection& connection, Hub& hub, NotificationEncoder& encoder, IdentityPtr identity,
              const ChannelLimits& limits);
  ~EventStream() override;

  /// Before it speaks: which subscription it serves, and the id of the last event that the client has, if it
  /// says.
  void serve(const Subscription& subscription, const std::string& lastEventId);

  void begin() override;
  void received(std::string& input) override { input.clear(); }
  void disconnected() override { leave(); }
  void tick(LoopClock::time_point now) override;
  void shutDown() override { connection_.finish(); }

  void receive(const Subscription& subscription, const EventPtr& event) override;
  void ended(const Subscription& subscription, Ending why) override;

 private:
  void replay(const Session& session);
  void send(OutputQueue::Bytes bytes);
  void leave();

  Connection& connection_;
  Hub& hub_;
  NotificationEncoder& encoder_;
  IdentityPtr identity_;
  const ChannelLimits& limits_;
  std::string subscriptionId_;  // empty: none any more
  std::string lastEventId_;
  LoopClock::time_point lastSent_;
};

}  // namespace cast::hub
