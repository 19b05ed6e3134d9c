#pragma once
#include <Poco/Timestamp.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// Sessions, subscriptions and distribution, all under one lock: one order of events for everybody. Any
/// thread may call it.
class Hub {
 public:
  /// Takes a notification's text; must not block.
  using Receive = std::function<void(const std::string& text, bool late)>;
  /// How many bytes of what it took have not left yet.
  using Waiting = std::function<std::size_t()>;
  struct Lease {
    std::string subscriptionId;
    Poco::Timestamp expires;
  };

  explicit Hub(const Hooks& hooks) : hooks_(hooks) {}

  /// A connection begins. What comes after its end, on whichever connection, finds it ended: `hasHungUp` is
  /// asked before anything is subscribed or published, so that its own thread need not have noticed yet.
  void connect(const void* connection, std::function<bool()> hasHungUp);
  Lease subscribe(
      Subscription subscription, Receive receive, Waiting waiting = [] { return std::size_t{0}; });
  void unsubscribe(const std::string& subscriptionId);
  /// Ends all subscriptions of a connection. Once more does nothing.
  void disconnect(const void* connection);
  void publish(Event event);

  const Hooks& hooks() const { return hooks_; }

 private:
  struct Held {
    Subscription subscription;
    Receive receive;
    Waiting waiting;
    Poco::Timestamp expires;
  };
  void deliver(const Event& event, const Held& held);
  void end(const void* connection);
  void endThoseThatHungUp();

  const Hooks& hooks_;
  std::mutex mutex_;
  std::map<const void*, std::function<bool()>> connections_;
  std::map<std::string, Held> subscriptions_;
  std::size_t numbered_ = 0;
};

}  // namespace cast::conformance::faults
