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
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

Context emptyContext() {
  surviveBrokenPipes();
  Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!context) throw NetworkFailure("OpenSSL cannot make a context: " + firstError());
  return context;
}

Context newContext(const std::string& caFile) {
  Context context = emptyContext();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const int loaded = caFile.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                    : SSL_CTX_load_verify_locations(context.get(), caFile.c_str(), nullptr);
  if (loaded != 1)
    throw NetworkFailure("cannot read the authorities of '" + caFile + "': give a PEM file in caFile");
  return context;
}

int numberOf(TlsVersion version) {
  switch (version) {
    case TlsVersion::v1_0:
      return TLS1_VERSION;
    case TlsVersion::v1_1:
      return TLS1_1_VERSION;
    case TlsVersion::v1_2:
      return TLS1_2_VERSION;
    case TlsVersion::v1_3:
      return TLS1_3_VERSION;
  }
  return 0;
}

Context contextFor(TlsVersion version) {
  Context context = emptyContext();
  const int number = numberOf(version);
  const bool old = number < TLS1_2_VERSION;
  // OpenSSL 3 has no cipher for the old versions at a higher level.
  const bool offers = SSL_CTX_set_min_proto_version(context.get(), number) == 1 &&
                      SSL_CTX_set_max_proto_version(context.get(), number) == 1 &&
                      (!old || SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0") == 1);
  if (!offers) throw NetworkFailure("the runner's OpenSSL cannot offer this version of TLS: " + firstError());
  return context;
}

/// Notes, in the bool at `seen`, that a ServerHello came: the server has chosen a version.
void noteServerHello(int sent, int, int contentType, const void* bytes, std::size_t size, SSL*, void* seen) {
  constexpr unsigned char kServerHello = 2;
  if (sent == 0 && contentType == SSL3_RT_HANDSHAKE && size > 0 &&
      *static_cast<const unsigned char*>(bytes) == kServerHello)
    *static_cast<bool*>(seen) = true;
}

/// Whether a handshake failed before anything was sent.
bool failedAtHome() {
  const int reason = ERR_GET_REASON(ERR_peek_error());
  return reason == SSL_R_NO_PROTOCOLS_AVAILABLE || reason == SSL_R_NO_CIPHERS_AVAILABLE;
}

/// Does what can be done of a handshake and waits for the peer; 1 when it is complete.
int shakeHands(SSL* session, int socket, const Deadline& deadline) {
  for (;;) {
    ERR_clear_error();
    const int result = SSL_connect(session);
    const int wanted = SSL_get_error(session, result);
    const bool again = (wanted == SSL_ERROR_WANT_READ && waitReadable(socket, deadline)) ||
                       (wanted == SSL_ERROR_WANT_WRITE && waitWritable(socket, deadline));
    if (!again) return result;
  }
}

void expectHost(SSL* session, const std::string& host) {
  X509_VERIFY_PARAM* parameters = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1) return;  // an address, not a name
  SSL_set1_host(session, host.c_str());
  SSL_set_tlsext_host_name(session, host.c_str());
}

}  // namespace

void surviveBrokenPipes() {
  static const bool ignored = [] { return std::signal(SIGPIPE, SIG_IGN) != SIG_ERR; }();
  (void)ignored;
}

bool waitReadable(int socket, const Deadline& deadline) { return waitFor(socket, POLLIN, deadline); }
bool waitWritable(int socket, const Deadline& deadline) { return waitFor(socket, POLLOUT, deadline); }

TlsAnswer offerTls(int socket, const std::string& host, TlsVersion version, const Deadline& deadline) {
  const Context context = contextFor(version);
  const Session session(SSL_new(context.get()), &SSL_free);
  bool chosen = false;
  SSL_set_msg_callback(session.get(), &noteServerHello);
  SSL_set_msg_callback_arg(session.get(), &chosen);
  expectHost(session.get(), host);
  SSL_set_fd(session.get(), socket);
  if (shakeHands(session.get(), socket, deadline) == 1) return {TlsAnswer::State::accepted, {}};
  if (failedAtHome())
    throw NetworkFailure("the runner's OpenSSL cannot offer this version of TLS: " + firstError());
  return {chosen ? TlsAnswer::State::brokenOff : TlsAnswer::State::refused,
          deadline.passed() ? "no answer within the time limit" : firstError()};
}

TlsSession::TlsSession(int socket, const std::string& host, const std::string& caFile,
                       const Deadline& deadline) {
  const Context context = newContext(caFile);
  Session session(SSL_new(context.get()), &SSL_free);
  expectHost(session.get(), host);
  SSL_set_fd(session.get(), socket);
  if (shakeHands(session.get(), socket, deadline) != 1) {
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
