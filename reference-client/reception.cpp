#include "reception.hpp"

#include "event.hpp"

namespace cast::client {
namespace {

constexpr std::size_t kShown = 200;

/// For a line of standard error: short, on one line.
std::string shown(const std::string& text) {
  std::string line = text.substr(0, kShown);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == 0x7F) c = ' ';
  return line + (text.size() > kShown ? "..." : "");
}

}  // namespace

void Reception::take(const std::string& text) {
  JsonObject::Fault fault;
  const auto event = JsonObject::read(text, fault);
  if (!event) return unsound(text, fault.words);
  take(*event);
}

void Reception::take(const JsonObject& event) {
  if (const std::string defect = defectOf(event); !defect.empty()) return unsound(event.dump(), defect);
  if (event.text("sessionId").value_or(session_) != session_)
    return unsound(event.dump(), "it is of another session");
  const std::scoped_lock lock(mutex_);
  if (isRepeat(event) || (most_ > 0 && taken_ >= most_)) return;
  output_.event(event.dump());
  if (++taken_ == most_) enough_.raise();
}

void Reception::unsound(const std::string& text, const std::string& defect) {
  output_.error("invalid event, ignored: " + defect + ": " + shown(text));
}

/// An event is known by its eventId; one without is the same occurrence where every character is the same,
/// its timestamp included.
bool Reception::isRepeat(const JsonObject& event) {
  const auto id = event.text("eventId");
  std::string key = id ? "i" + *id + event.text("sessionId").value_or("") : "e" + event.dump();
  if (!seen_.insert(key).second) return true;
  order_.push_back(std::move(key));
  if (order_.size() > kRemembered) {
    seen_.erase(order_.front());
    order_.pop_front();
  }
  return false;
}

}  // namespace cast::client
