#include "engine/party.hpp"

#include <utility>

namespace cast::conformance {

std::unique_ptr<Connection> KeptConnection::take() {
  const std::scoped_lock lock(mutex_);
  auto taken = std::exchange(connection_, nullptr);
  const bool quiet =
      taken && taken->receive(Deadline::in(Milliseconds(0))).state == Received::State::timedOut;
  return quiet ? std::move(taken) : nullptr;
}

void KeptConnection::keep(std::unique_ptr<Connection> connection) {
  const std::scoped_lock lock(mutex_);
  connection_ = std::move(connection);
}

}  // namespace cast::conformance
