#include "channel/notification.hpp"

#include <algorithm>
#include <charconv>

#include "net/websocket_frame.hpp"

namespace cast::hub {

namespace {

OutputQueue::Bytes frameBytes(const Event& event) {
  return std::make_shared<const std::string>(frameOf(Opcode::Text, event.notification));
}

OutputQueue::Bytes eventStreamBytes(const Event& event) {
  return std::make_shared<const std::string>("id: " + streamId(event) + "\n" + dataLines(event.notification) +
                                             "\n");
}

}  // namespace

OutputQueue::Bytes NotificationEncoder::frame(const Subscription& subscription, const EventPtr& event) {
  return inFormat(frames_, subscription, event, frameBytes);
}

OutputQueue::Bytes NotificationEncoder::eventStream(const Subscription& subscription, const EventPtr& event) {
  return inFormat(eventStreams_, subscription, event, eventStreamBytes);
}

// Most subscriptions prefer nothing: they cost no negotiation, and all but the first of them no search.
OutputQueue::Bytes NotificationEncoder::inFormat(Last& last, const Subscription& subscription,
                                                 const EventPtr& event, Encode encode) {
  if (!subscription.preferredFormats.empty())
    return encoded(last, formats_.inPreferredFormat(subscription, event), encode);
  if (!last.empty() && last.front().event == event) return last.front().bytes;
  return encoded(last, event, encode);
}

const OutputQueue::Bytes& NotificationEncoder::encoded(Last& last, const EventPtr& event, Encode encode) {
  if (!last.empty() && last.front().event->ordinal != event->ordinal) last.clear();
  for (const Encoded& known : last) {
    if (known.event == event) return known.bytes;
  }
  last.push_back({event, encode(*event)});
  return last.back().bytes;
}

std::string streamId(const Event& event) { return event.incarnation + "-" + std::to_string(event.sequence); }

StreamPosition streamPosition(std::string_view id) {
  StreamPosition position;
  const std::size_t dash = id.rfind('-');
  if (dash == std::string_view::npos) return position;
  const std::string_view digits = id.substr(dash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position.sequence);
  if (error == std::errc{} && end == digits.data() + digits.size()) position.incarnation = id.substr(0, dash);
  return position;
}

std::string dataLines(std::string_view text) {
  std::string lines;
  while (true) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.append("data: ").append(text.substr(0, end)).append("\n");
    if (end == text.size()) return lines;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
}

}  // namespace cast::hub
