#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "wire/connection.hpp"
#include "wire/event_stream_reader.hpp"
#include "wire/http_exchange.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

/// One open event stream (SSE). A thread of its own reads and hands each event to the listener until the
/// subject ends the stream or the owner destroys it.
class EventStream {
 public:
  struct Listener {
    std::function<void(const StreamEvent&)> onEvent;    ///< called by the reading thread
    std::function<void(const std::string& how)> onEnd;  ///< once
  };

  /// Takes over an exchange whose head says `200` and `text/event-stream`.
  EventStream(std::unique_ptr<HttpExchange> exchange, Recorder recorder, Listener listener);
  ~EventStream();
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  void stall() { connection_->stall(); }  ///< reads no more; any thread
  void drop();                            ///< ends the TCP connection; any thread

 private:
  void read();
  void takeEvents();

  std::unique_ptr<HttpExchange> exchange_;
  std::unique_ptr<Connection> connection_;
  Recorder recorder_;
  Listener listener_;
  EventStreamReader reader_;
  std::thread thread_;
};

}  // namespace cast::conformance
