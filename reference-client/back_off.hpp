#pragma once
#include <chrono>
#include <optional>
#include <random>

#include "flag.hpp"

namespace cast::client {

/// How long to wait before the next attempt: doubling from `first` up to `longest`, each time a random part
/// (half to all of it), so that the clients of a hub that was away don't all come back at once. Used by one
/// thread.
class BackOff {
 public:
  using Clock = std::chrono::steady_clock;
  struct Limits {
    Milliseconds first{250};
    Milliseconds longest{10000};
    Milliseconds giveUpAfter{0};  ///< without a connection for so long; 0: never
  };

  explicit BackOff(Limits limits) : limits_(limits), delay_(limits.first) {}

  /// A connection stands. The delays begin anew once it has held for as long as the longest delay: a hub that
  /// accepts and drops at once is not hammered.
  void connected();
  /// The wait before the next attempt; nothing: it is time to give up.
  std::optional<Milliseconds> next();
  /// The hub asks for another first delay (`retry:` of an event stream).
  void startWith(Milliseconds first);

 private:
  Limits limits_;
  Milliseconds delay_;
  Clock::time_point lastSeen_ = Clock::now();
  bool connected_ = false;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace cast::client
