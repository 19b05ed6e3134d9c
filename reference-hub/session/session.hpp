#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "session/subscription.hpp"

namespace cast::hub {

/// A session (specification, "Sessions"): its subscriptions by event type, the order of its events and a
/// bounded history. Owned by Sessions, used by the loop's thread only; does no I/O.
class Session {
 public:
  using Application = std::pair<std::string, std::string>;  ///< userId, source; either may be empty

  Session(std::string id, WallClock::time_point now);

  const std::string& id() const { return id_; }
  const std::string& incarnation() const { return incarnation_; }
  WallClock::time_point created() const { return created_; }
  WallClock::time_point lastUsed() const { return lastUsed_; }
  std::uint64_t lastSequence() const { return lastSequence_; }
  const std::vector<Subscription*>& subscriptions() const { return subscriptions_; }
  const std::set<Application>& publishers() const { return publishers_; }
  const std::deque<EventPtr>& history() const { return history_; }
  std::size_t historyBytes() const { return historyBytes_; }
  bool isEmpty() const { return subscriptions_.empty(); }

  void add(Subscription& subscription, WallClock::time_point now);
  void remove(Subscription& subscription, WallClock::time_point now);

  /// Gives the event its place in the order and hands it to every subscriber of its type but `except`.
  void publish(Event event, const Receiver* except, Application publisher, WallClock::time_point now);
  /// Forgets the oldest events until at most `events` of them and `bytes` are left.
  void trimHistory(std::size_t events, std::size_t bytes);
  const Event* findInHistory(const std::string& eventId) const;

 private:
  static void insertByAge(std::vector<Subscription*>& subscriptions, Subscription& subscription);
  void remember(const EventPtr& event);

  std::string id_;
  std::string incarnation_;
  WallClock::time_point created_;
  WallClock::time_point lastUsed_;
  std::uint64_t lastSequence_ = 0;
  std::vector<Subscription*> subscriptions_;
  std::unordered_map<std::string, std::vector<Subscription*>> byType_;
  std::set<Application> publishers_;
  std::deque<EventPtr> history_;
  std::unordered_map<std::string, EventPtr> historyById_;
  std::size_t historyBytes_ = 0;
};

}  // namespace cast::hub
