#pragma once
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "wire/http_message.hpp"

namespace cast::conformance::tests {

/// A hub for one scenario, on a free port: the scenario says what it answers. A thread per connection,
/// which serves one request after the other.
class ScriptedHub {
 public:
  /// The bytes that answer a request; empty: the connection is closed without an answer.
  using Answer = std::function<std::string(const HttpMessage&)>;

  explicit ScriptedHub(Answer answer);
  virtual ~ScriptedHub();
  ScriptedHub(const ScriptedHub&) = delete;
  ScriptedHub& operator=(const ScriptedHub&) = delete;

  std::string url() const;  ///< the base URL, .../cast/v1

 protected:
  /// Called with the connection after a WebSocket handshake, until it returns.
  virtual void serveWebSocket(Poco::Net::StreamSocket& socket);
  void stop();  ///< ends and joins all threads; derived classes call it in their destructor

 private:
  void accept();
  void serve(Poco::Net::StreamSocket& socket);

  Answer answer_;
  Poco::Net::ServerSocket listener_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::list<Poco::Net::StreamSocket> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A whole answer with a Content-Length.
std::string answerWith(int status, const std::string& body, const std::string& type = "application/json");

/// The least a hub does over WebSocket and HTTP: every event goes to every other connection. `rewrite` may
/// spoil what it sends: it makes the bytes (frame and all) of a notification.
class SmallHub : public ScriptedHub {
 public:
  using Rewrite = std::function<std::string(const std::string& notification)>;
  explicit SmallHub(Rewrite rewrite = {});
  ~SmallHub() override;

 private:
  void serveWebSocket(Poco::Net::StreamSocket& socket) override;
  std::string answer(const HttpMessage& request);
  void notify(const std::string& event, const Poco::Net::StreamSocket* publisher);

  Rewrite rewrite_;
  std::mutex receiving_;
  std::list<Poco::Net::StreamSocket> receivers_;
};

}  // namespace cast::conformance::tests
