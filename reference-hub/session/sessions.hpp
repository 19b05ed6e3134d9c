#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>

#include "session/request.hpp"
#include "session/session.hpp"

namespace cast::hub {

struct SessionLimits {
  std::size_t sessions = 10'000;
  std::size_t subscriptions = 100'000;
  std::chrono::seconds idle{300};        ///< an empty session ends so long after its last use
  std::chrono::seconds lease{86'400};    ///< the longest lease, and the one given where none is wished for
  std::size_t historyEvents = 1'000;     ///< per session
  std::size_t historyBytes = 8U << 20U;  ///< per session
  std::size_t allHistoryBytes = 256U << 20U;  ///< of all sessions together
};

/// All sessions and subscriptions of a hub: the model behind every transport. Used by the loop's thread only;
/// does no I/O; the time is an argument, so that a test owns it.
class Sessions {
 public:
  explicit Sessions(SessionLimits limits);

  struct Subscribed {
    const Subscription* subscription;
    bool renewed;
  };
  /// `receiver` null: over HTTP without a callback; waits for an event stream.
  std::variant<Subscribed, Rejection> subscribe(const SubscribeRequest& request, const Sender& sender,
                                                Transport transport, Receiver* receiver,
                                                WallClock::time_point now);

  /// Whether subscribe() would renew a subscription and make no new one.
  bool renews(const SubscribeRequest& request, const Sender& sender, Transport transport,
              const Receiver* receiver) const {
    return renewable(request, sender, transport, receiver) != nullptr;
  }

  /// Hands a pending subscription to an event stream.
  std::variant<const Subscription*, Rejection> attach(const std::string& subscriptionId, const Sender& sender,
                                                      Receiver& receiver, WallClock::time_point now);

  /// Only its owner may end it; to others it does not exist.
  std::optional<Rejection> unsubscribe(const std::string& subscriptionId, const Sender& sender,
                                       WallClock::time_point now);
  /// A connection is gone, and its subscription with it.
  void disconnect(const std::string& subscriptionId, WallClock::time_point now);

  /// Its receiver takes too long.
  void drop(const std::string& subscriptionId, WallClock::time_point now);

  struct Published {
    std::string eventId;
    bool duplicate;
  };
  std::variant<Published, Rejection> publish(const PublishRequest& request, const Receiver* own,
                                             WallClock::time_point now);

  /// Ends leases that are over and sessions that are empty and idle.
  void expire(WallClock::time_point now);
  /// When expire() has something to do next.
  std::optional<WallClock::time_point> nextExpiry() const;

  const Session* find(const std::string& sessionId) const;
  const Subscription* findSubscription(const std::string& subscriptionId) const;
  std::size_t sessionCount() const { return sessions_.size(); }
  std::size_t subscriptionCount(Transport transport) const;
  const SessionLimits& limits() const { return limits_; }

 private:
  using Deadline = std::pair<WallClock::time_point, std::string>;

  std::variant<Session*, Rejection> sessionFor(const std::string& id, WallClock::time_point now);
  Subscription* renewable(const SubscribeRequest& request, const Sender& sender, Transport transport,
                          const Receiver* receiver) const;
  std::variant<Subscribed, Rejection> renew(Subscription& subscription, const SubscribeRequest& request,
                                            WallClock::time_point now);
  void setLease(Subscription& subscription, const SubscribeRequest& request, WallClock::time_point now);
  void end(Subscription& subscription, Ending why, WallClock::time_point now);
  void endLeases(WallClock::time_point now);
  void endIdle(WallClock::time_point now);
  void trimHistory(Session& session, std::size_t before);
  void shrinkHistory(Session& session, std::size_t before, std::size_t events, std::size_t bytes);
  void forgetHistory(Session& session);

  SessionLimits limits_;
  std::unordered_map<std::string, std::unique_ptr<Session>> sessions_;
  std::unordered_map<std::string, std::unique_ptr<Subscription>> subscriptions_;
  std::set<Deadline> leases_;
  std::map<Transport, std::size_t> counts_;
  std::set<std::pair<std::size_t, Session*>> histories_;  // by their bytes; none that is empty
  std::size_t historyBytes_ = 0;
  std::uint64_t lastOrdinal_ = 0;       // of an event
  std::uint64_t lastSubscription_ = 0;  // ordinal
};

}  // namespace cast::hub
