#include "channel/notification.hpp"

#include <algorithm>
#include <charconv>

#include "net/websocket_frame.hpp"

namespace cast::hub {

OutputQueue::Bytes NotificationEncoder::frame(const EventPtr& event) {
  if (frame_.event != event) {
    frame_ = {event, std::make_shared<const std::string>(frameOf(Opcode::Text, event->notification))};
  }
  return frame_.bytes;
}

OutputQueue::Bytes NotificationEncoder::eventStream(const EventPtr& event) {
  if (eventStream_.event != event) {
    std::string text = "id: " + streamId(*event) + "\n" + dataLines(event->notification) + "\n";
    eventStream_ = {event, std::make_shared<const std::string>(std::move(text))};
  }
  return eventStream_.bytes;
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
