#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "channel/format_negotiation.hpp"
#include "net/output_queue.hpp"
#include "session/event.hpp"
#include "session/subscription.hpp"

namespace cast::hub {

/// Encodes a notification once for all receivers of a kind and format: remembers the last event's bytes,
/// because a session hands an event to all its receivers in a row. Used by the loop's thread only.
class NotificationEncoder {
 public:
  explicit NotificationEncoder(FormatNegotiation& formats) : formats_(formats) {}

  /// A WebSocket text frame (RFC 6455), in the format that the subscription prefers.
  OutputQueue::Bytes frame(const Subscription& subscription, const EventPtr& event);
  /// `id:` and `data:` lines (WHATWG HTML, "Server-sent events"), likewise.
  OutputQueue::Bytes eventStream(const Subscription& subscription, const EventPtr& event);

 private:
  struct Encoded {
    EventPtr event;
    OutputQueue::Bytes bytes;
  };
  using Last = std::vector<Encoded>;  // one event, in the formats it was sent in so far
  using Encode = OutputQueue::Bytes (*)(const Event&);

  OutputQueue::Bytes inFormat(Last& last, const Subscription& subscription, const EventPtr& event,
                              Encode encode);
  static const OutputQueue::Bytes& encoded(Last& last, const EventPtr& event, Encode encode);

  FormatNegotiation& formats_;
  Last frames_;
  Last eventStreams_;
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
