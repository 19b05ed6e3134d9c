#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "wire/deadline.hpp"
#include "wire/tls.hpp"

namespace cast::conformance {

/// Where to connect.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  bool tls = false;
  std::string caFile;  ///< PEM file of trusted authorities; empty: the system's

  std::string authority() const;  ///< "host:port", IPv6 in brackets; without a default port
};

/// What one receive brought.
struct Received {
  enum class State { data, closed, timedOut };
  State state = State::timedOut;
  std::string bytes;
};

/// One TCP or TLS connection to the subject. One thread may receive while another sends; shutdown may come
/// from any thread and wakes both. The owner joins those threads before it destroys the connection.
class Connection {
 public:
  /// Resolves, connects and, for TLS, verifies the certificate and the host's name. Throws NetworkFailure.
  static std::unique_ptr<Connection> open(const Endpoint& endpoint, const Deadline& deadline);
  /// Connects and offers one version of TLS, for its answer alone. Throws NetworkFailure.
  static TlsAnswer offerTls(const Endpoint& endpoint, TlsVersion version, const Deadline& deadline);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class Sent { whole, partly };
  /// Sends all bytes. Partly: the peer is gone, does not read, or (with `stopWhenAnswered`) has already
  /// answered.
  Sent send(std::string_view bytes, const Deadline& deadline, bool stopWhenAnswered = false);

  /// Some bytes, at most 64 KiB, as soon as there are any.
  Received receive(const Deadline& deadline);

  /// From now on receive brings nothing, as if the reader were stuck: what comes is left to the system, which
  /// takes little of it. Until shutdown.
  void stall();

  /// Ends both directions.
  void shutdown();

 private:
  struct Implementation;
  explicit Connection(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace cast::conformance
