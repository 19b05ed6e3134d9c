#include "event_stream_reader.hpp"

#include <Poco/NumberParser.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cast::client {
namespace {

constexpr std::size_t kLongestSizeLine = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string ChunkedBody::feed(std::string_view bytes) {
  std::string body;
  while (!bytes.empty() && !ended() && !broken()) {
    if (state_ == State::data) {
      const std::size_t count = std::min(left_, bytes.size());
      body.append(bytes.substr(0, count));
      bytes.remove_prefix(count);
      left_ -= count;
      if (left_ == 0) state_ = State::dataEnd;
      continue;
    }
    const char c = bytes.front();
    bytes.remove_prefix(1);
    if (c != '\n') {
      line_ += c;
      if (line_.size() > kLongestSizeLine) state_ = State::broken;
      continue;
    }
    if (state_ == State::dataEnd)
      state_ = line_ == "\r" || line_.empty() ? State::size : State::broken;
    else
      takeSizeLine();
    line_.clear();
  }
  return body;
}

void ChunkedBody::takeSizeLine() {
  const std::string digits = line_.substr(0, line_.find_first_of("; \t\r"));
  unsigned size = 0;
  if (digits.empty() || digits.size() > 7 || !Poco::NumberParser::tryParseHex(digits, size)) {
    state_ = State::broken;
    return;
  }
  left_ = size;
  state_ = size == 0 ? State::ended : State::data;
}

std::vector<EventStreamReader::Event> EventStreamReader::feed(std::string_view bytes) {
  std::vector<Event> events;
  for (const char c : bytes) {
    if (std::exchange(carriageReturn_, c == '\r') && c == '\n') continue;
    if (c == '\r' || c == '\n') {
      takeLine(events);
      continue;
    }
    line_ += c;
    if (line_.size() + data_.size() > kLongestEvent)
      throw std::length_error("the hub sent an event of more than 16 MiB");
  }
  return events;
}

void EventStreamReader::takeLine(std::vector<Event>& events) {
  std::string line = std::exchange(line_, {});
  if (!std::exchange(begun_, true) && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
  if (!line.empty()) {
    const std::size_t colon = line.find(':');
    if (colon == 0) return;  // a comment
    std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.erase(0, 1);
    return takeField(line.substr(0, colon), value);
  }
  lastId_ = id_;
  const std::string type = std::exchange(type_, {});
  if (data_.empty()) return;
  data_.pop_back();  // the line feed after the last line
  events.push_back({type.empty() ? "message" : type, std::exchange(data_, {})});
}

void EventStreamReader::takeField(const std::string& name, const std::string& value) {
  if (name == "data") data_ += value + "\n";
  if (name == "event") type_ = value;
  if (name == "id" && value.find('\0') == std::string::npos) id_ = value;
  int milliseconds = 0;
  if (name == "retry" && Poco::NumberParser::tryParse(value, milliseconds) && milliseconds >= 0)
    retry_ = milliseconds;
}

}  // namespace cast::client
