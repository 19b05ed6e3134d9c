#include "engine/client_hub.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/json_text.hpp"
#include "wire/http_exchange.hpp"
#include "wire/network_failure.hpp"
#include "wire/url.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kShown = 100;

bool isList(const Json& json, const char* member) {
  return json.is_object() && json.contains(member) && json.at(member).is_array();
}

/// One event of an event stream.
std::string streamEvent(const std::string& id, const std::string& text) {
  std::string bytes = id.empty() ? "" : "id: " + id + "\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) bytes += "data: " + line + "\n";
  return bytes + "\n";
}

}  // namespace

ClientHub::ClientHub(HubConduct conduct, Transcript& transcript, const std::string& name, Inbox& inbox)
    : conduct_(std::move(conduct)), transcript_(transcript), name_(name), inbox_(inbox) {
  HubServer::Listener listener;
  listener.onConnect = [this](HubServer::Peer) {
    const std::scoped_lock lock(mutex_);
    contact_ = true;
    attempts_.push_back(transcript_.elapsedMs());
    changed_.notify_all();
  };
  listener.onHandshake = [this](HubServer::Peer peer, bool talked, const std::string& how) {
    Json json = record("handshake", "tls", peer);
    json["outcome"] = talked ? "talked" : "refused";
    json["how"] = how;
    file(json);
  };
  listener.onRequest = [this](HubServer::Peer peer, const HttpMessage& request) {
    return onRequest(peer, request);
  };
  listener.onFrame = [this](HubServer::Peer peer, const WebSocketEvent& event) { onFrame(peer, event); };
  listener.onEnd = [this](HubServer::Peer peer, const std::string& defect) { onEnd(peer, defect); };
  server_ = std::make_unique<HubServer>(conduct_.host, conduct_.port, conduct_.identity, transcript, name,
                                        std::move(listener));
  server_->start();
}

ClientHub::~ClientHub() = default;

void ClientHub::end() { server_->stop(); }

std::string ClientHub::url() const {
  return (conduct_.identity ? "https://" : "http://") + conduct_.host + ":" +
         std::to_string(server_->port()) + "/cast/v1";
}

std::string ClientHub::webSocketUrl() const { return "ws" + url().substr(4) + "/ws"; }

void ClientHub::answer(const std::string& resource, const Script& script) {
  const std::scoped_lock lock(mutex_);
  scripts_[resource] = script;
}

std::optional<ClientHub::Script> ClientHub::scripted(const std::string& resource) {
  const std::scoped_lock lock(mutex_);
  const auto found = scripts_.find(resource);
  if (found == scripts_.end() || found->second.status == 200) return std::nullopt;
  const Script script = found->second;
  if (script.times > 0 && --found->second.times == 0) scripts_.erase(found);
  return script;
}

void ClientHub::setAway(bool away) {
  {
    const std::scoped_lock lock(mutex_);
    attempts_.clear();
  }
  server_->setAway(away);
  if (away) drop();
}

bool ClientHub::notify(const Notification& notification, const Deadline& deadline) {
  if (!awaitSubscription(deadline)) return false;
  std::set<HubServer::Peer> peers;
  std::set<std::string> callbacks;
  std::map<HubServer::Peer, std::string> kinds;
  std::string id = notification.id;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& each : subscriptions_) {
      if (each.peer != 0) peers.insert(each.peer);
      if (!each.callbackUrl.empty()) callbacks.insert(each.callbackUrl);
    }
    kinds = streams_;
    if (id.empty()) id = "event-" + std::to_string(++lastEvent_);
  }
  for (const HubServer::Peer peer : peers) {
    if (kinds[peer] == "sse")
      server_->send(peer, streamEvent(id, notification.text),
                    "event " + shortened(notification.text, kShown));
    else
      sendText(peer, notification.text, notification.opcode, notification.fragments);
  }
  for (const auto& callback : callbacks) call(callback, notification.text, deadline);
  return true;
}

/// A notification over HTTP; how it was taken is recorded.
void ClientHub::call(const std::string& callback, const std::string& text, const Deadline& deadline) {
  Json json = record("notified", "http", 0);
  json["status"] = 0;
  const auto url = parseUrl(callback, "");
  try {
    if (!url) throw NetworkFailure("'" + callback + "' is no URL");
    HttpRequest request{"POST", url->target, {}, text};
    request.headers.add("Host", url->endpoint.authority());
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Content-Length", std::to_string(text.size()));
    HttpExchange exchange(Connection::open(url->endpoint, deadline),
                          Recorder(transcript_, name_, Transport::callback));
    exchange.send(request.bytes(), "POST " + url->target, deadline);
    const HttpOutcome outcome = exchange.readAnswer(deadline);
    if (outcome.answered()) json["status"] = outcome.answer.status;
  } catch (const NetworkFailure& failure) {
    json["defect"] = failure.what();
  }
  file(json);
}

void ClientHub::sendText(HubServer::Peer peer, const std::string& text, unsigned kind, unsigned fragments) {
  std::string bytes;
  const std::size_t piece = text.size() / fragments + 1;
  for (unsigned i = 0; i < fragments; ++i) {
    Frame frame;
    frame.masked = false;
    frame.opcode = i == 0 ? kind : opcode::kContinuation;
    frame.final = i + 1 == fragments;
    const std::size_t begin = std::min(text.size(), i * piece);
    frame.payload = frame.final ? text.substr(begin) : text.substr(begin, piece);
    bytes += encodeFrame(frame, 0);
  }
  server_->send(peer, bytes, "text " + readableUtf8(shortened(text, kShown)));
}

