#include "wire/connection.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/socket.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "wire/network_failure.hpp"
#include "wire/tls.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kPiece = 64UL * 1024;
constexpr int kStalledBuffer = 4096;

std::vector<Poco::Net::IPAddress> resolve(const std::string& host) {
  Poco::Net::IPAddress address;
  if (Poco::Net::IPAddress::tryParse(host, address)) return {address};
  try {
    return Poco::Net::DNS::hostByName(host).addresses();
  } catch (const Poco::Exception&) {
    throw NetworkFailure("the name '" + host + "' cannot be resolved");
  }
}

Poco::Net::StreamSocket connect(const Endpoint& endpoint, const Deadline& deadline) {
  std::string reason = "it has no address";
  for (const auto& address : resolve(endpoint.host)) {
    const Poco::Net::SocketAddress target(address, endpoint.port);
    Poco::Net::StreamSocket socket(target.family());
    try {
      socket.connect(target, Poco::Timespan(0, deadline.forPoll() * 1000L + 1));
      socket.setNoDelay(true);
      socket.setBlocking(false);
      return socket;
    } catch (const Poco::TimeoutException&) {
      reason = "no connection within the time limit";
    } catch (const Poco::Net::ConnectionRefusedException&) {
      reason = "connection refused";
    } catch (const Poco::Exception& failure) {
      reason = failure.displayText();
    }
  }
  throw NetworkFailure("cannot connect to " + endpoint.host + ":" + std::to_string(endpoint.port) + ": " +
                       reason);
}

}  // namespace

std::string Endpoint::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

struct Connection::Implementation {
  Poco::Net::StreamSocket socket;
  std::unique_ptr<TlsSession> tls;
  std::mutex mutex;  ///< guards what follows
  std::condition_variable changed;
  bool stalled = false;

  /// False: still stalled at the deadline.
  bool awaitFlow(const Deadline& deadline) {
    std::unique_lock lock(mutex);
    return changed.wait_until(lock, deadline.at(), [this] { return !stalled; });
  }

  void setStalled(bool value) {
    const std::scoped_lock lock(mutex);
    stalled = value;
    changed.notify_all();
  }

  int descriptor() const { return socket.impl()->sockfd(); }

  Attempt read(char* buffer, std::size_t size) const {
    return tls ? tls->read(buffer, size) : receivePlain(descriptor(), buffer, size);
  }

  Attempt write(std::string_view bytes) const {
    return tls ? tls->write(bytes.data(), bytes.size()) : sendPlain(descriptor(), bytes);
  }

  bool wait(Attempt::State wanted, const Deadline& deadline) const {
    return wanted == Attempt::State::wantsRead ? waitReadable(descriptor(), deadline)
                                               : waitWritable(descriptor(), deadline);
  }
};

Connection::Connection(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Connection::~Connection() = default;

std::unique_ptr<Connection> Connection::open(const Endpoint& endpoint, const Deadline& deadline) {
  auto implementation = std::make_unique<Implementation>();
  implementation->socket = connect(endpoint, deadline);
  if (endpoint.tls)
    implementation->tls =
        std::make_unique<TlsSession>(implementation->descriptor(), endpoint.host, endpoint.caFile, deadline);
  return std::unique_ptr<Connection>(new Connection(std::move(implementation)));
}

TlsAnswer Connection::offerTls(const Endpoint& endpoint, TlsVersion version, const Deadline& deadline) {
  const Poco::Net::StreamSocket socket = connect(endpoint, deadline);
  return conformance::offerTls(socket.impl()->sockfd(), endpoint.host, version, deadline);
}

Connection::Sent Connection::send(std::string_view bytes, const Deadline& deadline, bool stopWhenAnswered) {
  const Deadline now = Deadline::in(Milliseconds(0));
  while (!bytes.empty()) {
    const Attempt attempt = implementation_->write(bytes.substr(0, kPiece));
    if (attempt.state == Attempt::State::closed) return Sent::partly;
    bytes.remove_prefix(attempt.bytes);
    // (TLS session tickets make a socket readable too, so there only the write itself tells.)
    if (stopWhenAnswered && !implementation_->tls && !bytes.empty() &&
        waitReadable(implementation_->descriptor(), now))
      return Sent::partly;
    if (attempt.state != Attempt::State::done && !implementation_->wait(attempt.state, deadline))
      return Sent::partly;
  }
  return Sent::whole;
}

Received Connection::receive(const Deadline& deadline) {
  std::array<char, kPiece> buffer;
  for (;;) {
    if (!implementation_->awaitFlow(deadline)) return {Received::State::timedOut, {}};
    const Attempt attempt = implementation_->read(buffer.data(), buffer.size());
    if (attempt.state == Attempt::State::done)
      return {Received::State::data, std::string(buffer.data(), attempt.bytes)};
    if (attempt.state == Attempt::State::closed) return {Received::State::closed, {}};
    if (!implementation_->wait(attempt.state, deadline)) return {Received::State::timedOut, {}};
  }
}

void Connection::stall() {
  implementation_->socket.setReceiveBufferSize(kStalledBuffer);
  implementation_->setStalled(true);
}

void Connection::shutdown() {
  implementation_->setStalled(false);
  if (implementation_->tls) implementation_->tls->sendCloseNotify();
  ::shutdown(implementation_->descriptor(), SHUT_RDWR);
}

}  // namespace cast::conformance
