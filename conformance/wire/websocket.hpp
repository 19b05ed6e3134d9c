#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "wire/connection.hpp"
#include "wire/http_exchange.hpp"
#include "wire/transcript.hpp"
#include "wire/websocket_frame.hpp"

namespace cast::conformance {

/// How a WebSocket ended: with a close frame's code and reason, 1006 without one, or by a defect of the
/// server's.
struct WebSocketEnd {
  int code = 1006;
  std::string reason;
  std::string defect;  ///< what the server broke, when it did
  std::string words() const;
};

/// One WebSocket to the subject. A thread of its own reads: it answers pings and closes at once, whatever the
/// check is waiting for, and hands each message to the listener. Sending and waiting from any thread.
class WebSocket {
 public:
  struct Listener {
    std::function<void(const WebSocketEvent&)> onMessage;  ///< text and binary; called by the reading thread
    std::function<void(const WebSocketEnd&)> onEnd;        ///< once
  };

  /// Takes over a connection after a successful handshake; `rest` are the bytes that came with the answer.
  WebSocket(std::unique_ptr<Connection> connection, const std::string& rest, Recorder recorder,
            Listener listener);
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// Sends frames as they are. A server that is gone is no failure here: its end tells.
  void send(const std::vector<Frame>& frames, std::string_view summary, const Deadline& deadline);

  /// Takes a pong with these bytes; false when none came in time.
  bool awaitPong(const std::string& payload, const Deadline& deadline);
  std::optional<WebSocketEnd> awaitEnd(const Deadline& deadline);

  /// Sends a close frame unless one was sent.
  void sendClose(int code, const std::string& reason, const Deadline& deadline);
  void stall() { connection_->stall(); }  ///< reads no more
  void drop();                            ///< ends the TCP connection

 private:
  void read(std::string bytes);
  void take(const WebSocketEvent& event);
  void finish(const WebSocketEnd& end);
  void sendFrame(const Frame& frame, std::string_view summary, const Deadline& deadline);

  std::unique_ptr<Connection> connection_;
  Recorder recorder_;
  Listener listener_;
  WebSocketReader reader_;  ///< of the reading thread

  std::mutex sending_;  ///< frames of one message stay together
  bool closeSent_ = false;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> pongs_;
  std::optional<WebSocketEnd> end_;
  std::thread thread_;
};

/// The opening handshake's answer, judged by RFC 6455, 4.1. `key` is the Sec-WebSocket-Key that was sent.
/// Returns what is wrong with it, or nothing.
std::string handshakeDefect(const HttpMessage& answer, const std::string& key,
                            const std::string& offeredProtocols);

/// What a server answers a Sec-WebSocket-Key with (RFC 6455, 4.2.2).
std::string webSocketAcceptOf(const std::string& key);
/// Base64 (RFC 4648, 4) on one line.
std::string base64Of(const std::string& bytes);

/// A fresh Sec-WebSocket-Key.
std::string newWebSocketKey();

}  // namespace cast::conformance
