#include "back_off.hpp"

#include <algorithm>

namespace cast::client {

void BackOff::connected() {
  connected_ = true;
  lastSeen_ = Clock::now();
}

std::optional<Milliseconds> BackOff::next() {
  const auto now = Clock::now();
  if (connected_) {
    if (now - lastSeen_ >= limits_.longest) delay_ = limits_.first;
    lastSeen_ = now;
    connected_ = false;
  }
  if (limits_.giveUpAfter.count() > 0 && now - lastSeen_ >= limits_.giveUpAfter) return std::nullopt;
  std::uniform_int_distribution<Milliseconds::rep> part(delay_.count() / 2, delay_.count());
  delay_ = std::min(delay_ * 2, limits_.longest);
  return Milliseconds(part(random_));
}

void BackOff::startWith(Milliseconds first) {
  limits_.first = std::min(first, limits_.longest);
  delay_ = limits_.first;
}

}  // namespace cast::client
