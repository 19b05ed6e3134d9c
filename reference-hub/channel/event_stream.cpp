#include "channel/event_stream.hpp"

#include <algorithm>

namespace cast::hub {
namespace {

constexpr const char* kPreamble = ": the stream is open\nretry: 2000\n\n";
constexpr const char* kGap =
    "event: cast-gap\ndata: {\"detail\":\"some events are no longer in the session's history: load the "
    "current "
    "state anew\"}\n\n";

}  // namespace

EventStream::EventStream(Connection& connection, Hub& hub, NotificationEncoder& encoder, IdentityPtr identity,
                         const ChannelLimits& limits)
    : connection_(connection),
      hub_(hub),
      encoder_(encoder),
      identity_(std::move(identity)),
      limits_(limits),
      lastSent_(LoopClock::now()) {
  ++hub_.metrics().eventStreams;
}

EventStream::~EventStream() {
  leave();
  --hub_.metrics().eventStreams;
}

void EventStream::serve(const Subscription& subscription, const std::string& lastEventId) {
  subscriptionId_ = subscription.id;
  lastEventId_ = lastEventId;
}

void EventStream::begin() {
  send(std::make_shared<const std::string>(kPreamble));
  const Subscription* subscription = hub_.sessions().findSubscription(subscriptionId_);
  if (subscription == nullptr) return connection_.finish();
  replay(*hub_.sessions().find(subscription->sessionId));
}

// What the session accepted after the client's last event or, without one, after the subscription was made.
void EventStream::replay(const Session& session) {
  const Subscription& subscription = *hub_.sessions().findSubscription(subscriptionId_);
  std::uint64_t after = subscription.since;
  bool isKnown = true;
  if (!lastEventId_.empty()) {
    const StreamPosition position = streamPosition(lastEventId_);
    isKnown = position.incarnation == session.incarnation();
    after = isKnown ? position.sequence : 0;
  }
  const auto& history = session.history();
  const std::uint64_t oldest = history.empty() ? session.lastSequence() + 1 : history.front()->sequence;
  if (!isKnown || after + 1 < oldest) send(std::make_shared<const std::string>(kGap));
  const auto& types = subscription.eventTypes;
  for (const EventPtr& event : history) {
    if (event->sequence > after && std::binary_search(types.begin(), types.end(), event->type)) {
      receive(subscription, event);
    }
  }
}

void EventStream::receive(const Subscription& subscription, const EventPtr& event) {
  if (!connection_.isOpen()) return;
  if (identity_->isExpired(WallClock::now())) return connection_.finish();
  OutputQueue::Bytes bytes = encoder_.eventStream(subscription, event);
  const auto isTooMuch = [&] {
    return connection_.queued() > 0 && connection_.queued() + bytes->size() > limits_.queue;
  };
  if (isTooMuch()) connection_.writeNow();
  if (isTooMuch()) {
    ++hub_.metrics().droppedTooSlow;
    hub_.log().warning("receiver too slow", {{"transport", "sse"},
                                             {"sessionId", event->sessionId},
                                             {"eventId", event->id},
                                             {"subject", identity_->sender.subject}});
    connection_.dropUnsent();
    send(std::make_shared<const std::string>(": closed, because too much was waiting to be read\n\n"));
    return connection_.finish();
  }
  ++hub_.metrics().sentEventStream;
  send(std::move(bytes));
}

void EventStream::send(OutputQueue::Bytes bytes) {
  lastSent_ = LoopClock::now();
  connection_.send(std::move(bytes));
}

void EventStream::tick(LoopClock::time_point now) {
  if (identity_->isExpired(WallClock::now())) return connection_.finish();
  if (now - lastSent_ >= limits_.keepAlive) send(std::make_shared<const std::string>(": still here\n\n"));
}

void EventStream::ended(const Subscription&, Ending) {
  subscriptionId_.clear();
  connection_.finish();
}

void EventStream::leave() {
  std::string id;
  id.swap(subscriptionId_);
  if (!id.empty()) hub_.disconnect(id);
}

}  // namespace cast::hub
