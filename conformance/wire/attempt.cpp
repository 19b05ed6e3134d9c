#include "wire/attempt.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace cast::conformance {
namespace {

Attempt attemptOf(ssize_t result, Attempt::State wanted) {
  if (result > 0) return {Attempt::State::done, static_cast<std::size_t>(result)};
  const bool again = result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return {again ? wanted : Attempt::State::closed, 0};
}

}  // namespace

Attempt receivePlain(int socket, char* buffer, std::size_t size) {
  return attemptOf(::recv(socket, buffer, size, 0), Attempt::State::wantsRead);
}

Attempt sendPlain(int socket, std::string_view bytes) {
  return attemptOf(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL), Attempt::State::wantsWrite);
}

}  // namespace cast::conformance
