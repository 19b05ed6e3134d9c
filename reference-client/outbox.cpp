#include "outbox.hpp"

#include <algorithm>

namespace cast::client {
namespace {

constexpr Milliseconds kGlance{200};  // how often a full outbox looks whether the program ends

}  // namespace

bool Outbox::put(std::string eventId, std::string members, const Flag& stop) {
  std::unique_lock lock(mutex_);
  while (publications_.size() >= kMostWaiting) {
    space_.wait_for(lock, kGlance);
    if (stop.raised()) return false;
  }
  publications_.push_back({++last_, std::move(eventId), std::move(members)});
  filled_.raise();
  return true;
}

void Outbox::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  filled_.raise();
}

std::optional<Publication> Outbox::nextToSend() {
  const std::scoped_lock lock(mutex_);
  if (sent_ >= publications_.size()) {
    filled_.lower();
    return std::nullopt;
  }
  return publications_[sent_++];
}

void Outbox::sendAgain() {
  const std::scoped_lock lock(mutex_);
  sent_ = 0;
  if (!publications_.empty()) filled_.raise();
}

void Outbox::confirm(const std::string& eventId) {
  const std::scoped_lock lock(mutex_);
  removeAt(indexOf(eventId));
}

void Outbox::confirmThrough(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  while (sent_ > 0 && publications_.front().number <= number) removeAt(0);
}

void Outbox::refuse(const std::string& eventId) {
  const std::scoped_lock lock(mutex_);
  ++refused_;
  removeAt(indexOf(eventId));
}

bool Outbox::has(const std::string& eventId) const {
  const std::scoped_lock lock(mutex_);
  return indexOf(eventId) < publications_.size();
}

std::size_t Outbox::waiting() const {
  const std::scoped_lock lock(mutex_);
  return publications_.size();
}

std::size_t Outbox::refused() const {
  const std::scoped_lock lock(mutex_);
  return refused_;
}

bool Outbox::done() const {
  const std::scoped_lock lock(mutex_);
  return closed_ && publications_.empty();
}

void Outbox::removeAt(std::size_t index) {
  if (index >= publications_.size()) return;
  publications_.erase(publications_.begin() + static_cast<std::ptrdiff_t>(index));
  if (index < sent_) --sent_;
  space_.notify_all();
}

std::size_t Outbox::indexOf(const std::string& eventId) const {
  const auto found = std::find_if(publications_.begin(), publications_.end(),
                                  [&](const Publication& each) { return each.eventId == eventId; });
  return static_cast<std::size_t>(found - publications_.begin());
}

}  // namespace cast::client
