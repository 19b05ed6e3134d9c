#include "websocket.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/String.h>

#include <array>
#include <sstream>
#include <utility>

namespace cast::client {
namespace {

using hub::CloseCode;
using hub::FrameHeader;
using hub::Opcode;

constexpr std::size_t kLongestControl = 125;

std::string newKey(std::mt19937& random) {
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes += static_cast<char>(random() & 0xFFU);
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder << bytes;
  encoder.close();
  return text.str();
}

}  // namespace

WebSocket::WebSocket(const HubAccess& access) { handshake(access); }

void WebSocket::handshake(const HubAccess& access) {
  using Poco::Net::HTTPResponse;
  const Poco::URI uri = access.webSocket();
  const auto session = access.session(uri);
  auto request = access.request("GET", uri);
  const std::string key = newKey(random_);
  request.set("Connection", "Upgrade");
  request.set("Upgrade", "websocket");
  request.set("Sec-WebSocket-Version", "13");
  request.set("Sec-WebSocket-Key", key);
  session->setKeepAlive(true);
  session->sendRequest(request);
  HTTPResponse response;
  session->receiveResponse(response);
  if (response.getStatus() != HTTPResponse::HTTP_SWITCHING_PROTOCOLS)
    throw Refused(response.getStatus(), "the hub answered " + std::to_string(response.getStatus()) + " " +
                                            response.getReason() + " to the WebSocket");
  if (response.get("Sec-WebSocket-Accept", "") != hub::acceptKey(key))
    throw Refused(0, "the hub's Sec-WebSocket-Accept is not the answer to our key");
  stream_ = std::make_unique<ByteStream>(*session);
}

WebSocket::News WebSocket::read() {
  News news;
  const std::string bytes = stream_->read();
  if (bytes.empty()) {
    news.ended = "the connection ended without a close frame";
    return news;
  }
  bytes_ += bytes;
  while (news.ended.empty() && takeFrame(news)) {
  }
  return news;
}

/// False until a whole frame is there.
bool WebSocket::takeFrame(News& news) {
  const auto header = hub::readFrameHeader(bytes_);
  if (!header) return false;
  if (const std::string defect = frameDefect(*header); !defect.empty()) {
    fail(CloseCode::ProtocolError, defect, news);
    return false;
  }
  if (header->payloadSize > kLongestMessage || message_.size() + header->payloadSize > kLongestMessage) {
    fail(CloseCode::TooLarge, "a message of more than 16 MiB", news);
    return false;
  }
  if (bytes_.size() < header->headerSize + header->payloadSize) return false;
  std::string payload = bytes_.substr(header->headerSize, header->payloadSize);
  bytes_.erase(0, header->headerSize + header->payloadSize);
  if (header->isControl()) {
    takeControl(*header, payload, news);
    return true;
  }
  if (header->opcode == Opcode::Binary) {
    fail(CloseCode::UnsupportedData, "a binary message", news);
    return false;
  }
  message_ += payload;
  inMessage_ = !header->final;
  if (header->final) news.messages.push_back(std::exchange(message_, {}));
  return true;
}

std::string WebSocket::frameDefect(const FrameHeader& header) const {
  if (header.masked) return "a masked frame";
  if (header.reserved != 0) return "reserved bits";
  if (!header.proper) return "a length that is longer than need be";
  switch (header.opcode) {
    case Opcode::Close:
    case Opcode::Ping:
    case Opcode::Pong:
      return header.final && header.payloadSize <= kLongestControl ? ""
                                                                   : "a control frame in parts or too long";
    case Opcode::Continuation:
      return inMessage_ ? "" : "a continuation of nothing";
    case Opcode::Text:
    case Opcode::Binary:
      return inMessage_ ? "a message within a message" : "";
  }
  return "an unknown opcode";
}

void WebSocket::takeControl(const FrameHeader& header, const std::string& payload, News& news) {
  if (header.opcode == Opcode::Ping) return send(Opcode::Pong, payload);
  if (header.opcode == Opcode::Pong) {
    news.pongs.push_back(payload);
    return;
  }
  if (payload.size() >= 2)
    news.code = static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]);
  const std::string reason = payload.size() > 2 ? " (" + payload.substr(2) + ")" : "";
  news.ended = "the hub closed" + (news.code == 0 ? "" : " with code " + std::to_string(news.code)) + reason;
  if (!closeSent_) send(Opcode::Close, payload.substr(0, 2));
  closeSent_ = true;
}

void WebSocket::fail(CloseCode code, const std::string& defect, News& news) {
  news.ended = "the hub sent " + defect;
  sendClose(code, defect);
}

void WebSocket::sendClose(CloseCode code, const std::string& reason) {
  if (std::exchange(closeSent_, true)) return;
  sendFrame(hub::closeFrame(code, reason));
}

void WebSocket::send(Opcode opcode, std::string_view payload) { sendFrame(hub::frameOf(opcode, payload)); }

/// Masks an unmasked frame: a client's frames are masked, each with a mask of its own (5.3).
void WebSocket::sendFrame(std::string frame) {
  const std::size_t headerSize = hub::readFrameHeader(frame)->headerSize;
  const auto number = static_cast<std::uint32_t>(random_());
  std::array<std::uint8_t, 4> mask{};
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = static_cast<std::uint8_t>(number >> (8 * i));
  hub::unmask(frame.data() + headerSize, frame.size() - headerSize, mask);
  frame[1] = static_cast<char>(static_cast<unsigned char>(frame[1]) | 0x80U);
  frame.insert(headerSize, reinterpret_cast<const char*>(mask.data()), mask.size());
  stream_->write(frame);
}

}  // namespace cast::client
