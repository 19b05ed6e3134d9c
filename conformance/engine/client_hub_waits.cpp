// What the runner's hub waits for.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/client_hub.hpp"
#include "engine/json_text.hpp"

namespace cast::conformance {

std::vector<double> ClientHub::awaitAttempts(std::size_t count, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline.at(), [&] { return attempts_.size() >= count; });
  return attempts_;
}

bool ClientHub::awaitContact(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline.at(), [&] { return contact_ || gone_; });
  if (contact_) return true;
  lock.unlock();
  server_->awaitQuiet();  // what a client that has ended did before may still come in
  lock.lock();
  return contact_;
}

void ClientHub::clientIsGone() {
  const std::scoped_lock lock(mutex_);
  gone_ = true;
  changed_.notify_all();
}

bool ClientHub::awaitSubscription(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline.at(), [&] {
    return std::any_of(subscriptions_.begin(), subscriptions_.end(),
                       [](const Subscription& each) { return each.peer != 0 || !each.callbackUrl.empty(); });
  });
}

/// With the mutex held.
std::set<HubServer::Peer> ClientHub::sendPings(const std::string& payload) {
  std::set<HubServer::Peer> asked;
  Frame frame;
  frame.masked = false;
  frame.opcode = opcode::kPing;
  frame.payload = payload;
  pongs_[payload].clear();
  for (const auto& [peer, kind] : streams_) {
    if (kind != "websocket") continue;
    asked.insert(peer);
    server_->send(peer, encodeFrame(frame, 0), "ping " + payload);
  }
  return asked;
}

bool ClientHub::ping(const std::string& payload, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  const auto isWebSocket = [](const auto& each) { return each.second == "websocket"; };
  if (!changed_.wait_until(lock, deadline.at(),
                           [&] { return std::any_of(streams_.begin(), streams_.end(), isWebSocket); }))
    return false;
  const auto asked = sendPings(payload);
  return changed_.wait_until(lock, deadline.at(), [&] {
    const auto& came = pongs_[payload];
    return std::includes(came.begin(), came.end(), asked.begin(), asked.end());
  });
}

void ClientHub::settle(bool ends, const Deadline& deadline) {
  {
    std::unique_lock lock(mutex_);
    if (ends) changed_.wait_until(lock, deadline.at(), [&] { return gone_; });
    const std::string payload = "settled " + std::to_string(++settled_);
    const auto asked = sendPings(payload);
    changed_.wait_until(lock, deadline.at(), [&] {
      return gone_ || std::all_of(asked.begin(), asked.end(), [&](HubServer::Peer peer) {
               return pongs_[payload].contains(peer) || !streams_.contains(peer);
             });
    });
  }
  server_->awaitQuiet();
}

std::map<std::string, int> ClientHub::awaitPublished(std::size_t count, const std::string& pointer,
                                                     const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  std::map<std::string, int> found;
  const auto look = [&] {
    found.clear();
    std::map<std::pair<std::string, int>, int> inOneEra;
    for (const auto& [event, era] : accepted_) {
      const JsonText read = readJson(event);
      const Json* value = valueAt(*read.value, pointer);
      const std::string identity = value == nullptr ? "nothing at " + pointer : compact(*value);
      found[identity] = std::max(found[identity], ++inOneEra[{identity, era}]);
    }
    return found.size() >= count;
  };
  if (changed_.wait_until(lock, deadline.at(), [&] { return look() || gone_; }) && !look()) {
    lock.unlock();
    server_->awaitQuiet();  // what it sent before it ended may still come in
    lock.lock();
    look();
  }
  return found;
}

}  // namespace cast::conformance
