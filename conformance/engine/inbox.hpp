#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/json.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {

/// One message that came over a WebSocket, a stream or a callback.
struct Message {
  std::string text;                  ///< as it came
  std::shared_ptr<const Json> json;  ///< never null; `null` where there is a defect
  std::string defect;                ///< why the text is no JSON; such a message never fits an expectation
  std::string id;                    ///< stream: the last event id
  std::string event;                 ///< stream: the event's type
  std::shared_ptr<const Json> request = {};  ///< callback: how it came (see requestJson); null elsewhere
};

/// What the runner's own probe events are called; a suffix tells those of several subscriptions apart.
inline constexpr const char* kProbeType = "conformance:probe";

/// The messages of one connection, in the order of their arrival. The connection's reading thread delivers;
/// any of the check's threads asks. Probe events are kept apart: no expectation ever sees them.
class Inbox {
 public:
  /// Reads the text as JSON and files it.
  void deliver(const std::string& text, const std::string& id = {}, const std::string& event = {},
               std::shared_ptr<const Json> request = {});
  /// Files a binary message of a WebSocket, which no expectation fits: the protocol's messages are text.
  void deliverBinary(const std::string& bytes);
  /// Nothing will come any more; `how` in words.
  void end(const std::string& how);

  using Test = std::function<bool(const Message&)>;
  /// Awaits the first message that passes the test after the last one taken, and takes it. Nothing when the
  /// deadline passes or the connection ends first. With `quiet`: a deadline that passes while messages still
  /// come, the last one no longer ago than that, is put off, at most to `kMostQuiets` times `quiet` later: a
  /// receiver that is told of one event after the other, slowly, is not one that is told of nothing.
  std::optional<Message> take(const Test& test, const Deadline& deadline,
                              Milliseconds quiet = Milliseconds(0));
  static constexpr int kMostQuiets = 5;

  /// Whether a probe whose payload.probe begins with `prefix` came, or comes in time.
  bool awaitProbe(const std::string& prefix, const Deadline& deadline);

  std::vector<Message> all() const;         ///< so far
  std::vector<Message> afterTaken() const;  ///< those after the last one taken
  std::string ended() const;                ///< how, or empty

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Message> messages_;
  std::vector<std::string> probes_;
  Clock::time_point last_;  ///< when the last one came
  std::size_t next_ = 0;    ///< index after the last message taken
  bool over_ = false;
  std::string how_;
};

}  // namespace cast::conformance
