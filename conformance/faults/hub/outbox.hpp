#pragma once
#include <functional>
#include <memory>
#include <string>

namespace cast::conformance::faults {

/// What waits for one receiver, and the thread that sends it, one message after the other. Any thread may
/// call it.
class Outbox {
 public:
  using Send = std::function<void(const std::string&)>;

  /// `send` runs on the outbox's own thread. When it throws, the outbox is closed and what waits is lost.
  explicit Outbox(Send send);
  /// Closes; does not wait for a message that is just being sent.
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// A late message waits for the next one and lets it go first.
  void push(std::string message, bool late = false);
  /// Bytes that wait, without those just being sent.
  std::size_t waiting() const;
  /// Sends what waits, then ends.
  void finish();
  /// Ends without sending what waits.
  void close();
  /// Until `send` is not running and never will again. After finish() or close() only.
  void awaitEnd();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cast::conformance::faults
