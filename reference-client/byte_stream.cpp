#include "byte_stream.hpp"

#include <Poco/Buffer.h>
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>

#include <array>
#include <utility>

namespace cast::client {

ByteStream::ByteStream(Poco::Net::HTTPClientSession& session) {
  Poco::Buffer<char> read(0);
  session.drainBuffer(read);
  rest_.assign(read.begin(), read.size());
  const bool plain = !session.secure();
  socket_ = session.detachSocket();
  if (plain) socket_.setNoDelay(true);
}

bool ByteStream::pending() { return !rest_.empty() || (socket_.secure() && socket_.available() > 0); }

std::string ByteStream::read() {
  if (!rest_.empty()) return std::exchange(rest_, {});
  std::array<char, 16384> buffer;
  const int count = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
  return {buffer.data(), static_cast<std::size_t>(count > 0 ? count : 0)};
}

void ByteStream::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (count <= 0) throw Poco::Net::ConnectionResetException("the hub takes nothing any more");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void ByteStream::close() {
  try {
    socket_.close();
  } catch (const Poco::Exception&) {  // it was closed already
  }
}

}  // namespace cast::client
