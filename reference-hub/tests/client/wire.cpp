#include "client/wire.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Timespan.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>

namespace cast::hub {
namespace {

const Poco::Timespan kLimit(10, 0);

}  // namespace

Wire::Wire(int port, int receiveBuffer) {
  const Poco::Net::SocketAddress address("127.0.0.1", static_cast<Poco::UInt16>(port));
  socket_ = Poco::Net::StreamSocket(address.family());
  if (receiveBuffer > 0) socket_.setReceiveBufferSize(receiveBuffer);
  socket_.connect(address, kLimit);
  setLimits();
}

Wire::Wire(const Poco::Net::StreamSocket& accepted) : socket_(accepted) { setLimits(); }

void Wire::setLimits() {
  socket_.setNoDelay(true);
  socket_.setReceiveTimeout(kLimit);
  socket_.setSendTimeout(kLimit);
}

Wire::~Wire() = default;

void Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int sent = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Wire::sendOneByOne(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) send(bytes.substr(i, 1));
}

std::size_t Wire::sendWithoutBlocking(std::string_view bytes) {
  std::size_t total = 0;
  while (total < bytes.size()) {
    const ssize_t sent = ::send(socket_.impl()->sockfd(), bytes.data() + total, bytes.size() - total,
                                MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent <= 0) break;
    total += static_cast<std::size_t>(sent);
  }
  return total;
}

bool Wire::receive() {
  std::array<char, 65536> bytes{};
  int count = 0;
  try {
    count = socket_.receiveBytes(bytes.data(), static_cast<int>(bytes.size()));
  } catch (const Poco::Net::ConnectionResetException&) {
    return false;
  }
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string Wire::readUntil(std::string_view end) {
  std::size_t from = 0;
  while (true) {
    const std::size_t at = buffer_.find(end, from);
    if (at != std::string::npos) return read(at + end.size());
    from = buffer_.size() > end.size() ? buffer_.size() - end.size() : 0;
    if (!receive()) throw std::runtime_error("the hub closed the connection after: " + buffer_);
  }
}

std::string Wire::read(std::size_t size) {
  while (buffer_.size() < size) {
    if (!receive()) throw std::runtime_error("the hub closed the connection after: " + buffer_);
  }
  std::string bytes = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return bytes;
}

std::string Wire::readToEnd() {
  while (receive()) {
  }
  return std::move(buffer_);
}

bool Wire::isAtEnd() { return buffer_.empty() && !receive(); }

void Wire::reset() {
  socket_.setLinger(true, 0);
  socket_.close();
}

}  // namespace cast::hub
