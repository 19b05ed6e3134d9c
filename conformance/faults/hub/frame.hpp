#pragma once
#include <Poco/Net/StreamSocket.h>

#include <optional>
#include <string>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// The bytes of a frame (RFC 6455, section 5.2).
std::string encodeFrame(const Frame& frame);

/// Why a connection is failed (RFC 6455, section 7.4.1).
struct CloseReason {
  int code;
  std::string text;
};

/// Reads a client's frames from a blocking socket. One thread.
class FrameReader {
 public:
  /// `early`: what the client sent along with its handshake.
  FrameReader(const Poco::Net::StreamSocket& socket, std::string early, const Hooks& hooks)
      : socket_(socket), read_(std::move(early)), hooks_(hooks) {}

  /// The next frame; nullopt when the connection is at its end. Throws CloseReason when the client breaks the
  /// protocol.
  std::optional<Frame> next();

 private:
  /// So many bytes; nullopt when the connection ends before.
  std::optional<std::string> take(std::size_t count);
  std::optional<std::size_t> takeLength(unsigned shortLength);
  void checkHead(const Frame& frame, unsigned shortLength) const;
  void demand(bool kept, const std::string& what) const;

  Poco::Net::StreamSocket socket_;
  std::string read_;
  const Hooks& hooks_;
};

}  // namespace cast::conformance::faults
