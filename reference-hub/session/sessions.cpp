#include "session/sessions.hpp"

#include <algorithm>

#include "session/identifier.hpp"

namespace cast::hub {
namespace {

Rejection noSubscription(const std::string& id, const std::string& pointer = {}) {
  return {404, "not-found", "Not found",
          "there is no subscription `" + id + "` of yours: it ended or never was", pointer};
}

Rejection limitReached(const std::string& what, std::size_t limit) {
  return {429, "limit-reached", "A limit is reached",
          "the hub holds " + std::to_string(limit) + " " + what + " and takes no more now", ""};
}

}  // namespace

Sessions::Sessions(SessionLimits limits) : limits_(limits) {}

std::variant<Sessions::Subscribed, Rejection> Sessions::subscribe(const SubscribeRequest& request,
                                                                  const Sender& sender, Transport transport,
                                                                  Receiver* receiver,
                                                                  WallClock::time_point now) {
  if (Subscription* existing = renewable(request, sender, transport, receiver)) {
    return renew(*existing, request, now);
  }
  if (!request.subscriptionId.empty()) return noSubscription(request.subscriptionId, "/subscriptionId");
  if (subscriptions_.size() >= limits_.subscriptions)
    return limitReached("subscriptions", limits_.subscriptions);
  auto session = sessionFor(request.sessionId, now);
  if (auto* rejection = std::get_if<Rejection>(&session)) return *rejection;

  auto made = std::make_unique<Subscription>();
  made->ordinal = ++lastSubscription_;
  made->id = newIdentifier("sub-");
  made->sessionId = request.sessionId;
  made->owner = sender.subject;
  made->eventTypes = request.eventTypes;
  made->preferredFormats = request.preferredFormats;
  made->userId = request.userId;
  made->source = request.source;
  made->callbackUrl = request.callbackUrl;
  made->transport = transport;
  made->receiver = receiver;
  Subscription& subscription = *made;
  subscriptions_.emplace(subscription.id, std::move(made));
  ++counts_[transport];
  setLease(subscription, request, now);
  std::get<Session*>(session)->add(subscription, now);
  return Subscribed{&subscription, false};
}

// The subscription that the request means: the one it names, or one that is the same in everything that
// counts.
Subscription* Sessions::renewable(const SubscribeRequest& request, const Sender& sender, Transport transport,
                                  const Receiver* receiver) const {
  const auto isMeant = [&](const Subscription& s) {
    return s.receiver == receiver && s.transport == transport && s.owner == sender.subject &&
           s.sessionId == request.sessionId;
  };
  if (!request.subscriptionId.empty()) {
    const auto found = subscriptions_.find(request.subscriptionId);
    return found != subscriptions_.end() && isMeant(*found->second) ? found->second.get() : nullptr;
  }
  const auto session = sessions_.find(request.sessionId);
  if (session == sessions_.end() || transport == Transport::Pending) return nullptr;
  for (Subscription* s : session->second->subscriptions()) {
    if (isMeant(*s) && s->callbackUrl == request.callbackUrl && s->eventTypes == request.eventTypes &&
        s->preferredFormats == request.preferredFormats && s->userId == request.userId &&
        s->source == request.source) {
      return s;
    }
  }
  return nullptr;
}

std::variant<Sessions::Subscribed, Rejection> Sessions::renew(Subscription& subscription,
                                                              const SubscribeRequest& request,
                                                              WallClock::time_point now) {
  Session& session = *sessions_.at(subscription.sessionId);
  if (subscription.eventTypes != request.eventTypes) {
    const std::uint64_t since = subscription.since;
    session.remove(subscription, now);
    subscription.eventTypes = request.eventTypes;
    session.add(subscription, now);
    subscription.since = since;
  }
  subscription.preferredFormats = request.preferredFormats;
  if (!request.callbackUrl.empty()) subscription.callbackUrl = request.callbackUrl;
  setLease(subscription, request, now);
  return Subscribed{&subscription, true};
}

void Sessions::setLease(Subscription& subscription, const SubscribeRequest& request,
                        WallClock::time_point now) {
  leases_.erase({subscription.expires, subscription.id});
  const auto wish = std::chrono::seconds(request.leaseSeconds.value_or(limits_.lease.count()));
  subscription.expires = now + std::min(wish, limits_.lease);
  const bool connected =
      subscription.transport == Transport::WebSocket || subscription.transport == Transport::EventStream;
  subscription.leased = request.leaseSeconds.has_value() || !connected;
  leases_.insert({subscription.expires, subscription.id});
}

std::variant<const Subscription*, Rejection> Sessions::attach(const std::string& subscriptionId,
                                                              const Sender& sender, Receiver& receiver,
                                                              WallClock::time_point now) {
  const auto found = subscriptions_.find(subscriptionId);
  if (found == subscriptions_.end() || found->second->owner != sender.subject ||
      found->second->expires <= now) {
    return noSubscription(subscriptionId);
  }
  Subscription& subscription = *found->second;
  if (subscription.transport != Transport::Pending) {
    return Rejection{
        409, "conflict", "Already in use",
        "the subscription is delivered over " + std::string(nameOf(subscription.transport)) + " already",
        "/subscriptionId"};
  }
  --counts_[subscription.transport];
  subscription.transport = Transport::EventStream;
  ++counts_[subscription.transport];
  subscription.receiver = &receiver;
  return &subscription;
}

std::optional<Rejection> Sessions::unsubscribe(const std::string& subscriptionId, const Sender& sender,
                                               WallClock::time_point now) {
  const auto found = subscriptions_.find(subscriptionId);
  if (found == subscriptions_.end() || found->second->owner != sender.subject)
    return noSubscription(subscriptionId);
  end(*found->second, Ending::Unsubscribed, now);
  return std::nullopt;
}

void Sessions::disconnect(const std::string& subscriptionId, WallClock::time_point now) {
  const auto found = subscriptions_.find(subscriptionId);
  if (found == subscriptions_.end()) return;
  found->second->receiver = nullptr;  // it is the one that says so
  end(*found->second, Ending::Disconnected, now);
}

void Sessions::drop(const std::string& subscriptionId, WallClock::time_point now) {
  const auto found = subscriptions_.find(subscriptionId);
  if (found != subscriptions_.end()) end(*found->second, Ending::TooSlow, now);
}

void Sessions::end(Subscription& subscription, Ending why, WallClock::time_point now) {
  leases_.erase({subscription.expires, subscription.id});
  sessions_.at(subscription.sessionId)->remove(subscription, now);
  --counts_[subscription.transport];
  const auto node = subscriptions_.extract(subscription.id);
  if (subscription.receiver != nullptr) subscription.receiver->ended(subscription, why);
}

std::variant<Sessions::Published, Rejection> Sessions::publish(const PublishRequest& request,
                                                               const Receiver* own,
                                                               WallClock::time_point now) {
  endLeases(now);
  auto found = sessionFor(request.sessionId, now);
  if (auto* rejection = std::get_if<Rejection>(&found)) return *rejection;
  Session& session = *std::get<Session*>(found);
  const std::size_t fingerprint = std::hash<std::string>{}(request.members);
  if (const Event* earlier = request.eventId.empty() ? nullptr : session.findInHistory(request.eventId)) {
    if (earlier->fingerprint == fingerprint) return Published{request.eventId, true};
    return Rejection{409, "conflict", "An event id used again",
                     "`/eventId` belongs to another event of this session: choose a new one", "/eventId"};
  }
  Event event;
  event.ordinal = ++lastOrdinal_;
  event.id = request.eventId.empty() ? newIdentifier("evt-") : request.eventId;
  event.type = request.eventType;
  event.sessionId = request.sessionId;
  event.notification = "{\"eventId\":" + jsonString(event.id);
  event.payloadBegin = event.notification.size() + request.payloadAt;
  event.payloadSize = request.payload.size();
  event.notification.append(request.members).append("}");
  event.fingerprint = fingerprint;
  Published published{event.id, false};
  const std::size_t before = session.historyBytes();
  session.publish(std::move(event), own, {request.userId, request.source}, now);
  trimHistory(session, before);
  return published;
}

// When all histories together are too large, the largest loses its oldest events: a busy session costs the
// others nothing.
void Sessions::trimHistory(Session& session, std::size_t before) {
  shrinkHistory(session, before, limits_.historyEvents, limits_.historyBytes);
  while (historyBytes_ > limits_.allHistoryBytes) {
    Session& largest = *histories_.rbegin()->second;
    const std::size_t bytes = largest.historyBytes();
    const std::size_t excess = historyBytes_ - limits_.allHistoryBytes;
    shrinkHistory(largest, bytes, limits_.historyEvents, bytes - std::min(excess, bytes));
  }
}

void Sessions::shrinkHistory(Session& session, std::size_t before, std::size_t events, std::size_t bytes) {
  session.trimHistory(events, bytes);
  const std::size_t after = session.historyBytes();
  historyBytes_ = historyBytes_ - before + after;
  if (before == after) return;
  histories_.erase({before, &session});
  if (after > 0) histories_.insert({after, &session});
}

void Sessions::forgetHistory(Session& session) {
  historyBytes_ -= session.historyBytes();
  histories_.erase({session.historyBytes(), &session});
}

std::variant<Session*, Rejection> Sessions::sessionFor(const std::string& id, WallClock::time_point now) {
  const auto found = sessions_.find(id);
  if (found != sessions_.end()) return found->second.get();
  if (sessions_.size() >= limits_.sessions) return limitReached("sessions", limits_.sessions);
  return sessions_.emplace(id, std::make_unique<Session>(id, now)).first->second.get();
}

void Sessions::expire(WallClock::time_point now) {
  endLeases(now);
  endIdle(now);
}

void Sessions::endLeases(WallClock::time_point now) {
  while (!leases_.empty() && leases_.begin()->first <= now) {
    Subscription& subscription = *subscriptions_.at(leases_.begin()->second);
    if (subscription.leased) {
      end(subscription, Ending::Expired, now);
    } else {
      setLease(subscription, {}, now);
    }
  }
}

void Sessions::endIdle(WallClock::time_point now) {
  std::erase_if(sessions_, [&](const auto& entry) {
    Session& session = *entry.second;
    if (!session.isEmpty() || session.lastUsed() + limits_.idle > now) return false;
    forgetHistory(session);
    return true;
  });
}

std::optional<WallClock::time_point> Sessions::nextExpiry() const {
  std::optional<WallClock::time_point> next;
  if (!leases_.empty()) next = leases_.begin()->first;
  return next;
}

const Session* Sessions::find(const std::string& sessionId) const {
  const auto found = sessions_.find(sessionId);
  return found == sessions_.end() ? nullptr : found->second.get();
}

const Subscription* Sessions::findSubscription(const std::string& subscriptionId) const {
  const auto found = subscriptions_.find(subscriptionId);
  return found == subscriptions_.end() ? nullptr : found->second.get();
}

std::size_t Sessions::subscriptionCount(Transport transport) const {
  const auto found = counts_.find(transport);
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace cast::hub
