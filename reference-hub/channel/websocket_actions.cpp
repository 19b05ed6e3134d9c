// What a WebSocket's messages ask for: the actions of WebSocketConnection.
#include "channel/subscription_json.hpp"
#include "channel/websocket_connection.hpp"

namespace cast::hub {
namespace {

std::string actionMember(const std::string& action) { return "\"action\":" + jsonString(action); }

/// `requestId` as it came, to be given back.
std::string requestMember(const JsonObject& message) {
  const JsonMember* member = message.find("requestId");
  return member == nullptr ? std::string() : ",\"requestId\":" + std::string(member->text);
}

Rejection missingAction(const JsonObject& message) {
  if (message.find("action") == nullptr) {
    return {400, "missing-member", "A required member is missing",
            "`action` is missing: subscribe, unsubscribe or publish", "/action"};
  }
  return {400, "wrong-type", "A value of the wrong type", "`/action` must be a string", "/action"};
}

}  // namespace

void WebSocketConnection::act(const JsonObject& message) {
  const JsonMember* action = message.find("action");
  const std::string request = requestMember(message);
  if (action == nullptr || action->kind != JsonMember::Kind::String)
    return refuse(missingAction(message), request);
  const std::string further = "," + actionMember(action->string) + request;
  if (identity_->isExpired(WallClock::now())) return close(CloseCode::TokenExpired, "the token is expired");
  if (action->string == "subscribe") return subscribe(message, further);
  if (action->string == "unsubscribe") return unsubscribe(message, further);
  if (action->string == "publish") return publish(message, further);
  refuse({400, "unknown-action", "An unknown action", "`/action` must be subscribe, unsubscribe or publish",
          "/action"},
         further);
}

void WebSocketConnection::subscribe(const JsonObject& message, const std::string& further) {
  auto read = readSubscribe(message, identity_->sender);
  if (auto* rejection = std::get_if<Rejection>(&read)) return refuse(*rejection, further);
  auto& request = std::get<SubscribeRequest>(read);
  if (!request.callbackUrl.empty()) {
    return refuse({400, "invalid-value", "A value that can't be",
                   "`/callbackUrl` has no place here: notifications come on this connection", "/callbackUrl"},
                  further);
  }
  if (subscriptions_.size() >= limits_.subscriptions &&
      !hub_.sessions().renews(request, identity_->sender, Transport::WebSocket, this)) {
    return refuse(
        {429, "limit-reached", "A limit is reached",
         "a connection has at most " + std::to_string(limits_.subscriptions) + " subscriptions", ""},
        further);
  }
  auto subscribed = hub_.subscribe(request, *identity_, Transport::WebSocket, this);
  if (auto* rejection = std::get_if<Rejection>(&subscribed)) return refuse(*rejection, further);
  const auto& made = std::get<Sessions::Subscribed>(subscribed);
  if (!made.renewed) subscriptions_.push_back(made.subscription->id);
  respond(further.substr(1) + "," + subscriptionMembers(*made.subscription));
}

void WebSocketConnection::unsubscribe(const JsonObject& message, const std::string& further) {
  const JsonMember* id = message.find("subscriptionId");
  const JsonMember* session = message.find("sessionId");
  const JsonMember* which = id != nullptr ? id : session;
  if (which == nullptr) {
    return refuse(
        {400, "missing-member", "A required member is missing",
         "`subscriptionId` is missing: name the subscription to end, or `sessionId` to end all in a session",
         "/subscriptionId"},
        further);
  }
  if (which->kind != JsonMember::Kind::String) {
    return refuse({400, "wrong-type", "A value of the wrong type", "`/" + which->name + "` must be a string",
                   "/" + which->name},
                  further);
  }
  if (id == nullptr) return unsubscribeSession(session->string, further);
  if (auto fault = hub_.unsubscribe(id->string, *identity_)) {
    fault->pointer = "/subscriptionId";
    return refuse(*fault, further);
  }
  respond(further.substr(1) + ",\"subscriptionId\":" + std::string(id->text));
}

void WebSocketConnection::unsubscribeSession(const std::string& sessionId, const std::string& further) {
  const std::vector<std::string> mine = subscriptions_;  // ended() takes them out of the original
  std::string ended;
  for (const std::string& id : mine) {
    const Subscription* subscription = hub_.sessions().findSubscription(id);
    if (subscription == nullptr || subscription->sessionId != sessionId) continue;
    ended += (ended.empty() ? "" : ",") + jsonString(id);
    hub_.unsubscribe(id, *identity_);
  }
  if (ended.empty()) {
    return refuse(
        {404, "not-found", "Not found", "this connection has no subscription in that session", "/sessionId"},
        further);
  }
  respond(further.substr(1) + ",\"sessionId\":" + jsonString(sessionId) + ",\"subscriptionIds\":[" + ended +
          "]");
}

void WebSocketConnection::publish(const JsonObject& message, const std::string& further) {
  auto published = hub_.publish(message, *identity_, this);
  if (auto* rejection = std::get_if<Rejection>(&published)) return refuse(*rejection, further);
  if (message.find("requestId") == nullptr) return;
  const auto& done = std::get<Sessions::Published>(published);
  respond(further.substr(1) + ",\"eventId\":" + jsonString(done.eventId) +
          (done.duplicate ? ",\"duplicate\":true" : ""));
}

void WebSocketConnection::refuse(const Rejection& rejection, const std::string& further) {
  hub_.refused(rejection, "websocket");
  answer(frameOf(Opcode::Text, "{\"error\":" + problemJson(rejection, further) + "}"));
}

void WebSocketConnection::respond(const std::string& members) {
  answer(frameOf(Opcode::Text, "{\"response\":{" + members + "}}"));
}

}  // namespace cast::hub