bool ClientHub::sendRaw(const std::string& bytes, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_until(lock, deadline.at(), [&] { return !streams_.empty(); })) return false;
  for (const auto& [peer, kind] : streams_) server_->send(peer, bytes, "raw bytes");
  return true;
}

void ClientHub::close(int code, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  ++era_;
  for (const auto& [peer, kind] : streams_) {
    if (kind == "websocket")
      server_->closeWebSocket(peer, code, reason);
    else
      server_->drop(peer);
  }
}

void ClientHub::drop() {
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(subscriptions_, [](const Subscription& each) { return each.peer != 0; });
    streams_.clear();
    ++era_;
  }
  server_->dropAll();
}

void ClientHub::accept(const Json& event) {
  const std::scoped_lock lock(mutex_);
  accepted_.push_back({event.dump(), era_});
  changed_.notify_all();
}

void ClientHub::onFrame(HubServer::Peer peer, const WebSocketEvent& event) {
  switch (event.kind) {
    case WebSocketEvent::Kind::text:
      return onMessage(peer, event.payload);
    case WebSocketEvent::Kind::pong: {
      const std::scoped_lock lock(mutex_);
      pongs_[event.payload].insert(peer);
      changed_.notify_all();
      return;
    }
    case WebSocketEvent::Kind::close: {
      Json json = record("closed", "websocket", peer);
      json["code"] = event.code;
      file(json);
      return;
    }
    case WebSocketEvent::Kind::binary: {
      Json json = record("message", "websocket", peer);
      json["defect"] = "a binary message";
      file(json);
      return;
    }
    case WebSocketEvent::Kind::ping:
      return;
  }
}

void ClientHub::onMessage(HubServer::Peer peer, const std::string& text) {
  const JsonText read = readMessage(text);
  const Json& message = *read.value;
  const std::string action =
      message.is_object() && message.contains("action") && message.at("action").is_string()
          ? message.at("action").get<std::string>()
          : "";
  const bool known = action == "subscribe" || action == "publish" || action == "unsubscribe";
  Json json = record(known ? action : "message", "websocket", peer);
  {
    const std::scoped_lock lock(mutex_);
    json["token"] = tokens_[peer];
  }
  json[action == "publish" ? "event" : "json"] = message;
  if (!read.defect.empty()) json["defect"] = read.defect;
  const bool publishes = action == "publish";
  const std::string defect = publishes && read.defect.empty() ? eventDefect(message) : read.defect;
  json["status"] = defect.empty() ? 202 : 400;
  if (known && !defect.empty()) json["refused"] = defect;
  if (publishes && holdsToken(message)) json["tokenInEvent"] = true;
  if (publishes && defect.empty()) accept(message);
  std::string id;
  if (action == "subscribe" && defect.empty()) {
    json["subscriptionId"] = id = add({"", "websocket", peer, ""});
    json["forgotten"] = forgotten(message);
  }
  file(json);
  if (!conduct_.acknowledges || !known) return;
  Json response{{"action", action}};
  if (message.contains("requestId")) response["requestId"] = message.at("requestId");
  if (action == "subscribe") response.update(Json{{"subscriptionId", id}, {"expires", expiry()}});
  sendText(peer, Json{{"response", response}}.dump(), opcode::kText, 1);
}

/// The event types that were subscribed to before the hub ended connections last, and since then are not yet.
Json ClientHub::forgotten(const Json& subscription) {
  const std::scoped_lock lock(mutex_);
  auto& now = typesOf_[era_];
  if (isList(subscription, "eventTypes"))
    for (const auto& type : subscription.at("eventTypes"))
      if (type.is_string()) now.insert(type);
  Json missing = Json::array();
  for (const auto& [era, types] : typesOf_)
    for (const auto& type : types)
      if (!now.contains(type)) missing.push_back(type);
  return missing;
}

void ClientHub::onEnd(HubServer::Peer peer, const std::string& defect) {
  std::string via = "http";
  {
    const std::scoped_lock lock(mutex_);
    if (const auto stream = streams_.find(peer); stream != streams_.end()) via = stream->second;
    streams_.erase(peer);
    std::erase_if(subscriptions_, [&](const Subscription& each) { return each.peer == peer; });
    changed_.notify_all();
  }
  if (via == "http" && defect.empty()) return;
  Json json = record("gone", via, peer);
  if (!defect.empty()) json["defect"] = defect;
  file(json);
}

std::string ClientHub::add(Subscription subscription) {
  const std::scoped_lock lock(mutex_);
  for (auto& each : subscriptions_) {
    const bool same = !subscription.callbackUrl.empty() && each.callbackUrl == subscription.callbackUrl;
    if (!same && (subscription.id.empty() || each.id != subscription.id)) continue;
    return each.id;  // a renewal
  }
  if (subscription.id.empty()) subscription.id = "subscription-" + std::to_string(++lastSubscription_);
  subscriptions_.push_back(std::move(subscription));
  changed_.notify_all();
  return subscriptions_.back().id;
}

Json ClientHub::record(const std::string& what, const std::string& via, HubServer::Peer peer) const {
  return {{"what", what}, {"via", via}, {"peer", peer}, {"atMs", transcript_.elapsedMs()}};
}

void ClientHub::file(const Json& record) { inbox_.deliver(record.dump()); }

}  // namespace cast::conformance
