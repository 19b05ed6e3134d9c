#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace cast::conformance {

/// RFC 6455, 5.2: the opcodes by their names there.
namespace opcode {
constexpr unsigned kContinuation = 0x0;
constexpr unsigned kText = 0x1;
constexpr unsigned kBinary = 0x2;
constexpr unsigned kClose = 0x8;
constexpr unsigned kPing = 0x9;
constexpr unsigned kPong = 0xA;
}  // namespace opcode

/// One frame as the runner sends it, also one that breaks the RFC on purpose.
struct Frame {
  bool final = true;
  unsigned reserved = 0;  ///< RSV1 = 4, RSV2 = 2, RSV3 = 1
  unsigned opcode = opcode::kText;
  bool masked = true;
  std::string payload;
};

/// The frame's bytes; masked ones with `mask`.
std::string encodeFrame(const Frame& frame, std::uint32_t mask);

/// What the server said: whole messages, control frames.
struct WebSocketEvent {
  enum class Kind { text, binary, ping, pong, close };
  Kind kind = Kind::text;
  std::string payload;  ///< close: the reason
  int code = 0;         ///< close: its code, 1005 when the frame has none
};

/// Reads what a server (or client) sends, in any pieces, and is strict about it: masked (or bare) frames,
/// reserved bits and opcodes, bad fragmentation, long or fragmented control frames, bad close codes and
/// ill-formed UTF-8 are defects, each named with its section of RFC 6455; after one nothing more is read.
/// Used by one thread at a time.
class WebSocketReader {
 public:
  static constexpr std::uint64_t kLongestMessage = 64ULL * 1024 * 1024;

  enum class Peer { server, client };
  explicit WebSocketReader(Peer peer = Peer::server) : peer_(peer) {}

  void feed(std::string_view bytes);
  std::optional<WebSocketEvent> next();
  const std::string& defect() const { return defect_; }

 private:
  struct Head {
    bool final = false;
    unsigned opcode = 0;
    std::uint64_t length = 0;
    std::size_t size = 0;  ///< bytes of the head itself
  };
  std::optional<Head> readHead();
  bool acceptable(unsigned first, unsigned second);
  void takeFrame(const Head& head, std::string payload);
  void takeData(const Head& head, const std::string& payload);
  void takeClose(const std::string& payload);
  void fail(std::string defect);

  Peer peer_;
  std::string pending_;
  std::deque<WebSocketEvent> events_;
  std::string message_;
  unsigned messageOpcode_ = opcode::kContinuation;  ///< continuation: no message has begun
  std::string defect_;
};

}  // namespace cast::conformance
