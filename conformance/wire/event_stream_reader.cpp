#include "wire/event_stream_reader.hpp"

#include <utility>

namespace cast::conformance {

void EventStreamReader::feed(std::string_view bytes) {
  for (const char c : bytes) {
    const bool lineFeedOfReturn = c == '\n' && afterReturn_;
    afterReturn_ = c == '\r';
    if (lineFeedOfReturn) continue;
    if (c != '\n' && c != '\r') {
      pending_ += c;
      continue;
    }
    const std::string line = std::exchange(pending_, {});
    const bool marked = !std::exchange(begun_, true) && line.starts_with("\xEF\xBB\xBF");
    takeLine(marked ? std::string_view(line).substr(3) : std::string_view(line));
  }
}

std::optional<StreamEvent> EventStreamReader::next() {
  if (events_.empty()) return std::nullopt;
  StreamEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void EventStreamReader::takeLine(std::string_view line) {
  if (line.empty()) return dispatch();
  const std::size_t colon = line.find(':');
  if (colon == 0) {
    ++comments_;
    return;
  }
  if (colon == std::string_view::npos) return takeField(line, {});
  std::string_view value = line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  takeField(line.substr(0, colon), value);
}

void EventStreamReader::takeField(std::string_view name, std::string_view value) {
  if (name == "event") type_ = value;
  if (name == "data") data_.append(value).append("\n");
  if (name == "id" && value.find('\0') == std::string_view::npos) id_ = value;
}

void EventStreamReader::dispatch() {
  const std::string type = std::exchange(type_, {});
  std::string data = std::exchange(data_, {});
  if (data.empty()) return;
  data.pop_back();
  events_.push_back({type.empty() ? "message" : type, std::move(data), id_});
}

}  // namespace cast::conformance
