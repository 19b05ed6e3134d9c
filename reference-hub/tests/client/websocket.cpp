#include "client/websocket.hpp"

#include <stdexcept>

namespace cast::hub {
namespace {

std::string bigEndian(std::size_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i)
    text += static_cast<char>(value >> (8 * static_cast<unsigned>(i)) & 0xFFU);
  return text;
}

std::size_t fromBigEndian(const std::string& bytes) {
  std::size_t value = 0;
  for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string maskedFrame(int opcode, std::string_view payload, bool final) {
  constexpr std::string_view kMask = "\x12\x34\x56\x78";
  std::string frame(1, static_cast<char>((final ? 0x80 : 0) | opcode));
  const std::size_t size = payload.size();
  if (size <= 125) {
    frame += static_cast<char>(0x80U | size);
  } else if (size <= 0xFFFF) {
    frame += static_cast<char>(0x80 | 126) + bigEndian(size, 2);
  } else {
    frame += static_cast<char>(0x80 | 127) + bigEndian(size, 8);
  }
  frame += kMask;
  for (std::size_t i = 0; i < size; ++i) frame += static_cast<char>(payload[i] ^ kMask[i % 4]);
  return frame;
}

std::string handshakeText(const WebSocketClient::Options& options) {
  Headers headers = options.further;
  headers.insert(headers.end(), {{"Upgrade", "websocket"},
                                 {"Connection", "Upgrade"},
                                 {"Sec-WebSocket-Version", "13"},
                                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
  return requestText("GET", std::string(kBase) + "/ws" + options.query, options.token, "", headers);
}

WebSocketClient::WebSocketClient(int port, const Options& options) : wire_(port, options.receiveBuffer) {
  wire_.send(handshakeText(options));
  handshake_ = readReply(wire_);
}

void WebSocketClient::sendFrame(int opcode, std::string_view payload, bool final) {
  wire_.send(maskedFrame(opcode, payload, final));
}

void WebSocketClient::sendClose(int code, std::string_view reason) {
  sendFrame(8, bigEndian(static_cast<std::size_t>(code), 2).append(reason));
}

WebSocketClient::Frame WebSocketClient::readFrame() {
  const std::string head = wire_.read(2);
  const auto first = static_cast<unsigned char>(head[0]);
  const auto second = static_cast<unsigned char>(head[1]);
  if ((first & 0x70U) != 0 || (second & 0x80U) != 0) throw std::runtime_error("not a server's frame");
  std::size_t size = second;
  if (size >= 126) size = fromBigEndian(wire_.read(size == 126 ? 2 : 8));
  return {(first & 0x80U) != 0, static_cast<int>(first & 0x0FU), wire_.read(size)};
}

std::string WebSocketClient::read() {
  while (true) {
    Frame frame = readFrame();
    if (frame.opcode == 1) return std::move(frame.payload);
    if (frame.opcode == 8) throw std::runtime_error("closed: " + frame.payload.substr(2));
  }
}

WebSocketClient::Close WebSocketClient::readClose() {
  while (true) {
    const Frame frame = readFrame();
    if (frame.opcode != 8) continue;
    if (frame.payload.size() < 2) return {1005, ""};
    return {static_cast<int>(fromBigEndian(frame.payload.substr(0, 2))), frame.payload.substr(2)};
  }
}

std::string WebSocketClient::subscribe(const std::string& session, const std::string& types) {
  send("{\"action\":\"subscribe\"," + subscribeMembers(session, types) + "}");
  return stringOf(read(), "subscriptionId");
}

void WebSocketClient::publish(const std::string& eventId, const std::string& payload) {
  send("{\"action\":\"publish\",\"requestId\":1," + eventMembers(eventId, payload) + "}");
  const std::string response = read();
  if (stringOf(response, "eventId") != eventId) throw std::runtime_error("not the response: " + response);
}

}  // namespace cast::hub
