#include "wire/server_tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <stdexcept>

namespace cast::conformance {
namespace {

constexpr std::size_t kMostAtOnce = 1UL << 20U;

bool use(SSL_CTX* context, const Identity& identity) {
  BIO* paper = BIO_new_mem_buf(identity.certificate.data(), static_cast<int>(identity.certificate.size()));
  BIO* secret = BIO_new_mem_buf(identity.key.data(), static_cast<int>(identity.key.size()));
  X509* certificate = PEM_read_bio_X509(paper, nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(secret, nullptr, nullptr, nullptr);
  const bool used =
      SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1;
  EVP_PKEY_free(key);
  X509_free(certificate);
  BIO_free(secret);
  BIO_free(paper);
  return used;
}

/// TLS 1.1 alone.
bool offerObsolete(SSL_CTX* context) {
  SSL_CTX_set_security_level(context, 0);  // its digests are too weak for any other
  return SSL_CTX_set_min_proto_version(context, TLS1_1_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION) == 1;
}

}  // namespace

ServerTls::ServerTls(const Identity& identity) : context_(SSL_CTX_new(TLS_server_method())) {
  surviveBrokenPipes();
  if (context_ == nullptr || !use(context_, identity)) {
    SSL_CTX_free(context_);
    throw std::runtime_error("OpenSSL cannot use the runner's certificate");
  }
  if (identity.obsolete && !offerObsolete(context_)) {
    SSL_CTX_free(context_);
    throw std::runtime_error("OpenSSL does not know TLS 1.1 any more");
  }
  if (!identity.obsolete) SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  SSL_CTX_set_mode(context_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

ServerTls::~ServerTls() { SSL_CTX_free(context_); }

ssl_st* ServerTls::newSession(int socket) const {
  SSL* session = SSL_new(context_);
  SSL_set_fd(session, socket);
  SSL_set_accept_state(session);
  return session;
}

ServerTlsSession::~ServerTlsSession() { SSL_free(session_); }

Attempt ServerTlsSession::handshake() {
  ERR_clear_error();
  const Attempt result = attempt(SSL_do_handshake(session_));
  complete_ = complete_ || result.state == Attempt::State::done;
  if (result.state == Attempt::State::closed) {
    const char* reason = ERR_reason_error_string(ERR_peek_error());
    defect_ = reason == nullptr ? "the connection ended during the handshake" : reason;
  }
  return result;
}

Attempt ServerTlsSession::read(char* buffer, std::size_t size) {
  ERR_clear_error();
  return attempt(SSL_read(session_, buffer, static_cast<int>(std::min(size, kMostAtOnce))));
}

Attempt ServerTlsSession::write(const char* bytes, std::size_t size) {
  ERR_clear_error();
  return attempt(SSL_write(session_, bytes, static_cast<int>(std::min(size, kMostAtOnce))));
}

Attempt ServerTlsSession::attempt(int result) {
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

}  // namespace cast::conformance
