#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "engine/commands.hpp"

namespace {

constexpr rlim_t kOpenFiles = 8192;  // a run's checks hold connections side by side

void allowManyConnections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kOpenFiles));
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a subject that hangs up is a finding, not an end
  allowManyConnections();
  return static_cast<int>(
      cast::conformance::runCommandLine({words + 1, words + count}, std::cout, std::cerr));
}
