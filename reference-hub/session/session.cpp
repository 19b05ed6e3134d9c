#include "session/session.hpp"

#include <algorithm>

#include "session/identifier.hpp"

namespace cast::hub {
namespace {

constexpr std::size_t kMaxPublishers = 256;  // who only publishes is listed; a hostile one could invent names

}  // namespace

std::string_view nameOf(Transport transport) {
  switch (transport) {
    case Transport::WebSocket:
      return "websocket";
    case Transport::EventStream:
      return "sse";
    case Transport::Webhook:
      return "webhook";
    case Transport::Pending:
      break;
  }
  return "pending";
}

Session::Session(std::string id, WallClock::time_point now)
    : id_(std::move(id)), incarnation_(newIdentifier("").substr(0, 12)), created_(now), lastUsed_(now) {}

void Session::add(Subscription& subscription, WallClock::time_point now) {
  lastUsed_ = now;
  subscription.since = lastSequence_;
  insertByAge(subscriptions_, subscription);
  for (const std::string& type : subscription.eventTypes) insertByAge(byType_[type], subscription);
}

// Oldest first, so that a connection with several subscriptions gets an event as the oldest wants it; one
// whose event types were replaced comes back to its place.
void Session::insertByAge(std::vector<Subscription*>& subscriptions, Subscription& subscription) {
  const auto place =
      std::upper_bound(subscriptions.begin(), subscriptions.end(), &subscription,
                       [](const Subscription* a, const Subscription* b) { return a->ordinal < b->ordinal; });
  subscriptions.insert(place, &subscription);
}

void Session::remove(Subscription& subscription, WallClock::time_point now) {
  lastUsed_ = now;
  std::erase(subscriptions_, &subscription);
  for (const std::string& type : subscription.eventTypes) {
    const auto found = byType_.find(type);
    if (found == byType_.end()) continue;
    std::erase(found->second, &subscription);
    if (found->second.empty()) byType_.erase(found);
  }
}

void Session::publish(Event event, const Receiver* except, Application publisher, WallClock::time_point now) {
  lastUsed_ = now;
  event.sequence = ++lastSequence_;
  event.incarnation = incarnation_;
  if (publishers_.size() < kMaxPublishers) publishers_.insert(std::move(publisher));
  const auto shared = std::make_shared<const Event>(std::move(event));
  remember(shared);
  const auto found = byType_.find(shared->type);
  if (found == byType_.end()) return;
  for (const Subscription* subscription : found->second) {
    Receiver* receiver = subscription->receiver;
    if (receiver != nullptr && receiver != except) receiver->receive(*subscription, shared);
  }
}

void Session::remember(const EventPtr& event) {
  history_.push_back(event);
  historyById_[event->id] = event;
  historyBytes_ += event->notification.size();
}

void Session::trimHistory(std::size_t events, std::size_t bytes) {
  while (!history_.empty() && (history_.size() > events || historyBytes_ > bytes)) {
    historyBytes_ -= history_.front()->notification.size();
    historyById_.erase(history_.front()->id);
    history_.pop_front();
  }
}

const Event* Session::findInHistory(const std::string& eventId) const {
  const auto found = historyById_.find(eventId);
  return found == historyById_.end() ? nullptr : found->second.get();
}

}  // namespace cast::hub
