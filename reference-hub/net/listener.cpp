#include "net/listener.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace cast::hub {
namespace {

constexpr int kBacklog = 4096;
constexpr int kAcceptsPerTurn = 64;
constexpr std::chrono::milliseconds kPause{100};

}  // namespace

Listener::Listener(Connections& connections, const Poco::Net::SocketAddress& address,
                   std::size_t maxConnections, Speak speak)
    : connections_(connections), maxConnections_(maxConnections), speak_(std::move(speak)) {
  socket_.bind(address, true);
  socket_.listen(kBacklog);
  socket_.setBlocking(false);
  connections_.loop().watch(socket_.impl()->sockfd(), EPOLLIN, *this);
}

Listener::~Listener() { close(); }

void Listener::close() {
  if (!open_) return;
  open_ = false;
  connections_.loop().unwatch(socket_.impl()->sockfd(), *this);
  socket_.close();
}

void Listener::ready(std::uint32_t) {
  for (int i = 0; i < kAcceptsPerTurn && acceptOne(); ++i) {
  }
}

// Not ServerSocket::acceptConnection: it throws where nobody waits, and again where descriptors ran out.
bool Listener::acceptOne() {
  const int descriptor = accept4(socket_.impl()->sockfd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (descriptor < 0) {
    const bool exhausted = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    if (exhausted) pause();
    return errno == ECONNABORTED || errno == EINTR;
  }
  if (connections_.count() >= maxConnections_) {
    ::close(descriptor);
    return true;
  }
  const Poco::Net::StreamSocket socket(new Poco::Net::StreamSocketImpl(descriptor));
  try {
    Connection& connection = connections_.add(socket);
    connection.setProtocol(speak_(connection));
  } catch (const Poco::Exception&) {
    // that peer is gone already
  } catch (const std::system_error&) {
    pause();  // the loop can't watch any more now
  }
  return true;
}

// The loop would spin on connections that it can't accept.
void Listener::pause() {
  connections_.loop().unwatch(socket_.impl()->sockfd(), *this);
  connections_.loop().at(LoopClock::now() + kPause, [this] {
    if (open_) connections_.loop().watch(socket_.impl()->sockfd(), EPOLLIN, *this);
  });
}

}  // namespace cast::hub
