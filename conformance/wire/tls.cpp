#include "wire/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <cerrno>
#include <csignal>

#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

bool waitFor(int socket, short events, const Deadline& deadline) {
  pollfd entry{socket, events, 0};
  for (;;) {
    const int ready = ::poll(&entry, 1, deadline.forPoll());
    if (ready > 0) return true;
    if (ready == 0 && deadline.passed()) return false;
    if (ready < 0 && errno != EINTR) return true;  // the next read or write names the error
  }
}

std::string firstError() {
  const unsigned long code = ERR_get_error();
  if (code == 0) return "the connection ended during the handshake";
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "error " + std::to_string(code) : reason;
}

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

Context newContext(const std::string& caFile) {
  static const bool ignored = [] {
    return std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  }();  // OpenSSL writes without a flag
  (void)ignored;
  Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!context) throw NetworkFailure("OpenSSL cannot make a context: " + firstError());
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const int loaded = caFile.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                    : SSL_CTX_load_verify_locations(context.get(), caFile.c_str(), nullptr);
  if (loaded != 1)
    throw NetworkFailure("cannot read the authorities of '" + caFile + "': give a PEM file in caFile");
  return context;
}

void expectHost(SSL* session, const std::string& host) {
  X509_VERIFY_PARAM* parameters = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1) return;  // an address, not a name
  SSL_set1_host(session, host.c_str());
  SSL_set_tlsext_host_name(session, host.c_str());
}

}  // namespace

bool waitReadable(int socket, const Deadline& deadline) { return waitFor(socket, POLLIN, deadline); }
bool waitWritable(int socket, const Deadline& deadline) { return waitFor(socket, POLLOUT, deadline); }

TlsSession::TlsSession(int socket, const std::string& host, const std::string& caFile,
                       const Deadline& deadline) {
  const Context context = newContext(caFile);
  std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(context.get()), &SSL_free);
  expectHost(session.get(), host);
  SSL_set_fd(session.get(), socket);
  for (;;) {
    ERR_clear_error();
    const int result = SSL_connect(session.get());
    if (result == 1) break;
    const int wanted = SSL_get_error(session.get(), result);
    const bool again = (wanted == SSL_ERROR_WANT_READ && waitReadable(socket, deadline)) ||
                       (wanted == SSL_ERROR_WANT_WRITE && waitWritable(socket, deadline));
    if (again) continue;
    if (deadline.passed()) throw NetworkFailure("no TLS handshake with " + host + " within the time limit");
    const long verification = SSL_get_verify_result(session.get());
    if (verification != X509_V_OK)
      throw NetworkFailure("the certificate of " + host + " is not trusted (" +
                           X509_verify_cert_error_string(verification) +
                           "): name its authority's PEM file as caFile in the subject file");
    throw NetworkFailure("no TLS handshake with " + host + ": " + firstError());
  }
  session_ = session.release();
}

TlsSession::~TlsSession() { SSL_free(session_); }

Attempt TlsSession::read(char* buffer, std::size_t size) {
  const std::scoped_lock lock(mutex_);
  ERR_clear_error();
  return attempt(SSL_read(session_, buffer, static_cast<int>(size)));
}

Attempt TlsSession::write(const char* bytes, std::size_t size) {
  const std::scoped_lock lock(mutex_);
  ERR_clear_error();
  return attempt(SSL_write(session_, bytes, static_cast<int>(size)));
}

Attempt TlsSession::attempt(int result) {
  if (result > 0) return {Attempt::State::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(session_, result)) {
    case SSL_ERROR_WANT_READ:
      return {Attempt::State::wantsRead, 0};
    case SSL_ERROR_WANT_WRITE:
      return {Attempt::State::wantsWrite, 0};
    default:
      return {Attempt::State::closed, 0};
  }
}

void TlsSession::sendCloseNotify() {
  const std::scoped_lock lock(mutex_);
  ERR_clear_error();
  SSL_shutdown(session_);
}

}  // namespace cast::conformance
