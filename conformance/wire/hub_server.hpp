#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "wire/certificate.hpp"
#include "wire/http_message.hpp"
#include "wire/transcript.hpp"
#include "wire/websocket_frame.hpp"

namespace cast::conformance {

/// What a request is answered with, and what becomes of its connection.
struct HubAnswer {
  enum class Then {
    next,       ///< the next request may come
    close,      ///< the connection ends after the answer
    cut,        ///< it ends without one
    silence,    ///< no answer, ever
    webSocket,  ///< frames follow
    stream      ///< whatever `send` sends follows
  };
  std::string bytes;
  std::string summary;
  Then then = Then::next;
};

/// A server of the runner's for clients under test: HTTP/1.1, WebSocket and event streams on one port, over
/// TCP or TLS, every byte recorded. One thread of its own serves all connections and calls the listener. What
/// a connection sends and breaks is handed on, never thrown.
class HubServer {
 public:
  using Peer = int;  ///< numbers its connections from 1

  struct Listener {
    std::function<void(Peer)> onConnect;
    /// TLS only, once a connection: whether the client went on after it had seen the certificate, and in what
    /// words it broke off if not.
    std::function<void(Peer, bool talked, const std::string& how)> onHandshake;
    std::function<HubAnswer(Peer, const HttpMessage&)> onRequest;
    std::function<void(Peer, const WebSocketEvent&)> onFrame;
    /// Once, when the client ends a connection or breaks its protocol: `defect` says how.
    std::function<void(Peer, const std::string& defect)> onEnd;
  };

  /// `port` 0: any. Throws NetworkFailure.
  HubServer(const std::string& host, std::uint16_t port, const std::optional<Identity>& identity,
            Transcript& transcript, const std::string& name, Listener listener);
  ~HubServer();
  HubServer(const HubServer&) = delete;
  HubServer& operator=(const HubServer&) = delete;

  /// From now on the listener is called.
  void start();
  /// Ends its thread: the listener is not called any more.
  void stop();
  std::uint16_t port() const { return port_; }

  // From any thread:
  void send(Peer peer, const std::string& bytes, const std::string& summary);
  void closeWebSocket(Peer peer, int code, const std::string& reason);
  void drop(Peer peer);
  void dropAll();
  /// While away, what connects is dropped at once.
  void setAway(bool away);
  /// Returns when nothing is left to read of what its clients have sent until now. Not from a listener.
  void awaitQuiet();

 private:
  struct Connection;
  struct Implementation;
  void serve();
  void accept();
  void handle(Connection& connection, short events);
  void shake(Connection& connection);
  void read(Connection& connection);
  void take(Connection& connection, std::string bytes);
  void takeRequests(Connection& connection, std::string bytes);
  void welcomeBody(Connection& connection);
  void takeFrames(Connection& connection, const std::string& bytes);
  void answer(Connection& connection, const HttpMessage& request, const std::string& raw);
  void write(Connection& connection);
  void end(Connection& connection, const std::string& defect);
  void wake();

  std::unique_ptr<Implementation> implementation_;
  Recorder http_;
  Recorder webSocket_;
  Recorder stream_;
  Listener listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace cast::conformance
