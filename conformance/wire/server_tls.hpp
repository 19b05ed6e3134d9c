#pragma once
#include <memory>
#include <string>

#include "wire/certificate.hpp"
#include "wire/tls.hpp"

struct ssl_ctx_st;

namespace cast::conformance {

/// What a TLS server of the runner's needs for each connection. Immutable; any thread.
class ServerTls {
 public:
  explicit ServerTls(const Identity& identity);  ///< throws std::runtime_error
  ~ServerTls();
  ServerTls(const ServerTls&) = delete;
  ServerTls& operator=(const ServerTls&) = delete;
  ssl_st* newSession(int socket) const;

 private:
  ssl_ctx_st* context_;
};

/// A server's side of TLS on a non-blocking socket. Used by one thread; each call does what can be done at
/// once.
class ServerTlsSession {
 public:
  ServerTlsSession(const ServerTls& tls, int socket) : session_(tls.newSession(socket)) {}
  ~ServerTlsSession();
  ServerTlsSession(const ServerTlsSession&) = delete;
  ServerTlsSession& operator=(const ServerTlsSession&) = delete;

  /// Goes on with the handshake; `done` when it is complete, `closed` when the peer broke it off.
  Attempt handshake();
  bool complete() const { return complete_; }
  const std::string& defect() const { return defect_; }  ///< why the handshake failed: the peer's alert
  Attempt read(char* buffer, std::size_t size);
  Attempt write(const char* bytes, std::size_t size);

 private:
  Attempt attempt(int result);
  ssl_st* session_;
  bool complete_ = false;
  std::string defect_;
};

}  // namespace cast::conformance
