#include "hub/hub.hpp"

#include <algorithm>
#include <vector>

namespace cast::conformance::faults {
namespace {

constexpr Poco::Timestamp::TimeDiff kSecond = 1'000'000;  // in microseconds

bool wants(const Subscription& subscription, const Event& event) {
  const auto& types = subscription.eventTypes;
  return subscription.sessionId == event.sessionId &&
         std::find(types.begin(), types.end(), event.eventType) != types.end();
}

}  // namespace

void Hub::connect(const void* connection, std::function<bool()> hasHungUp) {
  const std::lock_guard lock(mutex_);
  connections_[connection] = std::move(hasHungUp);
}

Hub::Lease Hub::subscribe(Subscription subscription, Receive receive, Waiting waiting) {
  const std::lock_guard lock(mutex_);
  endThoseThatHungUp();
  subscription.id = "sub~" + std::to_string(++numbered_);
  subscription.earlier = static_cast<std::size_t>(std::count_if(
      subscriptions_.begin(), subscriptions_.end(),
      [&](const auto& entry) { return entry.second.subscription.sessionId == subscription.sessionId; }));
  hooks_.subscribes(subscription);
  std::erase_if(subscriptions_,
                [&](const auto& entry) { return hooks_.replaces(entry.second.subscription, subscription); });
  Lease lease{subscription.id, Poco::Timestamp() + subscription.leaseSeconds * kSecond};
  if (subscription.connection && !connections_.contains(subscription.connection)) return lease;  // it hung up
  subscriptions_[lease.subscriptionId] = {std::move(subscription), std::move(receive), std::move(waiting),
                                          lease.expires};
  return lease;
}

void Hub::unsubscribe(const std::string& subscriptionId) {
  const std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_,
                [&](const auto& entry) { return hooks_.ends(entry.second.subscription, subscriptionId); });
}

void Hub::disconnect(const void* connection) {
  const std::lock_guard lock(mutex_);
  end(connection);
}

void Hub::end(const void* connection) {
  if (connections_.erase(connection) == 0) return;
  std::erase_if(subscriptions_,
                [&](const auto& entry) { return hooks_.leaves(entry.second.subscription, connection); });
}

void Hub::endThoseThatHungUp() {
  std::vector<const void*> ended;
  for (const auto& [connection, hasHungUp] : connections_)
    if (hasHungUp()) ended.push_back(connection);
  for (const void* connection : ended) end(connection);
}

void Hub::publish(Event event) {
  const std::lock_guard lock(mutex_);
  endThoseThatHungUp();
  if (!hooks_.distributes(event)) return;
  const Poco::Timestamp now;
  std::erase_if(subscriptions_, [&](const auto& entry) {
    return hooks_.isOver(entry.second.subscription, entry.second.expires <= now);
  });
  for (const auto& [id, held] : subscriptions_) deliver(event, held);
}

void Hub::deliver(const Event& event, const Held& held) {
  Delivery delivery{.event = event,
                    .subscription = held.subscription,
                    .waiting = held.waiting(),
                    .copies = wants(held.subscription, event) ? 1 : 0};
  hooks_.delivers(delivery);
  if (delivery.copies == 0) return;
  delivery.members = event.members;
  if (auto converted = hooks_.converts(event, held.subscription))
    *find(delivery.members, "payload") = std::move(*converted);
  hooks_.notifies(delivery);
  const std::string text = writeObject(delivery.members);
  for (int copy = 0; copy < delivery.copies; ++copy) held.receive(text, delivery.late);
}

}  // namespace cast::conformance::faults
