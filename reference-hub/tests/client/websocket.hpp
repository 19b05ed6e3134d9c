#pragma once
#include <string>
#include <string_view>

#include "client/http.hpp"
#include "client/wire.hpp"

namespace cast::hub {

/// A WebSocket client that can also do what none should.
class WebSocketClient {
 public:
  struct Frame {
    bool final = true;
    int opcode = 0;
    std::string payload;
  };
  struct Close {
    int code = 0;
    std::string reason;
  };
  struct Options {
    std::string token = "all";  ///< in the Authorization header; empty: none
    std::string query;          ///< behind /ws, with its question mark
    Headers further;
    int receiveBuffer = 0;
  };

  explicit WebSocketClient(int port) : WebSocketClient(port, Options()) {}
  WebSocketClient(int port, const Options& options);

  const HttpReply& handshake() const { return handshake_; }
  Wire& wire() { return wire_; }

  void send(std::string_view text) { sendFrame(1, text); }
  void sendFrame(int opcode, std::string_view payload, bool final = true);
  void sendClose(int code, std::string_view reason = "");

  Frame readFrame();
  /// The next text message; pings are passed over, a close throws.
  std::string read();
  /// Reads up to the close frame and answers it. Messages before it are thrown away.
  Close readClose();

  /// Subscribes and waits for the response; the subscription's id.
  std::string subscribe(const std::string& session = "s", const std::string& types = "\"test:event\"");
  /// Publishes and waits for the response, while no notification comes.
  void publish(const std::string& eventId, const std::string& payload = "{}");

 private:
  Wire wire_;
  HttpReply handshake_;
};

/// A masked frame's bytes.
std::string maskedFrame(int opcode, std::string_view payload, bool final = true);
std::string handshakeText(const WebSocketClient::Options& options);

}  // namespace cast::hub
