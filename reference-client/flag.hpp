#pragma once
#include <chrono>

namespace cast::client {

using Milliseconds = std::chrono::milliseconds;

/// A flag that can be polled beside sockets: raised by any thread, seen by all. It stays up until it is
/// lowered.
class Flag {
 public:
  Flag();
  ~Flag();
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;

  void raise() const;
  void lower() const;
  bool raised() const { return waitFor(Milliseconds(0)); }
  /// Waits until it is raised; false when it was not in time.
  bool waitFor(Milliseconds time) const;
  int descriptor() const { return descriptor_; }  ///< readable while it is up

 private:
  int descriptor_;
};

}  // namespace cast::client
