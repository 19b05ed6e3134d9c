#include "hub/tls_listener.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocketImpl.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/Net/StreamSocket.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <mutex>

namespace cast::conformance::faults {
namespace {
using Poco::Net::Context;

constexpr int kFirstByteMs = 1000;
constexpr char kHandshake = 0x16;  // the type of a TLS connection's first record

bool isReadable(int socket, int milliseconds) {
  pollfd asked{socket, POLLIN, 0};
  return ::poll(&asked, 1, milliseconds) != 0;
}

/// OpenSSL allows one thread in a connection at a time. So whoever reads waits outside of it.
class SharedTlsSocket : public Poco::Net::SecureStreamSocketImpl {
 public:
  SharedTlsSocket(Poco::Net::StreamSocketImpl* accepted, const Context::Ptr& context)
      : SecureStreamSocketImpl(accepted, context) {
    acceptSSL();
  }

  int receiveBytes(void* buffer, int length, int flags) override {
    if (!hasPending()) awaitBytes();
    const std::lock_guard lock(mutex_);
    return SecureStreamSocketImpl::receiveBytes(buffer, length, flags);
  }

  int sendBytes(const void* buffer, int length, int flags) override {
    const std::lock_guard lock(mutex_);
    return SecureStreamSocketImpl::sendBytes(buffer, length, flags);
  }

  /// What POCO leaves out, since TLS knows no half of a connection; TCP does.
  void shutdownSend() override { ::shutdown(sockfd(), SHUT_WR); }

  void shutdown() override {
    const std::lock_guard lock(mutex_);
    SecureStreamSocketImpl::shutdown();
  }

 private:
  bool hasPending() {
    const std::lock_guard lock(mutex_);
    return available() > 0;
  }

  void awaitBytes() {
    const Poco::Timespan limit = getReceiveTimeout();
    const int milliseconds = limit == 0 ? -1 : static_cast<int>(limit.totalMilliseconds());
    if (!isReadable(sockfd(), milliseconds)) throw Poco::TimeoutException();
  }

  std::mutex mutex_;
};

int numberOf(TlsVersion version) {
  return version == TlsVersion::k10   ? TLS1_VERSION
         : version == TlsVersion::k11 ? TLS1_1_VERSION
                                      : TLS1_2_VERSION;
}

Context::Ptr contextOf(const std::string& certificateFile, const std::string& keyFile, TlsVersion oldest) {
  Context::Ptr context(
      new Context(Context::TLS_SERVER_USE, keyFile, certificateFile, "", Context::VERIFY_NONE));
  SSL_CTX_set_min_proto_version(context->sslContext(), numberOf(oldest));
  // Old versions need what OpenSSL takes for too weak by itself.
  if (oldest != TlsVersion::k12) SSL_CTX_set_cipher_list(context->sslContext(), "ALL:@SECLEVEL=0");
  return context;
}

class Acceptor : public Poco::Net::ServerSocketImpl {
 public:
  Acceptor(Context::Ptr context, bool plainTextToo)
      : context_(std::move(context)), plainTextToo_(plainTextToo) {}

  Poco::Net::SocketImpl* acceptConnection(Poco::Net::SocketAddress& client) override {
    const Poco::Net::StreamSocket accepted(ServerSocketImpl::acceptConnection(client));
    auto* plain = static_cast<Poco::Net::StreamSocketImpl*>(accepted.impl());
    if (!plainTextToo_ || beginsTls(plain->sockfd())) return new SharedTlsSocket(plain, context_);
    plain->duplicate();
    return plain;
  }

 private:
  static bool beginsTls(int socket) {
    char first = kHandshake;
    if (isReadable(socket, kFirstByteMs)) ::recv(socket, &first, 1, MSG_PEEK);
    return first == kHandshake;
  }

  Context::Ptr context_;
  bool plainTextToo_;
};

}  // namespace

TlsListener::TlsListener(const Poco::Net::SocketAddress& address, int backlog,
                         const std::string& certificateFile, const std::string& keyFile,
                         const Listening& listening)
    : ServerSocket(
          new Acceptor(contextOf(certificateFile, keyFile, listening.oldest), listening.plainTextToo), true) {
  bind(address, true);
  listen(backlog);
}

}  // namespace cast::conformance::faults
