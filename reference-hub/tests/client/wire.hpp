#pragma once
#include <Poco/Net/StreamSocket.h>

#include <string>
#include <string_view>

namespace cast::hub {

/// A TCP connection as a client's programmer sees it: bytes. Blocking; what does not come within ten seconds
/// throws, so a test ends.
class Wire {
 public:
  /// `receiveBuffer`: bytes that the kernel takes for a client that does not read; 0: its own choice.
  explicit Wire(int port, int receiveBuffer = 0);
  /// One that a server of the test's accepted.
  explicit Wire(const Poco::Net::StreamSocket& accepted);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(std::string_view bytes);
  /// Each byte in a segment of its own.
  void sendOneByOne(std::string_view bytes);
  /// Sends as much as the kernel takes without the peer reading on; the number of bytes.
  std::size_t sendWithoutBlocking(std::string_view bytes);

  /// Up to and with `end`.
  std::string readUntil(std::string_view end);
  std::string read(std::size_t size);
  /// Until the peer closes.
  std::string readToEnd();
  /// Whether the peer has closed and there is nothing left to read; waits for one or the other.
  bool isAtEnd();

  void shutdownSend() { socket_.shutdownSend(); }
  void close() { socket_.close(); }
  /// Closes with RST.
  void reset();

 private:
  void setLimits();
  bool receive();

  Poco::Net::StreamSocket socket_;
  std::string buffer_;
};

}  // namespace cast::hub
