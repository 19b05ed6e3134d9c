#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "flag.hpp"

namespace cast::client {

/// One event on its way to the hub, under an id of its own.
struct Publication {
  std::uint64_t number = 0;  ///< in the order in which they were put
  std::string eventId;
  std::string members;  ///< the event as JSON
};

/// What is to be published, in order, until the hub has it. Filled by the input's thread, emptied by the
/// thread that talks to the hub; any thread may ask.
class Outbox {
 public:
  static constexpr std::size_t kMostWaiting = 10'000;

  /// Waits while it is full; false when `stop` came first.
  bool put(std::string eventId, std::string members, const Flag& stop);
  void close();  ///< nothing will be put any more

  /// The next that was not sent yet, now taken as sent. It stays here until it is confirmed or refused.
  std::optional<Publication> nextToSend();
  void sendAgain();  ///< what was sent and not confirmed is sent again, in order
  void confirm(const std::string& eventId);
  void confirmThrough(std::uint64_t number);  ///< this one and all before it
  void refuse(const std::string& eventId);
  bool has(const std::string& eventId) const;

  std::size_t waiting() const;  ///< not confirmed
  std::size_t refused() const;
  bool done() const;  ///< closed, and everything confirmed or refused
  const Flag& filled() const {
    return filled_;
  }  ///< up when there may be something to send, or it was closed

 private:
  void removeAt(std::size_t index);
  std::size_t indexOf(const std::string& eventId) const;

  mutable std::mutex mutex_;
  std::condition_variable space_;
  std::deque<Publication> publications_;
  std::size_t sent_ = 0;  ///< so many of the first ones were sent
  std::uint64_t last_ = 0;
  std::size_t refused_ = 0;
  bool closed_ = false;
  Flag filled_;
};

}  // namespace cast::client
