#include "net/websocket_frame.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>

#include <sstream>

namespace cast::hub {
namespace {

constexpr std::string_view kHandshakeIdentifier = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t kMaxControlPayload = 125;

unsigned byteAt(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::uint64_t bigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8U | byteAt(bytes, i);
  return value;
}

}  // namespace

std::optional<FrameHeader> readFrameHeader(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  FrameHeader header;
  header.final = (byteAt(bytes, 0) & 0x80U) != 0;
  header.reserved = static_cast<std::uint8_t>((byteAt(bytes, 0) >> 4U) & 7U);
  header.opcode = static_cast<Opcode>(byteAt(bytes, 0) & 0x0FU);
  header.masked = (byteAt(bytes, 1) & 0x80U) != 0;
  const unsigned length = byteAt(bytes, 1) & 0x7FU;
  const std::size_t extended = length == 127 ? 8 : length == 126 ? 2 : 0;
  header.headerSize = 2 + extended + (header.masked ? 4 : 0);
  if (bytes.size() < header.headerSize) return std::nullopt;
  header.payloadSize = extended == 0 ? length : bigEndian(bytes.substr(2, extended));
  const std::uint64_t least = extended == 8 ? 0x1'0000U : extended == 2 ? 126U : 0U;
  header.proper = header.payloadSize >= least && header.payloadSize >> 63U == 0;
  for (std::size_t i = 0; header.masked && i < 4; ++i) {
    header.mask[i] = static_cast<std::uint8_t>(byteAt(bytes, 2 + extended + i));
  }
  return header;
}

void unmask(char* payload, std::size_t size, const std::array<std::uint8_t, 4>& mask) {
  for (std::size_t i = 0; i < size; ++i) {
    payload[i] = static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % 4]);
  }
}

std::string frameOf(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  frame += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  const std::size_t size = payload.size();
  const std::size_t extended = size > 0xFFFF ? 8 : size > 125 ? 2 : 0;
  frame += static_cast<char>(extended == 8 ? 127 : extended == 2 ? 126 : size);
  for (std::size_t i = extended; i > 0; --i) frame += static_cast<char>(size >> ((i - 1) * 8) & 0xFFU);
  return frame.append(payload);
}

std::string closeFrame(CloseCode code, std::string_view reason) {
  const auto number = static_cast<unsigned>(code);
  std::string payload{static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
  return frameOf(Opcode::Close, payload.append(reason.substr(0, kMaxControlPayload - 2)));
}

bool isCloseCode(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

std::string acceptKey(const std::string& clientKey) {
  Poco::SHA1Engine engine;
  engine.update(clientKey);
  engine.update(kHandshakeIdentifier.data(), kHandshakeIdentifier.size());
  const auto& digest = engine.digest();
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.write(reinterpret_cast<const char*>(digest.data()), static_cast<std::streamsize>(digest.size()));
  encoder.close();
  return text.str();
}

}  // namespace cast::hub
