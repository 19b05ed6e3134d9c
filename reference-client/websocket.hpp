#pragma once
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "byte_stream.hpp"
#include "hub_access.hpp"
#include "net/websocket_frame.hpp"

namespace cast::client {

/// A client's WebSocket (RFC 6455). Used by one thread; pings are answered while reading.
class WebSocket {
 public:
  static constexpr std::size_t kLongestMessage = 16UL * 1024 * 1024;

  /// Shakes hands. Throws Refused and Poco::Exception.
  explicit WebSocket(const HubAccess& access);

  int descriptor() const { return stream_->descriptor(); }
  bool pending() { return stream_->pending(); }

  struct News {
    std::vector<std::string> messages;
    std::vector<std::string> pongs;
    std::string ended;  ///< how, when it has ended
    unsigned code = 0;  ///< of the hub's close frame; 0 for none
  };
  /// Reads what is there and answers what has to be answered.
  News read();

  void sendText(std::string_view text) { send(hub::Opcode::Text, text); }
  void sendPing(std::string_view payload) { send(hub::Opcode::Ping, payload); }
  void sendClose(hub::CloseCode code, const std::string& reason);
  void drop() { stream_->close(); }

 private:
  void handshake(const HubAccess& access);
  void send(hub::Opcode opcode, std::string_view payload);
  void sendFrame(std::string frame);
  bool takeFrame(News& news);
  std::string frameDefect(const hub::FrameHeader& header) const;
  void takeControl(const hub::FrameHeader& header, const std::string& payload, News& news);
  void fail(hub::CloseCode code, const std::string& defect, News& news);

  std::unique_ptr<ByteStream> stream_;
  std::string bytes_;
  std::string message_;
  bool inMessage_ = false;
  bool closeSent_ = false;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace cast::client
