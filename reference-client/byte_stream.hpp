#pragma once
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/StreamSocket.h>

#include <string>
#include <string_view>

namespace cast::client {

/// A connection after its HTTP heads: bytes in, bytes out. Used by one thread, which polls `descriptor`
/// unless `pending`. Failures are Poco::Exceptions.
class ByteStream {
 public:
  /// Takes the session's socket and what it has read too much.
  explicit ByteStream(Poco::Net::HTTPClientSession& session);

  int descriptor() const { return socket_.impl()->sockfd(); }
  bool pending();  ///< bytes wait that poll does not see
  /// What is there; waits for some. Empty: the peer has ended the connection.
  std::string read();
  void write(std::string_view bytes);
  void close();

 private:
  Poco::Net::StreamSocket socket_;
  std::string rest_;
};

}  // namespace cast::client
