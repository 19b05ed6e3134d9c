#pragma once
#include <algorithm>
#include <chrono>

namespace cast::conformance {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// The moment until which something may be awaited. A value; any thread. Nothing in the runner sleeps: every
/// wait is a poll or a condition variable with a Deadline.
class Deadline {
 public:
  static Deadline in(Milliseconds time) { return Deadline(Clock::now() + time); }
  static Deadline never() { return Deadline(Clock::time_point::max()); }

  Clock::time_point at() const { return at_; }
  bool passed() const { return Clock::now() >= at_; }

  /// Milliseconds for poll(2): rounded up, 0 when passed, -1 for never.
  int forPoll() const {
    if (at_ == Clock::time_point::max()) return -1;
    const auto left = std::chrono::ceil<Milliseconds>(at_ - Clock::now()).count();
    return static_cast<int>(std::clamp<Milliseconds::rep>(left, 0, 3'600'000));
  }

  /// The earlier of this and a moment `time` from now.
  Deadline atMostIn(Milliseconds time) const { return Deadline(std::min(at_, Clock::now() + time)); }

 private:
  explicit Deadline(Clock::time_point at) : at_(at) {}
  Clock::time_point at_;
};

}  // namespace cast::conformance
