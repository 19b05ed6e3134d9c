#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cast::hub {

/// Opcodes of RFC 6455, section 5.2.
enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Close codes of RFC 6455, section 7.4.1, and the private ones of the implementation guide.
enum class CloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  ProtocolError = 1002,
  UnsupportedData = 1003,
  InvalidText = 1007,
  TooLarge = 1009,
  TokenExpired = 4401,
  TooSlow = 4408
};

/// A frame's header (RFC 6455, section 5.2).
struct FrameHeader {
  bool final = false;
  std::uint8_t reserved = 0;  ///< RSV1 to RSV3
  Opcode opcode = Opcode::Text;
  bool masked = false;
  bool proper = true;  ///< the length takes as few bytes as it can and has no highest bit
  std::array<std::uint8_t, 4> mask{};
  std::uint64_t payloadSize = 0;
  std::size_t headerSize = 0;

  bool isControl() const { return (static_cast<unsigned>(opcode) & 8U) != 0; }
};

/// Nothing until the whole header is there.
std::optional<FrameHeader> readFrameHeader(std::string_view bytes);

/// XORs the mask over the payload in place (section 5.3).
void unmask(char* payload, std::size_t size, const std::array<std::uint8_t, 4>& mask);

/// An unmasked, unfragmented frame, as a server sends it.
std::string frameOf(Opcode opcode, std::string_view payload);
std::string closeFrame(CloseCode code, std::string_view reason);

/// Whether an endpoint may send this code in a close frame (section 7.4).
bool isCloseCode(unsigned code);

/// The value of Sec-WebSocket-Accept for a client's Sec-WebSocket-Key (section 4.2.2).
std::string acceptKey(const std::string& clientKey);

}  // namespace cast::hub
