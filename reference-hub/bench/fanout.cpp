#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <stdexcept>

#include "measurements.hpp"
#include "swarm.hpp"

namespace cast::bench {
namespace {

using Clock = Swarm::Clock;
using Nanoseconds = std::chrono::nanoseconds;

constexpr std::string_view kDue = "\"due\":";

double milliseconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; }

/// The publisher is the last client; the others receive.
class Fanout {
 public:
  Fanout(const Target& target, std::size_t receivers, std::size_t events)
      : receivers_(receivers),
        session_("bench-" + std::to_string(getpid())),
        swarm_(target, receivers + 1, [this](std::size_t, std::string_view text) { receive(text); }) {
    latencies_.reserve(receivers * events);
  }

  void subscribe() {
    swarm_.open([this](std::size_t client) {
      // The publisher says something, too, so that all have an answer to wait for.
      const std::string session = client == receivers_ ? session_ + "-publisher" : session_;
      return R"({"action":"subscribe","eventTypes":["bench:tick"],"sessionId":")" + session + "\"}";
    });
    wait([this] { return answers_ == receivers_ + 1; });
    if (answers_ != receivers_ + 1) throw std::runtime_error("the hub does not answer every subscription");
  }

  void publish(std::size_t events, double rate) {
    start_ = Clock::now();
    for (std::size_t i = 0; i < events; ++i) {
      const Clock::time_point due = rate > 0 ? awaitTime(i, rate) : awaitRoom(i);
      swarm_.send(receivers_,
                  R"({"action":"publish","eventType":"bench:tick","timestamp":"2024-01-15T10:30:00Z",)"
                  R"("source":"cast-bench","sessionId":")" +
                      session_ + "\",\"payload\":{" + std::string(kDue) +
                      std::to_string(due.time_since_epoch().count()) + "}}");
    }
    wait([&] { return latencies_.size() == receivers_ * events; });
  }

  bool print(std::size_t events) {
    if (latencies_.empty()) throw std::runtime_error("nothing was delivered");
    const std::size_t missing = receivers_ * events - latencies_.size();
    const double seconds = std::chrono::duration<double>(last_ - start_).count();
    std::sort(latencies_.begin(), latencies_.end());
    std::cout << "events                 " << events << " to " << receivers_ << " receivers in " << seconds
              << " s\n"
              << "deliveries/s           "
              << static_cast<std::int64_t>(static_cast<double>(latencies_.size()) / seconds) << "\n"
              << "latency p50            " << milliseconds(at(0.50)) << " ms\n"
              << "latency p99            " << milliseconds(at(0.99)) << " ms\n"
              << "latency max            " << milliseconds(latencies_.back()) << " ms\n"
              << "missing                " << missing << "\n";
    return missing == 0;
  }

 private:
  void receive(std::string_view text) {
    const std::size_t at = text.find(kDue);
    if (at == std::string_view::npos) {
      if (text.find("subscriptionId") == std::string_view::npos) throw std::runtime_error(std::string(text));
      ++answers_;
      return;
    }
    std::int64_t due = 0;
    std::from_chars(text.data() + at + kDue.size(), text.data() + text.size(), due);
    last_ = Clock::now();
    latencies_.push_back((last_.time_since_epoch() - Nanoseconds(due)).count());
  }

  // An event that is sent late counts from when it was due: a hub that is behind does not get to hide it.
  Clock::time_point awaitTime(std::size_t event, double rate) {
    const auto due = start_ + Nanoseconds(static_cast<std::int64_t>(1e9 / rate * static_cast<double>(event)));
    swarm_.run(due, [&] { return Clock::now() >= due; });
    return due;
  }

  // As fast as the hub can: so many events are under way.
  Clock::time_point awaitRoom(std::size_t event) {
    constexpr std::size_t kWindow = 64;
    wait([&] { return latencies_.size() + kWindow * receivers_ >= event * receivers_; });
    return Clock::now();
  }

  std::int64_t at(double share) const {
    return latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))];
  }

  template <class Done>
  void wait(Done done) {
    constexpr std::chrono::seconds kLimit{30};
    swarm_.run(Clock::now() + kLimit, done);
  }

  std::size_t receivers_;
  std::string session_;
  std::size_t answers_ = 0;
  std::vector<std::int64_t> latencies_;  // nanoseconds
  Clock::time_point start_;
  Clock::time_point last_;
  Swarm swarm_;
};

}  // namespace

bool measureFanout(const Target& target, std::size_t receivers, std::size_t events, double rate) {
  Fanout fanout(target, receivers, events);
  fanout.subscribe();
  fanout.publish(events, rate);
  return fanout.print(events);
}

}  // namespace cast::bench
