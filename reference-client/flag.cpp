#include "flag.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace cast::client {

Flag::Flag() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "no descriptor is left");
}

Flag::~Flag() { ::close(descriptor_); }

void Flag::raise() const { ::eventfd_write(descriptor_, 1); }

void Flag::lower() const {
  eventfd_t count = 0;
  ::eventfd_read(descriptor_, &count);
}

bool Flag::waitFor(Milliseconds time) const {
  const auto until = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now()).count();
    pollfd entry{descriptor_, POLLIN, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<Milliseconds::rep>(left, 0, 3'600'000)));
    if (ready > 0) return true;
    if (ready == 0 && std::chrono::steady_clock::now() >= until) return false;
  }
}

}  // namespace cast::client
