#include "wire/websocket_frame.hpp"

#include <utility>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

unsigned byteOf(const std::string& bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

void appendNumber(std::string& bytes, std::uint64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    bytes += static_cast<char>((number >> shift) & 0xFF);
}

constexpr std::size_t kMaskSize = 4;

void applyMask(std::string& payload, std::string_view key) {
  for (std::size_t i = 0; i < payload.size(); ++i)
    payload[i] = static_cast<char>(payload[i] ^ key[i % kMaskSize]);
}

bool isControl(unsigned code) { return (code & 0x8) != 0; }

bool isCloseCode(unsigned code) {  // RFC 6455, 7.4; 1012 to 1014 were registered later
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

std::string encodeFrame(const Frame& frame, std::uint32_t mask) {
  std::string bytes;
  bytes += static_cast<char>((frame.final ? 0x80U : 0U) | (frame.reserved << 4) | frame.opcode);
  const unsigned maskBit = frame.masked ? 0x80U : 0U;
  const std::size_t length = frame.payload.size();
  if (length < 126) {
    bytes += static_cast<char>(maskBit | length);
  } else if (length <= 0xFFFF) {
    bytes += static_cast<char>(maskBit | 126U);
    appendNumber(bytes, length, 2);
  } else {
    bytes += static_cast<char>(maskBit | 127U);
    appendNumber(bytes, length, 8);
  }
  if (!frame.masked) return bytes + frame.payload;
  std::string key;
  appendNumber(key, mask, 4);
  bytes += key;
  std::string payload = frame.payload;
  applyMask(payload, key);
  return bytes + payload;
}

void WebSocketReader::feed(std::string_view bytes) {
  if (!defect_.empty()) return;
  pending_ += bytes;
  std::size_t at = 0;  // frames are taken from the front in one go, not one erase each
  std::string rest = std::move(pending_);
  for (;;) {
    pending_ = rest.substr(at, 14);
    const auto head = readHead();
    if (!head || rest.size() - at < head->size + head->length) break;
    std::string payload = rest.substr(at + head->size, static_cast<std::size_t>(head->length));
    if (peer_ == Peer::client) applyMask(payload, rest.substr(at + head->size - kMaskSize, kMaskSize));
    takeFrame(*head, std::move(payload));
    at += head->size + static_cast<std::size_t>(head->length);
    if (!defect_.empty()) break;
  }
  rest.erase(0, at);
  pending_ = std::move(rest);
}

std::optional<WebSocketEvent> WebSocketReader::next() {
  if (events_.empty()) return std::nullopt;
  WebSocketEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::optional<WebSocketReader::Head> WebSocketReader::readHead() {
  if (pending_.size() < 2) return std::nullopt;
  const unsigned first = byteOf(pending_, 0);
  const unsigned second = byteOf(pending_, 1);
  if (!acceptable(first, second)) return std::nullopt;
  Head head{(first & 0x80) != 0, first & 0x0F, second & 0x7F, 2};
  const std::size_t extended = head.length == 126 ? 2 : head.length == 127 ? 8 : 0;
  if (pending_.size() < 2 + extended) return std::nullopt;
  if (extended > 0) head.length = 0;
  for (std::size_t i = 0; i < extended; ++i) head.length = head.length << 8 | byteOf(pending_, 2 + i);
  head.size += extended + (peer_ == Peer::client ? kMaskSize : 0);
  if (head.length + message_.size() > kLongestMessage) {
    fail("a message of more than 64 MiB");
    return std::nullopt;
  }
  return head;
}

bool WebSocketReader::acceptable(unsigned first, unsigned second) {
  const unsigned code = first & 0x0F;
  const bool final = (first & 0x80) != 0;
  const bool knownOpcode = code <= opcode::kBinary || (code >= opcode::kClose && code <= opcode::kPong);
  if ((first & 0x70) != 0)
    fail("a frame with a reserved bit set, though no extension was agreed (RFC 6455, 5.2)");
  else if (peer_ == Peer::server && (second & 0x80) != 0)
    fail("a masked frame: a server must not mask (RFC 6455, 5.1)");
  else if (peer_ == Peer::client && (second & 0x80) == 0)
    fail("a frame without a mask: a client must mask (RFC 6455, 5.1)");
  else if (!knownOpcode)
    fail("a frame with the reserved opcode " + std::to_string(code) + " (RFC 6455, 5.2)");
  else if (isControl(code) && (!final || (second & 0x7F) > 125))
    fail("a control frame that is fragmented or longer than 125 bytes (RFC 6455, 5.5)");
  else if (code == opcode::kContinuation && messageOpcode_ == opcode::kContinuation)
    fail("a continuation frame without a message before it (RFC 6455, 5.4)");
  else if (!isControl(code) && code != opcode::kContinuation && messageOpcode_ != opcode::kContinuation)
    fail("a new message within a fragmented one (RFC 6455, 5.4)");
  return defect_.empty();
}

void WebSocketReader::takeFrame(const Head& head, std::string payload) {
  switch (head.opcode) {
    case opcode::kClose:
      return takeClose(payload);
    case opcode::kPing:
      events_.push_back({WebSocketEvent::Kind::ping, std::move(payload), 0});
      return;
    case opcode::kPong:
      events_.push_back({WebSocketEvent::Kind::pong, std::move(payload), 0});
      return;
    default:
      return takeData(head, payload);
  }
}

void WebSocketReader::takeData(const Head& head, const std::string& payload) {
  if (head.opcode != opcode::kContinuation) messageOpcode_ = head.opcode;
  message_ += payload;
  if (!head.final) return;
  const bool text = messageOpcode_ == opcode::kText;
  messageOpcode_ = opcode::kContinuation;
  const std::string message = std::exchange(message_, {});
  if (text && invalidUtf8(message) != std::string_view::npos)
    return fail("a text message that is not UTF-8, from byte " + std::to_string(invalidUtf8(message)) +
                " on (RFC 6455, 8.1)");
  events_.push_back({text ? WebSocketEvent::Kind::text : WebSocketEvent::Kind::binary, message, 0});
}

void WebSocketReader::takeClose(const std::string& payload) {
  WebSocketEvent event{WebSocketEvent::Kind::close, {}, 1005};
  if (payload.size() == 1) return fail("a close frame with half a close code (RFC 6455, 5.5.1)");
  if (payload.size() >= 2) {
    const unsigned code = byteOf(payload, 0) << 8 | byteOf(payload, 1);
    if (!isCloseCode(code))
      return fail("a close frame with the code " + std::to_string(code) +
                  ", which must not be sent (RFC 6455, 7.4)");
    event.code = static_cast<int>(code);
    event.payload = payload.substr(2);
    if (invalidUtf8(event.payload) != std::string_view::npos)
      return fail("a close reason that is not UTF-8 (RFC 6455, 5.5.1)");
  }
  events_.push_back(event);
}

void WebSocketReader::fail(std::string defect) { defect_ = std::move(defect); }

}  // namespace cast::conformance
