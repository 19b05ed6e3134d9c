#pragma once
#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <optional>
#include <string>

#include "client/conduct.hpp"

namespace cast::conformance::faults {

/// A connection to the hub, over TLS where its URL says so. Throws Poco::Exception.
Poco::Net::StreamSocket connectTo(const Conduct& conduct);

/// One WebSocket of the faulty client's. Used by one thread.
class ClientWebSocket {
 public:
  /// Connects and shakes hands. Throws Poco::Exception, or std::runtime_error where the hub refuses. `again`:
  /// it was connected before.
  explicit ClientWebSocket(const Conduct& conduct, bool again = false);

  /// A frame of the hub's.
  struct Frame {
    bool final = true;
    unsigned opcode = 0;
    std::string payload;
  };
  /// The next frame; nothing where none came in time. Throws where the connection is lost.
  std::optional<Frame> read(std::chrono::milliseconds time);
  void send(unsigned opcode, const std::string& payload);
  void drop() { socket_.close(); }

 private:
  std::optional<Frame> takeFrame();

  const Conduct& conduct_;
  Poco::Net::StreamSocket socket_;
  std::string bytes_;
};

}  // namespace cast::conformance::faults
