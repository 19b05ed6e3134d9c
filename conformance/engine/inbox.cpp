#include "engine/inbox.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/journal.hpp"
#include "engine/json_text.hpp"

namespace cast::conformance {
namespace {

/// The payload's `probe` of one of the runner's own probe events.
std::optional<std::string> probeOf(const Json& json) {
  const Json* type = valueAt(json, "/eventType");
  if (type == nullptr || !type->is_string() || !type->get_ref<const std::string&>().starts_with(kProbeType))
    return std::nullopt;
  const Json* probe = valueAt(json, "/payload/probe");
  return probe != nullptr && probe->is_string() ? probe->get<std::string>() : std::string();
}

}  // namespace

void Inbox::deliver(const std::string& text, const std::string& id, const std::string& event,
                    std::shared_ptr<const Json> request) {
  const JsonText read = readJson(text);
  const auto probe = probeOf(*read.value);
  const std::scoped_lock lock(mutex_);
  last_ = Clock::now();
  if (probe)
    probes_.push_back(*probe);
  else
    messages_.push_back({text, read.value, read.defect, id, event, std::move(request)});
  changed_.notify_all();
}

void Inbox::deliverBinary(const std::string& bytes) {
  const std::scoped_lock lock(mutex_);
  last_ = Clock::now();
  messages_.push_back({bytes, std::make_shared<const Json>(), "a binary message, where text is due", {}, {}});
  changed_.notify_all();
}

void Inbox::end(const std::string& how) {
  const std::scoped_lock lock(mutex_);
  over_ = true;
  how_ = how;
  changed_.notify_all();
}

std::optional<Message> Inbox::take(const Test& test, const Deadline& deadline, Milliseconds quiet) {
  std::unique_lock lock(mutex_);
  const auto then = Journal::seenThen();
  std::size_t at = next_;
  for (;;) {
    const std::size_t end = std::min(then.value_or(messages_.size()), messages_.size());
    for (; at < end; ++at) {
      if (!test(messages_[at])) continue;
      next_ = std::max(next_, at + 1);
      Journal::seen(messages_.size());
      return messages_[at];
    }
    auto giveUp = deadline.at();
    if (last_ + quiet > giveUp) giveUp = std::min(last_ + quiet, giveUp + kMostQuiets * quiet);
    if (then || over_ || Clock::now() >= giveUp) {
      Journal::seen(messages_.size());
      return std::nullopt;
    }
    changed_.wait_until(lock, giveUp);
  }
}

bool Inbox::awaitProbe(const std::string& prefix, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  const auto came = [&] {
    return std::any_of(probes_.begin(), probes_.end(),
                       [&](const auto& probe) { return probe.starts_with(prefix); });
  };
  changed_.wait_until(lock, deadline.at(), [&] { return came() || over_; });
  return came();
}

std::vector<Message> Inbox::all() const {
  const std::scoped_lock lock(mutex_);
  Journal::seen(messages_.size());
  const std::size_t end = std::min(Journal::seenThen().value_or(messages_.size()), messages_.size());
  return {messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(end)};
}

std::vector<Message> Inbox::afterTaken() const {
  const std::scoped_lock lock(mutex_);
  return {messages_.begin() + static_cast<std::ptrdiff_t>(next_), messages_.end()};
}

std::string Inbox::ended() const {
  const std::scoped_lock lock(mutex_);
  return over_ ? how_ : std::string();
}

}  // namespace cast::conformance
