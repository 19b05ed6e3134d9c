#include "hub/hang_up.hpp"

#include <Poco/Net/Socket.h>
#include <Poco/Net/SocketImpl.h>
#include <poll.h>

namespace cast::conformance::faults {

bool hasHungUp(const Poco::Net::Socket& socket) {
  pollfd asked{socket.impl()->sockfd(), POLLRDHUP, 0};
  return ::poll(&asked, 1, 0) > 0;
}

}  // namespace cast::conformance::faults
