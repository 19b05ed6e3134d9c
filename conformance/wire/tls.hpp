#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "wire/attempt.hpp"
#include "wire/deadline.hpp"

struct ssl_st;

namespace cast::conformance {

enum class TlsVersion { v1_0, v1_1, v1_2, v1_3 };

/// How a handshake went that offered one version of TLS and no other.
struct TlsAnswer {
  enum class State {
    accepted,
    brokenOff,  ///< the peer chose that version, or an older one, and then the handshake came to nothing
    refused     ///< nor is a peer that leaves it unanswered for the whole time limit one that speaks it
  };
  State state = State::refused;
  std::string reason;  ///< why it was not accepted
};

/// Offers one version on a connected non-blocking socket. Whose certificate it is does not matter here.
/// Throws NetworkFailure where OpenSSL cannot offer it.
TlsAnswer offerTls(int socket, const std::string& host, TlsVersion version, const Deadline& deadline);

/// TLS 1.2 or newer on a non-blocking socket. OpenSSL allows one thread in a session at a time, so each
/// attempt takes a lock, and waiting happens outside of it.
class TlsSession {
 public:
  /// Shakes hands on a connected non-blocking socket. Verifies the chain and that the certificate is for
  /// `host`. Throws NetworkFailure.
  TlsSession(int socket, const std::string& host, const std::string& caFile, const Deadline& deadline);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  Attempt read(char* buffer, std::size_t size);
  Attempt write(const char* bytes, std::size_t size);
  void sendCloseNotify();

 private:
  Attempt attempt(int result);
  std::mutex mutex_;
  ssl_st* session_ = nullptr;
};

/// OpenSSL writes without a flag against SIGPIPE: a peer that is gone must not end the process.
void surviveBrokenPipes();

/// Waits with poll(2) until the socket can be read (or written); false when the deadline passed first.
bool waitReadable(int socket, const Deadline& deadline);
bool waitWritable(int socket, const Deadline& deadline);

}  // namespace cast::conformance
