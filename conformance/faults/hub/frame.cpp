#include "hub/frame.hpp"

#include <array>
#include <cstdint>

namespace cast::conformance::faults {
namespace {

constexpr std::size_t kLimit = 16U << 20;  // bytes a frame may have
constexpr std::string_view kServerMask = "mask";

void mask(std::string& payload, std::string_view key) {
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ key[i % 4]);
}

}  // namespace

std::string encodeFrame(const Frame& frame) {
  const std::size_t size = frame.payload.size();
  const unsigned width = size < 126 ? 0 : size < 65536 ? 2 : 8;
  const unsigned shortLength = width == 0 ? static_cast<unsigned>(size) : width == 2 ? 126 : 127;
  std::string bytes;
  bytes += static_cast<char>((frame.final ? 0x80 : 0) | frame.reserved << 4 | frame.opcode);
  bytes += static_cast<char>((frame.masked ? 0x80U : 0U) | shortLength);
  for (unsigned i = width; i > 0; --i) bytes += static_cast<char>(std::uint64_t{size} >> (8 * (i - 1)));
  if (!frame.masked) return bytes + frame.payload;
  std::string masked = frame.payload;
  mask(masked, kServerMask);
  return bytes + std::string(kServerMask) + masked;
}

std::optional<Frame> FrameReader::next() {
  const auto head = take(2);
  if (!head) return std::nullopt;
  const auto first = static_cast<unsigned char>((*head)[0]);
  const auto second = static_cast<unsigned char>((*head)[1]);
  Frame frame;
  frame.final = (first & 0x80) != 0;
  frame.reserved = (first >> 4) & 7;
  frame.opcode = first & 15;
  frame.masked = (second & 0x80) != 0;
  checkHead(frame, second & 0x7FU);

  const auto length = takeLength(second & 0x7FU);
  if (!length) return std::nullopt;
  if (*length > kLimit) throw CloseReason{1009, "the message is too big"};
  const auto key = frame.masked ? take(4) : std::string(4, '\0');
  auto payload = key ? take(*length) : std::nullopt;
  if (!payload) return std::nullopt;
  mask(*payload, *key);
  frame.payload = std::move(*payload);
  return frame;
}

void FrameReader::checkHead(const Frame& frame, unsigned shortLength) const {
  const bool control = frame.opcode >= kClose;
  const bool known = frame.opcode <= kBinary || (control && frame.opcode <= kPong);
  demand(frame.reserved == 0, "reserved bits");
  demand(known, "opcode");
  demand(!control || (frame.final && shortLength <= 125), "control frame");
  demand(frame.masked, "mask");
}

void FrameReader::demand(bool kept, const std::string& what) const {
  const Complaint complaint{Defect::kBreaksProtocol, what};
  if (!kept && !hooks_.overlooks(Operation::kMessage, complaint)) throw CloseReason{1002, "bad " + what};
}

std::optional<std::size_t> FrameReader::takeLength(unsigned shortLength) {
  if (shortLength < 126) return shortLength;
  const auto bytes = take(shortLength == 126 ? 2 : 8);
  if (!bytes) return std::nullopt;
  std::uint64_t length = 0;
  for (const char byte : *bytes) length = length << 8 | static_cast<unsigned char>(byte);
  return length;
}

std::optional<std::string> FrameReader::take(std::size_t count) {
  std::array<char, 16384> chunk{};
  while (read_.size() < count) {
    const int received = socket_.receiveBytes(chunk.data(), static_cast<int>(chunk.size()));
    if (received <= 0) return std::nullopt;
    read_.append(chunk.data(), static_cast<std::size_t>(received));
  }
  std::string taken = read_.substr(0, count);
  read_.erase(0, count);
  return taken;
}

}  // namespace cast::conformance::faults
