#include "hub.hpp"

namespace cast::hub {

Hub::Hub(SessionLimits limits, const Variants& variants, Log& log)
    : sessions_(limits), variants_(variants), log_(log) {}

std::variant<Sessions::Subscribed, Rejection> Hub::subscribe(const JsonObject& body,
                                                             const Identity& identity) {
  auto read = readSubscribe(body, identity.sender);
  if (auto* rejection = std::get_if<Rejection>(&read)) return *rejection;
  const auto& request = std::get<SubscribeRequest>(read);
  if (request.callbackUrl.empty()) return subscribe(request, identity, Transport::Pending, nullptr);
  return subscribe(request, identity, Transport::Webhook, webhooks_);
}

std::variant<Sessions::Subscribed, Rejection> Hub::subscribe(const SubscribeRequest& request,
                                                             const Identity& identity, Transport transport,
                                                             Receiver* receiver) {
  if (auto fault = faultOfState()) return *fault;
  if (auto fault = faultOfRead(identity)) return *fault;
  auto subscribed = sessions_.subscribe(request, identity.sender, transport, receiver, WallClock::now());
  if (const auto* made = std::get_if<Sessions::Subscribed>(&subscribed)) log_.subscribed(*made->subscription);
  return subscribed;
}

std::variant<const Subscription*, Rejection> Hub::attach(const std::string& subscriptionId,
                                                         const Identity& identity, Receiver& receiver) {
  if (auto fault = faultOfState()) return *fault;
  if (auto fault = faultOfRead(identity)) return *fault;
  return sessions_.attach(subscriptionId, identity.sender, receiver, WallClock::now());
}

std::optional<Rejection> Hub::unsubscribe(const std::string& subscriptionId, const Identity& identity) {
  if (auto fault = faultOfRead(identity)) return fault;
  auto fault = sessions_.unsubscribe(subscriptionId, identity.sender, WallClock::now());
  if (!fault)
    log_.info("unsubscribed", {{"subscriptionId", subscriptionId}, {"subject", identity.sender.subject}});
  return fault;
}

std::variant<Sessions::Published, Rejection> Hub::publish(const JsonObject& message, const Identity& identity,
                                                          const Receiver* own) {
  if (auto fault = faultOfState()) return *fault;
  if (auto fault = faultOfWrite(identity)) return *fault;
  auto read = readPublish(message, identity.sender);
  if (auto* rejection = std::get_if<Rejection>(&read)) return *rejection;
  const auto& request = std::get<PublishRequest>(read);
  if (auto fault = variants_.validate(request.eventType, request.payload)) return *fault;
  auto published = sessions_.publish(request, request.echo ? nullptr : own, WallClock::now());
  if (const auto* done = std::get_if<Sessions::Published>(&published)) {
    ++(done->duplicate ? metrics_.eventsRepeated : metrics_.eventsAccepted);
    log_.debug("published", {{"eventId", done->eventId},
                             {"eventType", request.eventType},
                             {"sessionId", request.sessionId},
                             {"subject", identity.sender.subject}});
  }
  return published;
}

void Hub::disconnect(const std::string& subscriptionId) {
  sessions_.disconnect(subscriptionId, WallClock::now());
}

void Hub::drop(const std::string& subscriptionId) { sessions_.drop(subscriptionId, WallClock::now()); }

void Hub::expire() { sessions_.expire(WallClock::now()); }

void Hub::refused(const Rejection& rejection, std::string_view transport) {
  ++metrics_.rejected[rejection.kind];
  log_.info(
      "refused",
      {{"kind", rejection.kind}, {"pointer", rejection.pointer}, {"transport", std::string(transport)}});
}

std::optional<Rejection> Hub::faultOfState() const {
  if (!stopping_) return std::nullopt;
  return Rejection{503, "unavailable", "The hub is stopping", "the hub is stopping: connect again shortly",
                   ""};
}

}  // namespace cast::hub
