#include "net/listener.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cast::hub {
namespace {

constexpr int kBacklog = 4096;
constexpr int kAcceptsPerTurn = 64;

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
  if (descriptor < 0) return false;
  if (connections_.count() >= maxConnections_) {
    ::close(descriptor);
    return true;
  }
  Connection& connection =
      connections_.add(Poco::Net::StreamSocket(new Poco::Net::StreamSocketImpl(descriptor)));
  connection.setProtocol(speak_(connection));
  return true;
}

}  // namespace cast::hub
