#pragma once
#include <string>
#include <string_view>

#include "net/output_queue.hpp"
#include "session/event.hpp"

namespace cast::hub {

/// Encodes a notification once for all receivers of a kind: remembers the last event's bytes, because a
/// session hands an event to all its receivers in a row. Used by the loop's thread only.
class NotificationEncoder {
 public:
  /// A WebSocket text frame (RFC 6455).
  OutputQueue::Bytes frame(const EventPtr& event);
  /// `id:` and `data:` lines (WHATWG HTML, "Server-sent events").
  OutputQueue::Bytes eventStream(const EventPtr& event);

 private:
  struct Last {
    EventPtr event;
    OutputQueue::Bytes bytes;
  };
  Last frame_;
  Last eventStream_;
};

/// An event's id on a stream, `{incarnation of the session}-{sequence}`, and back.
std::string streamId(const Event& event);
struct StreamPosition {
  std::string incarnation;
  std::uint64_t sequence = 0;
};
StreamPosition streamPosition(std::string_view id);

/// `text` as `data:` lines; JSON holds line ends only as white space between tokens.
std::string dataLines(std::string_view text);

}  // namespace cast::hub
