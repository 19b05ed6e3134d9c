#pragma once
#include "link.hpp"
#include "websocket.hpp"

namespace cast::client {

/// Subscribes and publishes over one WebSocket. Its thread alone touches the socket: it reads, answers and
/// sends.
class WebSocketLink : public Link {
 public:
  using Link::Link;

 protected:
  void work() override;

 private:
  enum class Phase { working, closing };

  void subscribe(const std::string& subscriptionId);
  void serve();
  void publish();
  void take(const WebSocket::News& news);
  void takeMessage(const std::string& text);
  void takeResponse(const JsonObject& response);
  void takeError(const JsonObject& error);
  void takePong(const std::string& payload);
  void keepAlive();
  void endWhenDone();
  void unsubscribe();
  bool closing() const { return phase_ == Phase::closing; }
  Milliseconds nextTimer();

  std::unique_ptr<WebSocket> socket_;
  Phase phase_ = Phase::working;
  std::string subscriptionId_;  ///< on this connection; empty until the hub says it
  std::optional<BackOff::Clock::time_point> renewal_;
  BackOff::Clock::time_point lastNews_;
  bool pinged_ = false;  ///< since the last news
  bool over_ = false;
};

}  // namespace cast::client
